//! One reading of an event: what `validate` calls readable, `diff` reads, and what they call the same event is the same.

use std::fs;

use crate::process::{feed, run};
use crate::support::{Folder, Listener, success};

/// An event that hands a ticket over; `object` are members that come first in it.
fn event(event_id: &str, ticket_id: &str, object: &str) -> String {
    format!(
        r#"{{"schema":"2.0","header":{{"event_id":"{event_id}","token":"t","create_time":"1700000000000","event_type":"helpdesk.ticket.updated_v1","tenant_key":"1","app_id":"cli_1"}},"event":{{"object":{{{object}"stage":2,"status":3,"ticket_id":"{ticket_id}","updated_at":1700000000000}},"old_object":{{"stage":1,"status":1}}}}}}"#
    )
}

/// What a command says of a text on standard input, and its exit code.
fn said(command: &[&str], text: &str) -> (String, i32) {
    let done = feed(command, text.as_bytes());
    (done.stdout, done.code)
}

const SHORT: &[&str] = &["diff", "-", "--format", "short", "--tz", "UTC"];

#[test]
fn a_byte_order_mark_before_a_later_line_hides_nothing() {
    let text = format!("{}\n\u{feff}{}\n", event("e1", "7", ""), event("e2", "8", ""));
    assert_eq!(said(&["validate", "-"], &text).1, 0);
    let (rows, code) = said(SHORT, &text);
    assert_eq!((rows.lines().count(), code), (2, 0), "{rows}");
    assert_eq!(said(&["diff", "-", "--forbid", "status: * -> queueing"], &text).1, 1);
    let (summary, _) = said(&["diff", "-", "--summary"], &text);
    assert!(summary.contains("2 events of 2 tickets"), "{summary}");
}

#[test]
fn a_document_that_breaks_off_is_told_alike_of_a_file_and_of_a_pipe() {
    let folder = Folder::new();
    let whole = event("e2", "8", "");
    for end in ["", "\n", "\n\n"] {
        let text = format!("{}\n{}{end}", event("e1", "7", ""), &whole[..whole.len() - 1]);
        fs::write(folder.path("log"), &text).unwrap();
        let of_file = run(&["validate", &folder.text("log"), "--format", "short"]);
        let (of_pipe, code) = said(&["validate", "-", "--format", "short"], &text);
        assert!(of_pipe.contains("warning[cut-document]"), "{of_pipe}");
        assert_eq!(
            (code, of_file.stdout.split_once(':').unwrap().1),
            (0, of_pipe.split_once(':').unwrap().1)
        );
    }
}

#[test]
fn files_that_begin_with_a_byte_order_mark_may_be_put_together() {
    let folder = Folder::new();
    let pretty = |text: &str| {
        let value: serde_json::Value = serde_json::from_str(text).unwrap();
        serde_json::to_string_pretty(&value).unwrap()
    };
    let [a, b] = [event("e1", "7", ""), event("e2", "8", "")];
    for text in [
        format!("\u{feff}{}\r\n\u{feff}{}\r\n", pretty(&a), pretty(&b)),
        format!("\u{feff}{a}\u{feff}{b}"),
        format!("\u{feff}{}\u{feff}{}", pretty(&a), pretty(&b)),
        format!("\u{feff}[{a}]\n\u{feff}[\n{b}\n]\n"),
        format!("[\n\u{feff}{a},\n\u{feff}{b}\n]"),
        format!("\u{feff}\u{feff}{a}\n \u{feff}{b}"),
    ] {
        fs::write(folder.path("log"), &text).unwrap();
        let of_file = run(&["validate", &folder.text("log")]);
        assert_eq!(of_file.stdout, "ok: 2 events valid\n", "{text}");
        let (rows, code) = said(SHORT, &text);
        assert_eq!((rows.lines().count(), code), (2, 0), "{rows}\n{text}");
    }
    let text = format!("{}\n{b}", a.replace("cli_1", "cli_\u{feff}1"));
    assert_eq!(said(SHORT, &text).0.lines().count(), 2);
}

#[test]
fn an_event_that_nests_128_levels_is_read() {
    let nest = format!(r#""zz":{}{},"#, "[".repeat(125), "]".repeat(125));
    let text = event("e1", "7", &nest);
    assert_eq!(said(&["validate", "-"], &text).1, 0);
    assert_eq!(said(SHORT, &text).0.lines().count(), 1);
    assert_eq!(said(&["diff", "-", "--forbid", "stage: * -> human"], &text).1, 1);
}

#[test]
fn half_a_surrogate_pair_hides_its_own_text_only() {
    let text = event("e1", "7", r#""guest":{"name":"\ud83d"},"#);
    let (found, code) = said(&["validate", "-", "--format", "short"], &text);
    assert!(found.contains("error[lone-surrogate]"), "{found}");
    assert_eq!((found.lines().count(), code), (1, 1), "{found}");
    let (rows, _) = said(SHORT, &text);
    assert!(rows.contains("bot -> human") || rows.contains("handed over"), "{rows}");
}

#[test]
fn a_number_is_beyond_64_bits_only_where_it_is() {
    for number in ["1e18", "9007199254740994.0"] {
        let (found, code) = said(
            &["validate", "-", "--format", "short"],
            &event("e1", "7", &format!("\"channel\":{number},")),
        );
        assert!(found.contains("warning[float-integer]") && !found.contains("64"), "{found}");
        assert_eq!(code, 0);
    }
    let long = event("e1", "7", "")
        .replace("\"create_time\":\"1700000000000\"", "\"create_time\":\"99999999999999999999999\"");
    let (found, code) = said(&["validate", "-", "--format", "short"], &long);
    assert!(found.contains("error[number-out-of-range]: `create_time`"), "{found}");
    assert_eq!(code, 1);
}

#[test]
fn the_same_id_of_another_ticket_is_another_event() {
    let text = format!("{}\n{}\n", event("e1", "A", ""), event("e1", "B", ""));
    let (found, code) = said(&["validate", "-", "--format", "short"], &text);
    assert!(
        found.contains("warning[event-id-reused]: another event had this `event_id`, at line 1"),
        "{found}"
    );
    assert_eq!(code, 0);
    let (summary, _) = said(&["diff", "-", "--summary"], &text);
    assert!(summary.contains("2 events of 2 tickets") && !summary.contains("duplicate"), "{summary}");
    let (lives, code) = said(&["diff", "-", "--timeline", "--strict"], &text);
    assert_eq!((lives.matches("\nticket ").count() + 1, code), (2, 0), "{lives}");
}

#[test]
fn listen_keeps_both_events_of_an_id_and_says_so_across_restarts() {
    let folder = Folder::new();
    let record = folder.text("events.ndjson");
    let [a, b] = ["A", "B"].map(|it| event("e1", it, "").into_bytes());
    let listener = Listener::start_bare(&["--record", &record, "--dedupe", "8h"]);
    for text in [&a, &b, &b, &a] {
        assert_eq!(listener.deliver_plain(text), success());
    }
    let done = listener.stop();
    assert!(done.stdout.contains("4 events: 4 acknowledged (2 duplicates), 2 recorded"), "{}", done.stdout);
    let said = "another event had this `event_id`, before";
    assert_eq!(done.stdout.matches(said).count(), 1, "{}", done.stdout);
    assert_eq!(folder.lines("events.ndjson"), 2);
    let again = Listener::start_bare(&["--record", &record, "--dedupe", "8h"]);
    for text in [&b, &event("e1", "C", "").into_bytes()] {
        assert_eq!(again.deliver_plain(text), success());
    }
    let done = again.stop();
    assert!(done.stdout.contains("2 events: 2 acknowledged (1 duplicate), 1 recorded"), "{}", done.stdout);
    assert_eq!((done.stdout.matches(said).count(), folder.lines("events.ndjson")), (1, 3));
    assert!(!folder.text("events.ndjson.seen").is_empty());
}

#[test]
fn listen_records_every_event_without_an_id() {
    let folder = Folder::new();
    let listener = Listener::start_bare(&["--record", &folder.text("r"), "--dedupe", "8h"]);
    for ticket in ["7", "8", "8"] {
        assert_eq!(listener.deliver_plain(event("", ticket, "").as_bytes()), success());
    }
    assert!(listener.stop().stdout.contains("3 acknowledged, 3 recorded"));
}

#[test]
fn a_seen_file_that_knows_ids_only_still_tells_duplicates() {
    let folder = Folder::new();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    fs::write(folder.path("r"), event("e1", "A", "") + "\n").unwrap();
    let seen = ["e1", ""].map(|it| format!("{{\"at\":{now},\"event_id\":\"{it}\"}}\n"));
    fs::write(folder.path("r.seen"), seen.concat()).unwrap();
    let listener = Listener::start_bare(&["--record", &folder.text("r"), "--dedupe", "8h"]);
    for ticket in ["A", "B"] {
        assert_eq!(listener.deliver_plain(event("e1", ticket, "").as_bytes()), success());
    }
    let done = listener.stop();
    assert!(done.stdout.contains("(1 duplicate), 1 recorded"), "{}", done.stdout);
    assert!(!done.stderr.contains("forgotten"), "{}", done.stderr);
    assert_eq!(folder.lines("r"), 2);
}

#[test]
fn a_record_is_opened_again_whatever_was_acknowledged() {
    let folder = Folder::new();
    let record = folder.text("r");
    let broken = event("e1", "7", r#""guest":{"name":"\ud83d"},"#);
    let nested = event("e2", "7", &format!(r#""zz":{}{},"#, "[".repeat(125), "]".repeat(125)));
    for (text, lines) in [(&*broken, 1), (r#"{"header":{"n":1e400}}"#, 2), (&*nested, 3)] {
        let listener = Listener::start_bare(&["--record", &record]);
        assert_eq!(listener.deliver_plain(text.as_bytes()), success());
        assert!(listener.stop().stdout.contains("1 recorded"));
        assert_eq!(folder.lines("r"), lines);
    }
}

#[test]
fn an_empty_id_identifies_nothing() {
    let text = format!("{}\n{}\n", event("", "7", ""), event("", "7", ""));
    let (found, _) = said(&["validate", "-", "--format", "short"], &text);
    assert!(!found.contains("duplicate-event"), "{found}");
    let (summary, _) = said(&["diff", "-", "--summary"], &text);
    assert!(summary.contains("2 events of 1 ticket"), "{summary}");
}

#[test]
fn events_of_all_types_are_clean_and_a_created_ticket_is_new() {
    let names =
        ["ticket-created", "message-by-bot", "message-by-guest", "message-by-agent", "notification-approved"];
    let text: String =
        names.iter().map(|it| std::fs::read_to_string(format!("samples/types/{it}.json")).unwrap()).collect();
    let (found, code) = said(&["validate", "-"], &text);
    assert!(found.contains("5 events valid") && code == 0, "{found}");
    let done = feed(SHORT, text.as_bytes());
    assert_eq!((done.stdout.lines().count(), done.code), (1, 0), "{}", done.stdout);
    assert!(done.stdout.contains("7100000000000000950") && done.stdout.contains("new"), "{}", done.stdout);
    assert!(done.stderr.contains("not shown: 3 messages and 1 review"), "{}", done.stderr);
}

#[test]
fn what_the_page_and_real_events_write_differently_is_clean_either_way() {
    let text = std::fs::read_to_string("samples/types/message-by-guest.json").unwrap();
    for (from, to) in [
        (r#""position":2"#, r#""position":"2""#),
        (r#""status":1,"ticket_id""#, r#""status":1,"comments":{"content":"c","id":1},"ticket_id""#),
        (r#""status":1,"ticket_id""#, r#""status":1,"comments":[{"content":"c","id":1}],"ticket_id""#),
    ] {
        let text = text.replace(from, to);
        assert!(text.contains(to));
        assert_eq!(said(&["validate", "-"], &text).1, 0, "{to}");
    }
}
