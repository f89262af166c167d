//! What was acknowledged is in the record, whenever the process dies.

use std::collections::HashSet;
use std::sync::mpsc;

use crate::support::{Folder, Listener, event, sealed};

/// Rounds in the suite; `KILL_ROUNDS` asks for more.
const ROUNDS: u64 = 10;
const SENDERS: usize = 4;

#[test]
fn kill_9_under_load_loses_no_acknowledged_event() {
    let folder = Folder::new();
    let record = folder.text("events.ndjson");
    let rounds = std::env::var("KILL_ROUNDS").map_or(ROUNDS, |it| it.parse().unwrap());
    let mut acknowledged = HashSet::new();
    for round in 0..rounds {
        let mut listener =
            Listener::start(&["--record", &record, "--dedupe", "8h", "--format", "short", "--quiet"]);
        let (sender, stream) = mpsc::channel();
        let threads: Vec<_> = (0..SENDERS)
            .map(|thread| {
                let (mut connection, sender) = (listener.sender(), sender.clone());
                std::thread::spawn(move || {
                    for number in 0.. {
                        let id = format!("r{round}-s{thread}-n{number}");
                        match connection.post(&sealed(&event(&id))) {
                            Ok(answer) if answer.status == 200 => sender.send(id).unwrap(),
                            Ok(other) => panic!("{other:?}"),
                            Err(_) => return,
                        }
                    }
                })
            })
            .collect();
        drop(sender);
        // It dies in the middle of things: at another count every round, while all senders are at work.
        let enough = 1 + usize::try_from(round * 37 % 101).unwrap();
        acknowledged.extend(stream.iter().take(enough));
        listener.kill();
        for thread in threads {
            thread.join().unwrap();
        }
        acknowledged.extend(stream.try_iter());
    }
    // A last start mends what the last kill tore.
    Listener::start(&["--record", &record]).stop();
    let text = String::from_utf8(folder.read("events.ndjson")).unwrap();
    let mut recorded = HashSet::new();
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = value["header"]["event_id"].as_str().unwrap().to_owned();
        assert_eq!(line.as_bytes(), event(&id));
        recorded.insert(id);
    }
    let missing: Vec<_> = acknowledged.difference(&recorded).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(acknowledged.len() >= usize::try_from(rounds).unwrap());
}
