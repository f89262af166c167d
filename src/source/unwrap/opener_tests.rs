//! Logs in their wrappers: what comes out, and where it stands.

use std::io::Cursor;

use super::opener::Unwrap;
use crate::report::Unwrapped;
use crate::source::InputRequest;

const EVENT: &str = r#"{"schema":"2.0","header":{"名":"a\"b"},"event":{"n":1}}"#;

/// What is read of a log, as `line:column text`; the byte at the offset of each document and of each `1` is checked.
fn read(log: &str, unwrap: Unwrap) -> (Vec<String>, Unwrapped) {
    let request = InputRequest { unwrap, ..InputRequest::default() };
    let mut inputs = request.open(Box::new(Cursor::new(log.to_owned()))).unwrap();
    let mut told = Vec::new();
    for (at, document) in inputs.by_ref().map(Result::unwrap).enumerate() {
        let origin = &document.origin;
        assert_eq!(origin.index, at as u64 + 1);
        let text = String::from_utf8(document.bytes.clone()).unwrap();
        let before = &log[..usize::try_from(origin.offset).unwrap()];
        let line = before.matches('\n').count() as u64 + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
        assert_eq!((origin.line, origin.column), (line, column), "{text}");
        if let (Some(map), Some(one)) = (&origin.map, text.find("1}")) {
            let place = map.place(one);
            let at = usize::try_from(place.offset).unwrap();
            assert!(log[at..].starts_with("1}"), "{}", &log[at..]);
            assert_eq!(place.line, log[..at].matches('\n').count() as u64 + 1);
        }
        told.push(format!("{}:{} {text}", origin.line, origin.column));
    }
    (told, inputs.tally().unwrapped)
}

fn in_string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn docker(text: &str) -> String {
    format!("{{\"log\":{},\"stream\":\"stdout\",\"time\":\"2023-11-14T22:13:20.5Z\"}}\n", in_string(text))
}

fn counted(unwrapped: Unwrapped) -> String {
    let by_wrapper = unwrapped.by_wrapper().map(|(wrapper, count)| format!("{} {count}", wrapper.key()));
    let passed = [("other", unwrapped.other_lines), ("not received", unwrapped.not_received)];
    let passed = passed.into_iter().filter(|it| it.1 > 0).map(|(what, count)| format!("{what} {count}"));
    by_wrapper.chain(passed).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_wrapper_that_was_written_again_is_one_all_the_same() {
    let log = in_string(&format!("{EVENT}\n"));
    for (line, column) in [
        (format!("{{\"log\": {log}, \"stream\": \"stdout\", \"time\": \"2023-11-14T22:13:20Z\"}}"), 10),
        (format!("{{\"time\":\"t\",\"stream\":\"stderr\",\"log\":{log}}}"), 38),
        (format!("{{ \"attrs\" : {{}}, \"log\":{log},\"stream\":\"stdout\",\"time\":\"t\"}}"), 24),
    ] {
        let (told, unwrapped) = read(&format!("{line}\n{line}\n"), Unwrap::Auto);
        assert_eq!(told, [format!("1:{column} {EVENT}"), format!("2:{column} {EVENT}")]);
        assert_eq!(counted(unwrapped), "docker 2");
    }
}

#[test]
fn an_event_is_found_in_each_wrapper_at_its_very_byte() {
    let line = |prefix: &str| format!("{prefix}{EVENT}\n");
    let pieces =
        [0..20, 20..30, 30..EVENT.len()].map(|it| String::from_utf8(EVENT.as_bytes()[it].to_vec()).unwrap());
    let [a, b, c] = &pieces;
    let cri = |tag: &str, text: &str| format!("2023-11-14T22:13:20.000000001Z stdout {tag} {text}\n");
    let raw = |more: &str| {
        format!(
            "{{\"at\":7,\"method\":\"POST\",\"target\":\"/\",\"headers\":[],\"body\":{}{more}}}\n",
            in_string(EVENT)
        )
    };
    for (log, places, counts) in [
        (docker(&line("")), vec!["1:9"], "docker 1"),
        (docker(a) + &docker(b) + &docker(&format!("{c}\n")), vec!["1:9"], "docker 1"),
        (docker(&line("12:00 INFO got ")), vec!["1:24"], "docker 1"),
        (docker("server started\n") + &docker(&line("")), vec!["2:9"], "docker 1, other 1"),
        (cri("F", EVENT) + &cri("P", a) + &cri("P", b) + &cri("F", c), vec!["1:41", "2:41"], "cri 2"),
        ((cri("P", a) + &cri("P", b) + &cri("F", c)).replace('\n', "\r\n"), vec!["1:41"], "cri 1"),
        (line("2023-11-14 22:13:20 INFO [main] "), vec!["1:33"], "prefix 1"),
        (line("[2023-11-14 22:13:20] INFO ") + &line("[pod/a/b] "), vec!["1:28", "2:11"], "prefix 2"),
        (format!("starting\nready\n{}bye\n", line("1700000000 ")), vec!["3:12"], "prefix 1, other 3"),
        (format!("body={EVENT} (12 ms)\n"), vec!["1:6"], "prefix 1"),
        (format!("INFO {EVENT} ua=\"curl\" \n"), vec!["1:6"], "prefix 1"),
        (docker(&format!("\u{1b}[32mINFO\u{1b}[0m {EVENT}\u{1b}[0m\n")), vec!["1:33"], "docker 1"),
        (cri("F", &format!("INFO {EVENT}, status=200")), vec!["1:46"], "cri 1"),
        (in_string(EVENT) + "\n", vec!["1:2"], "json_string 1"),
        (in_string(EVENT).replace('{', "\\u007b"), vec!["1:2"], "json_string 1"),
        (format!("[{},\n{}]", in_string(EVENT), in_string(EVENT)), vec!["1:3", "2:2"], "json_string 2"),
        (docker(&in_string(EVENT)), vec!["1:11"], "json_string 1"),
        (
            raw("") + &raw(",\"refused\":\"token-wrong\"") + "{\"request_at\":7,\"ours\":200}\n",
            vec!["1:59"],
            "raw_record 1, not received 2",
        ),
    ] {
        let (told, unwrapped) = read(&log, Unwrap::Auto);
        let expected: Vec<_> = places.iter().map(|it| format!("{it} {EVENT}")).collect();
        assert_eq!((told, counted(unwrapped).as_str()), (expected, counts), "{log}");
        let (told, unwrapped) = read(&log, Unwrap::None);
        assert!(unwrapped.is_empty() && !told.contains(&format!("1:1 {EVENT}")), "{told:?}");
    }
}

#[test]
fn what_is_broken_stays_as_it_is() {
    let as_it_is = |log: String| {
        let expected: Vec<_> = log.lines().enumerate().map(|(at, it)| format!("{}:1 {it}", at + 1)).collect();
        let (told, unwrapped) = read(&log, Unwrap::Auto);
        assert_eq!((told, unwrapped.is_empty()), (expected, true), "{log}");
    };
    as_it_is(format!(",{EVENT}\n"));
    as_it_is(format!("{EVENT}\njunk {EVENT}\n"));
    as_it_is(format!("started\nhello \"x\" {EVENT}\n"));
    as_it_is("hello\nworld\n".to_owned());
    as_it_is("INFO {\"a\":1}\n".to_owned());
    as_it_is(format!("INFO {}\n", &EVENT[..40]));
    as_it_is(format!("INFO {EVENT}, {{}} x\n"));
    as_it_is(format!("INFO {EVENT}}} (12 ms)\n"));
    as_it_is(format!("INFO msg={}\n", in_string(EVENT)));
    as_it_is("{\"log\":\"x\"}\n".to_owned());
    // Lines like docker's that are no JSON.
    let whole = docker(&format!("{EVENT}\n"));
    assert_eq!(
        read(&whole.replace("\"time\"", "\"attrs\":{\"tag\":\"}\"},\"time\""), Unwrap::Auto).0.len(),
        1
    );
    for (good, bad) in [
        ("\",\"stream\"", "\" junk,\"stream\""),
        ("\\\"n\\\"", "\\q\\\"n\\\""),
        ("名", "\\ud83d"),
        ("名", "\\u12"),
        ("\\\"n\\\"", "\t\\\"n\\\""),
        ("\"time\"", "\"time\":1,,\"time\""),
    ] {
        as_it_is(whole.replacen(good, bad, 1));
    }
}

#[test]
fn pieces_of_two_streams_are_kept_apart_and_a_broken_event_in_a_wrapper_is_given() {
    let (a, b) = EVENT.split_at(21);
    let other = docker(b).replace("stdout", "stderr");
    let log = docker(a) + &docker("noise\n").replace("stdout", "stderr") + &docker(&format!("{b}\n"));
    let (told, unwrapped) = read(&log, Unwrap::Auto);
    assert_eq!((told, counted(unwrapped).as_str()), (vec![format!("1:9 {EVENT}")], "docker 1, other 1"));
    assert_eq!(read(&(docker(a) + &other), Unwrap::Auto).0.first(), Some(&format!("1:9 {a}")));
    // What is escaped once too often is no other line.
    let twice = in_string(&in_string(EVENT));
    assert_eq!(read(&docker(&twice), Unwrap::Auto).0, [format!("1:9 {twice}")]);
    let printed =
        docker("got {\n") + &docker("  event_type: 'helpdesk.ticket.updated_v1',\n") + &docker("}\n");
    let (told, unwrapped) = read(&(docker(&format!("{EVENT}\n")) + &printed), Unwrap::Auto);
    assert_eq!((told.len(), counted(unwrapped).as_str()), (2, "docker 1, other 2"));
    let query = docker("INFO query=\"{\\\"schema\\\":\\\"public\\\"}\"\n");
    let (told, unwrapped) = read(&(query + &docker(&format!("{EVENT}\n"))), Unwrap::Auto);
    assert_eq!((told.len(), counted(unwrapped).as_str()), (1, "docker 1, other 1"));
}

#[test]
fn lines_of_text_before_an_event_wait_in_bounded_memory() {
    let log = "text\n".repeat(3_000);
    let (told, unwrapped) = read(&log, Unwrap::Auto);
    assert_eq!((told.len(), unwrapped.is_empty()), (3_000, true));
}

#[test]
fn of_a_log_that_ends_in_an_event_the_rest_is_given_at_its_place() {
    let cri = |text: &str| format!("2023-11-14T22:13:20.000000001Z stdout F {text}\n");
    let raw = format!("{{\"at\":7,\"method\":\"POST\",\"headers\":[],\"body\":{}}}\n", in_string(EVENT));
    let piece = docker(&EVENT[..30]).replace("\\n", "");
    for (line, place) in [
        (docker(&format!("{EVENT}\n")), "2:1"),
        (cri(EVENT), "2:41"),
        (format!("INFO got {EVENT}\n"), "2:10"),
        (cri(&format!("INFO {EVENT}")), "2:46"),
        (docker(&EVENT[..10]) + &piece, "2:9"),
        (raw, "2:1"),
        (format!("{EVENT}\n"), "2:1"),
    ] {
        let cut = line.len() - if line.starts_with("{\"log") { 60 } else { 10 };
        let whole = if line.contains(&piece) { docker(&format!("{EVENT}\n")) } else { line.clone() };
        let request = InputRequest::default();
        let log = format!("{whole}{}", &line[..cut]);
        let read: Vec<_> =
            request.open(Box::new(Cursor::new(log.clone()))).unwrap().map(Result::unwrap).collect();
        assert_eq!(read.len(), 2, "{log}");
        let origin = &read[1].origin;
        assert_eq!(format!("{}:{}", origin.line, origin.column), place, "{log}");
        assert_eq!([read[0].breaks_off, read[1].breaks_off], [false, true], "{log}");
    }
}

#[test]
fn a_last_line_that_is_cut_within_its_time_is_another_line_of_the_log() {
    let line = format!("2023-11-14T22:13:20.000000001Z stdout F {EVENT}\n");
    for cut in 1..30 {
        let (told, unwrapped) = read(&format!("{line}{}", &line[..cut]), Unwrap::Auto);
        assert_eq!((told.len(), counted(unwrapped).as_str()), (1, "cri 1, other 1"), "{cut}");
    }
    assert_eq!(read(&format!("{line}2023\n{line}"), Unwrap::Auto).0.len(), 3);
}

#[test]
fn an_array_that_breaks_off_is_broken_as_a_whole() {
    let log = format!("[{EVENT},\n{}", &EVENT[..30]);
    let read = InputRequest::default().open(Box::new(Cursor::new(log))).unwrap();
    assert!(read.map(Result::unwrap).all(|it| !it.breaks_off));
}
