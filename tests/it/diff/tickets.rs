//! What `diff` tells of tickets: messages in their lives, gaps, what is open, answers; and the event that is asked for.

use std::fs;

use serde_json::{Value, json};

use crate::process::{Finished, feed};
use crate::support::Folder;

const MINUTE: i64 = 60_000;
const BEGIN: i64 = 1_700_000_000_000;

/// A log, line by line; every event has an id by its line.
#[derive(Default)]
struct Log {
    lines: Vec<String>,
}

impl Log {
    fn push(&mut self, event_type: &str, minute: i64, event: &Value) {
        let ms = BEGIN + minute * MINUTE;
        let line = json!({
            "schema": "2.0",
            "header": {
                "event_id": format!("e{}", self.lines.len() + 1),
                "token": "synthetic-token",
                "create_time": ms.to_string(),
                "event_type": event_type,
                "tenant_key": "1",
                "app_id": "cli_1",
            },
            "event": event,
        });
        self.lines.push(line.to_string());
    }

    fn created(&mut self, ticket: &str, minute: i64) {
        let ms = BEGIN + minute * MINUTE;
        let times = json!({"ticket_id": ticket, "helpdesk_id": "1", "stage": 1, "status": 1, "created_at": ms, "updated_at": ms});
        self.push("helpdesk.ticket.created_v1", minute, &times);
    }

    fn updated(&mut self, ticket: &str, minute: i64, (from, to): (i64, i64)) {
        let ms = BEGIN + minute * MINUTE;
        let mut object =
            json!({"ticket_id": ticket, "stage": 1, "status": to, "created_at": BEGIN, "updated_at": ms});
        if to >= 50 {
            object["closed_at"] = json!(ms);
        }
        self.push(
            "helpdesk.ticket.updated_v1",
            minute,
            &json!({"object": object, "old_object": {"status": from}}),
        );
    }

    fn message(&mut self, ticket: &str, minute: i64, sender: i64, status: i64) {
        let message = json!({
            "ticket_message_id": "1",
            "message_id": "om_1",
            "msg_type": "text",
            "position": 1,
            "sender_type": sender,
            "text": "t",
            "ticket": {"ticket_id": ticket, "status": status},
        });
        self.push("helpdesk.ticket_message.created_v1", minute, &message);
    }

    fn diff(&self, arguments: &[&str]) -> Finished {
        let text = self.lines.join("\n");
        feed(&[&["diff", "-", "--tz", "UTC"], arguments].concat(), text.as_bytes())
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let done = self.diff(&[arguments, &["--format", "json"]].concat());
        assert_eq!(done.code, 0, "{}", done.stderr);
        serde_json::from_str(&done.stdout).unwrap()
    }
}

/// Ticket 1 is answered and closed, and only a message shows that an event of it is missing; of ticket 2 an update shows
/// it; ticket 3 was created and then nothing.
fn log() -> Log {
    let mut log = Log::default();
    log.created("1", 0);
    log.message("1", 1, 1, 1);
    log.updated("1", 3, (1, 3));
    log.message("1", 10, 3, 2);
    log.updated("1", 20, (2, 51));
    log.created("2", 1);
    log.updated("2", 30, (5, 2));
    log.created("3", 2);
    log
}

#[test]
fn messages_are_marks_and_show_what_is_missing_either_way() {
    let told = log().diff(&["--messages"]).stdout;
    assert!(told.contains("\n  22:23:20   · message by agent"), "{told}");
    assert!(told.contains("gap: an event is missing; a message found it in processing"), "{told}");
    let hidden = log().diff(&["--timeline"]).stdout;
    assert!(
        hidden.contains("a message found it in processing") && !hidden.contains("message by"),
        "{hidden}"
    );
}

#[test]
fn a_ticket_and_what_is_forbidden_are_looked_for_in_every_view() {
    for view in [&[][..], &["--full"], &["--timeline"], &["--summary"]] {
        let forbid = |rule| log().diff(&[view, &["--forbid", rule]].concat()).code;
        assert_eq!((forbid("status: 1 -> 3"), forbid("status: 3 -> 50")), (1, 0), "{view:?}");
    }
    let summary = log().json(&["--summary", "--ticket", "1"]);
    assert_eq!(summary["summary"]["moved"]["events"], 3);
}

#[test]
fn gaps_are_rows_with_what_was_known_and_as_many_as_the_summary_counts() {
    let report = log().json(&["--gaps"]);
    let gaps: Vec<&Value> =
        report["records"].as_array().unwrap().iter().filter(|it| it["type"] == "gap").collect();
    let row = |gap: &Value| {
        let (ticket, gap) = (&gap["data"]["ticket_id"], &gap["data"]["gap"]);
        let codes = [&gap["known"]["status"]["code"], &gap["status"]["to"]["code"]].map(Clone::clone);
        (ticket.clone(), codes, gap["between_ms"].clone(), gap["place"]["line"].clone())
    };
    assert_eq!(gaps.len(), 2, "{report}");
    assert_eq!(row(gaps[0]), (json!("1"), [json!(3), json!(2)], json!(7 * MINUTE), json!(4)));
    assert_eq!(row(gaps[1]), (json!("2"), [json!(1), json!(5)], json!(29 * MINUTE), json!(7)));
    let summary = log().json(&["--summary"]);
    assert_eq!(summary["summary"]["moved"]["lost"], 2);
    assert_eq!(log().diff(&["--gaps", "--strict"]).code, 1);
    let denied = log().diff(&["--summary", "--deny", "event-gap"]);
    assert_eq!(denied.code, 1);
    assert!(
        denied.stderr.contains("error: 2 missing events (`event-gap`); `--gaps` shows where\n"),
        "{}",
        denied.stderr
    );
    assert_eq!(log().diff(&["--summary", "--deny", "ticket-reopened"]).code, 0);
    let filtered = log().diff(&["--summary", "--deny", "event-gap", "--since", "2100-01-01"]);
    assert!(
        filtered.stderr.contains("2 missing events in the tickets' whole lives (`"),
        "{}",
        filtered.stderr
    );
    assert_eq!(log().diff(&["--gaps", "--ticket", "3", "--strict"]).code, 0);
}

#[test]
fn open_tickets_stand_by_how_long_they_wait_whatever_the_time_filter() {
    let of = |arguments: &[&str]| {
        let report = log().json(&[&["--open"], arguments].concat());
        let records = report["records"].as_array().unwrap().clone();
        records
            .iter()
            .map(|it| (it["data"]["ticket_id"].clone(), it["data"]["waiting_ms"].clone()))
            .collect::<Vec<_>>()
    };
    let three = (json!("3"), json!(28 * MINUTE));
    assert_eq!(of(&[]), [three.clone(), (json!("2"), json!(0))]);
    // Ticket 1 is open at that time, and closed by what is known.
    assert_eq!(of(&["--until", "2023-11-14 22:15:00"]).len(), 1);
    assert_eq!(of(&["--ticket", "3"]), [(json!("3"), json!(0))], "what is left out tells no time");
}

#[test]
fn the_summary_tells_of_answers() {
    let summary = &log().json(&["--summary"])["summary"]["moved"];
    assert_eq!((&summary["created"], &summary["unanswered"]), (&json!(3), &json!(2)));
    let answers = &summary["first_answers"];
    assert_eq!((&answers["count"], &answers["max_ms"]), (&json!(1), &json!(10 * MINUTE)));
    assert_eq!(
        summary["messages"],
        json!([
            {"sender": {"code": 1, "name": "bot"}, "count": 1},
            {"sender": {"code": 3, "name": "agent"}, "count": 1},
        ])
    );
}

#[test]
fn an_event_is_found_by_its_id_and_one_that_is_not_there_is_said() {
    let found = log().diff(&["--event", "e3", "--format", "short"]);
    assert_eq!((found.stdout.lines().count(), found.code), (1, 0), "{}", found.stdout);
    assert!(found.stdout.starts_with("<stdin>:3:1: 1 "), "{}", found.stdout);
    let life = log().diff(&["--event", "e3", "--timeline"]).stdout;
    assert!(life.contains("closed by agent") && !life.contains("ticket 2"), "{life}");
    for empty in [["--event", ""], ["--ticket", ""]] {
        assert_eq!(log().diff(&empty).code, 2, "a variable that is empty filters nothing in silence");
    }
    let absent = log().diff(&["--event", "e99"]);
    assert_eq!(absent.code, 1);
    assert!(absent.stderr.contains("no event has the id `e99` of `--event`"), "{}", absent.stderr);
}

#[test]
fn a_view_and_a_format_that_cannot_show_it_are_refused_together() {
    for (view, format) in [
        ("--timeline", "csv"),
        ("--summary", "csv"),
        ("--messages", "mermaid"),
        ("--gaps", "dot"),
        ("--open", "mermaid"),
        ("--open", "junit"),
        ("--open", "sarif"),
    ] {
        let file = format!("{format}=no-such-folder/report");
        for flags in [["--format", format], ["--report", &file]] {
            let done = log().diff(&[&[view][..], &flags].concat());
            assert_eq!(done.code, 2, "{view} {flags:?}: {}", done.stdout);
            assert!(done.stderr.contains(&format!("cannot show `{view}`")), "{}", done.stderr);
        }
    }
    for view in ["--gaps", "--open"] {
        for format in ["human", "short", "json", "ndjson", "csv", "markdown", "html"] {
            let done = log().diff(&[view, "--format", format]);
            assert_eq!(done.code, 0, "{view} {format}: {}", done.stderr);
            assert!(done.stdout.contains('2'), "{view} {format}: {}", done.stdout);
        }
    }
}

#[test]
fn a_report_in_html_is_a_file_with_every_ticket_as_lanes() {
    let folder = Folder::new();
    let report = format!("html={}", folder.text("log.html"));
    let done = log().diff(&["--messages", "--report", &report]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let page = fs::read_to_string(folder.text("log.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"), "{page}");
    for part in [
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';",
        "<h2>changes of the status</h2>",
        "<h2>time spent in a status</h2>",
        "<h2>events by hour of the day</h2>",
        "<td>missing events, at least</td><td class=\"n\">2</td>",
        "<title>queueing</title><rect class=\"seg c3 unsure\"",
        "<td>message by agent</td>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(page.matches("<article>").count(), 3);
    // Alone it shows lives, too, for a page of rows has no pictures.
    let alone = log().diff(&["--format", "html"]).stdout;
    assert_eq!(alone, page);
    // The counts are those of the tally, whichever way the events are shown.
    let counts = |page: &str| {
        let (from, to) = ("<h2>changes of the status</h2>", "<h2>tickets</h2>");
        let after = &page[page.find(from).unwrap()..];
        after[..after.find(to).unwrap()].to_owned()
    };
    for view in ["--summary", "--full"] {
        let other = log().diff(&["--format", "html", view]).stdout;
        assert_eq!(counts(&other), counts(&page), "{view}");
    }
}
