//! Every kind of record, with every member it can have and with none that it can do without: as the schema describes it,
//! the same when it is read and written again.

use std::time::Duration;

use serde_json::{Value, json};

use super::{Json, Line, Report, SCHEMA};
use crate::model::{EventRole, Sender, Status, Step};
use crate::render::Renderer as _;
use crate::render::fixture::{
    MS, Page, checked, delivered, event, finding, gap, lived, moved, open_ticket, place, probed, received,
    record, refused, tally, url_check, verified,
};
use crate::report::{
    Code, Deliveries, Documented, Exit, Failure, Forwarded, Gap, Ignored, ListKind, LogWrapper, Mischief,
    Missed, Moment, Next, Outcome, Phase, Purpose, Receipt, Record, SentMessage, Summary, TicketList,
    Unwrapped, Verdict,
};

/// What describes our output, with no member beyond those it names.
fn strict_schema() -> Value {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut left = vec![&mut schema];
    while let Some(node) = left.pop() {
        if let (Some(_), Some(object)) = (node.get("properties").cloned(), node.as_object_mut()) {
            object.entry("additionalProperties").or_insert(json!(false));
        }
        match node {
            Value::Object(members) => left.extend(members.values_mut()),
            Value::Array(items) => left.extend(items),
            _ => {}
        }
    }
    schema
}

/// The lines that `records` and `summary` are written as.
fn lines(records: &[Record], summary: &Summary) -> Vec<Value> {
    let schema = jsonschema::draft202012::new(&strict_schema()).unwrap();
    let is_described = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        let faults: Vec<_> = schema.iter_errors(&value).map(|it| it.to_string()).collect();
        assert!(faults.is_empty() && !text.contains("null"), "{faults:?}\n{text}");
        value
    };
    let (all, page) = (Page::default(), Page::default());
    let (mut ndjson, mut json) = (Json::lines(page.clone(), "diff"), Json::document(all.clone(), "diff"));
    for record in records {
        ndjson.record(record).unwrap();
        json.record(record).unwrap();
    }
    ndjson.finish(summary).unwrap();
    json.finish(summary).unwrap();
    is_described(&all.text());
    let read: Report<'_> = serde_json::from_str(&all.text()).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), all.text().replace('\n', ""));
    let text = page.text();
    let again = |line: &str| serde_json::to_string(&serde_json::from_str::<Line<'_>>(line).unwrap()).unwrap();
    text.lines().for_each(|line| assert_eq!(again(line), line));
    text.lines().map(is_described).collect()
}

/// The one line of a record.
fn line(record: Record) -> Value {
    lines(&[record], &Summary::default())[1]["data"].take()
}

#[test]
fn a_run_has_begin_and_summary_around_its_records() {
    let lines =
        lines(&[checked(1, vec![finding(Code::StatusUnknown)]), checked(2, vec![])], &Summary::default());
    assert_eq!(
        lines[0],
        json!({"type": "begin", "data": {"version": 2, "tool": "helpdesk-evt",
            "tool_version": env!("CARGO_PKG_VERSION"), "command": "diff"}})
    );
    let (bad, good) = (&lines[1], &lines[2]["data"]);
    assert_eq!(
        (&bad["type"], &bad["data"]["valid"], &good["valid"]),
        (&json!("checked"), &json!(false), &json!(true))
    );
    assert_eq!(good["place"], json!({"file": "fixtures/closed.json", "document": 2, "line": 2}));
    assert_eq!(lines[3]["data"]["exit_code"], 0);
    assert_eq!(self::lines(&[], &Summary::default()).len(), 2);
}

#[test]
fn a_finding_says_where_it_is_and_what_is_documented() {
    let mut bare = finding(Code::NotAnEvent);
    (bare.documented, bare.help, bare.place.opened) = (vec![], None, Some(1));
    let mut texts = finding(Code::CodeUnknown);
    texts.documented = vec![Documented::Text("APPROVED".to_owned())];
    let found = line(checked(1, vec![finding(Code::StatusUnknown), bare, texts]))["findings"].take();
    assert_eq!(
        found[0],
        json!({"code": "status-unknown", "severity": "error",
            "message": "`status` is 99, which is not a documented ticket status",
            "pointer": "/event/object/status",
            "place": {"file": "fixtures/closed.json", "line": 27, "column": 17, "end_line": 27, "end_column": 19,
                "offset": 640},
            "documented": [{"code": 1, "name": "created"}, {"code": 2, "name": "processing"}],
            "help": "`helpdesk-evt explain status-unknown`"})
    );
    assert_eq!((&found[1]["place"]["opened"], found[1].get("help")), (&json!(true), None));
    assert_eq!(found[2]["documented"], json!([{"code": "APPROVED"}]));
}

#[test]
fn a_document_whose_findings_are_hidden_is_still_not_valid() {
    let page = Page::default();
    let mut ndjson = Json::lines(page.clone(), "validate");
    ndjson.show(&checked(1, vec![finding(Code::StatusUnknown)]), &[]).unwrap();
    assert!(page.text().contains("\"valid\":false,\"findings\":[]"), "{}", page.text());
}

#[test]
fn a_move_has_codes_with_names_and_times_in_ms_and_rfc_3339() {
    let hand_over = line(record(moved()));
    let at = json!({"ms": MS, "rfc3339": "2023-11-14T22:13:20.000Z"});
    let bot_to_human =
        json!({"from": {"code": 1, "name": "bot"}, "to": {"code": 2, "name": "human"}, "changed": true});
    let transition = &hand_over["transition"];
    assert_eq!(
        (&transition["move"], &transition["at"], &transition["stage"]),
        (&json!("hand-over"), &at, &bot_to_human)
    );
    assert_eq!((&hand_over["updated_at"]["to"], &hand_over["valid"]), (&at, &json!(true)));
    assert_eq!(hand_over["updated_at"]["from"]["ms"], MS - 363_000);
    let mut odd = event(MS, (1, 9), (2, 99), vec![finding(Code::StatusUnknown)]);
    (odd.ticket.updated_at, odd.transition.at, odd.create_time) = (Some(-1), Some(i64::MAX), None);
    odd.subject.event_id = None;
    let odd = line(record(odd));
    assert_eq!(odd["transition"]["status"]["to"], json!({"code": 99}));
    assert_eq!((&odd["transition"]["at"], &odd["valid"]), (&json!({"ms": i64::MAX}), &json!(false)));
    assert_eq!(odd["updated_at"].get("to"), None);
}

#[test]
fn a_life_has_its_moments_and_findings_with_their_places() {
    let mut story = lived();
    let stage = Some(Step { from: crate::model::Stage::Bot, to: crate::model::Stage::Human });
    story.moments.push(Moment::Gap(Gap { stage, status: None, event_id: None, ..gap().gap }));
    let message = |sender| Moment::Message(SentMessage { place: place(22), at: Some(MS), sender });
    story.moments.extend([message(Some(Sender::Agent)), message(None)]);
    story.moments.push(Moment::Duplicate { place: place(23), at: None, event_id: "e".to_owned() });
    let life = line(Record::Lived(Box::new(story)));
    assert_eq!((&life["events"], &life["stage"]), (&json!(5), &json!({"code": 2, "name": "human"})));
    let moments = life["moments"].as_array().unwrap();
    let kinds: Vec<_> = moments.iter().map(|it| it["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.join(" "), "step step step gap step duplicate step gap message message duplicate");
    assert_eq!((&moments[2]["late"], &moments[2]["after_ms"]), (&json!(true), &json!(100_000)));
    assert_eq!((&moments[3]["kind"], &moments[3]["place"]["line"]), (&json!("gap"), &json!(18)));
    let names = [&moments[3]["status"]["from"]["name"], &moments[3]["status"]["to"]["name"]];
    assert_eq!(names, ["processing", "awaiting-guest"]);
    assert_eq!((&moments[8]["sender"]["name"], moments[9].get("sender")), (&json!("agent"), None));
    assert_eq!(moments[1]["transition"]["move"], "hand-over");
    assert_eq!(life["findings"][0]["place"]["line"], 27);
}

#[test]
fn a_gap_has_what_was_known_and_what_the_next_event_says() {
    let told = line(Record::Gap(Box::new(gap())));
    let gap_of = |it: &Value| (it["gap"]["between_ms"].clone(), it["gap"]["shown_by"].clone());
    assert_eq!(gap_of(&told), (json!(1_562_000), json!("update")));
    assert_eq!(told["gap"]["known"]["place"]["line"], 4);
    assert_eq!(told["gap"]["status"]["from"], told["gap"]["known"]["status"]);
    let mut bare = gap();
    (bare.gap.at, bare.gap.event_id, bare.gap.known.at) = (None, None, None);
    (bare.gap.role, bare.findings) = (EventRole::Message, vec![]);
    (bare.gap.known.stage, bare.gap.known.status) = (None, None);
    let told = line(Record::Gap(Box::new(bare)));
    assert_eq!(gap_of(&told), (Value::Null, json!("message")));
}

#[test]
fn an_open_ticket_has_its_state_and_how_long_it_waits() {
    let told = line(Record::Open(Box::new(open_ticket())));
    assert_eq!((&told["status"]["code"], &told["at_least"]), (&json!(3), &json!(true)));
    assert_eq!((&told["waiting_ms"], &told["place"]["line"]), (&json!(1_562_000), &json!(4)));
    let mut bare = open_ticket();
    (bare.stage, bare.status, bare.since, bare.waiting_ms) = (None, None, None, None);
    assert_eq!(line(Record::Open(Box::new(bare))).get("since"), None);
    let list = |until| TicketList { kind: ListKind::Open, tickets: 3, listed: 1, until };
    for until in [None, Some(MS)] {
        let sum = summed(&[], |it| it.tickets = Some(list(until)));
        assert_eq!(
            (&sum["tickets"]["listed"], sum["tickets"].get("until").is_some()),
            (&json!(1), until.is_some())
        );
    }
}

#[test]
fn an_attempt_has_every_member_that_it_has_a_value_for_and_no_other() {
    let plain = line(Record::Delivered(Box::new(delivered(Outcome::Accepted, Next::Done))));
    let said = ["outcome", "accepted", "status", "purpose", "attempt", "latency_ms", "took_ms", "next"];
    assert_eq!(
        json!(said.map(|it| &plain[it])),
        json!(["accepted", true, 200, "delivery", 1, 4.12, 4.12, "done"])
    );
    assert_eq!((&plain["at"]["ms"], plain.get("reason")), (&json!(1_700_000_000_511_i64), None));
    assert_eq!(plain["transition"]["move"], "hand-over");
    let retry = Next::Retry { after: Duration::from_millis(15), number: 1, of: 4 };
    let mut odd = delivered(Outcome::TimedOut { phase: Phase::Answer, limit_ms: 3_000 }, retry);
    (odd.late, odd.said) = (Some(Duration::from_millis(20)), Some("no".to_owned()));
    odd.answer = Some("{\"msg\":\"no\"}".into());
    (odd.warnings, odd.attempt, odd.purpose) = (vec!["w".to_owned()], 2, Purpose::Duplicate);
    (odd.subject.event_id, odd.subject.ticket_id, odd.transition) = (None, None, None);
    let odd = line(Record::Delivered(Box::new(odd)));
    let said =
        ["outcome", "reason", "next", "retry_after_ms", "late_ms", "said", "answer", "warnings", "purpose"];
    assert_eq!(
        json!(said.map(|it| &odd[it])),
        json!([
            "timed-out-answer",
            "timed out after 3.000 s",
            "retry",
            15,
            20,
            "no",
            "{\"msg\":\"no\"}",
            ["w"],
            "duplicate"
        ])
    );
    for next in [Next::Resend, Next::GaveUp] {
        line(Record::Delivered(Box::new(delivered(Outcome::Refused { status: 500 }, next))));
    }
}

#[test]
fn each_kind_of_request_has_its_own_members_and_no_other() {
    let check = line(url_check());
    assert_eq!(
        (&check["kind"], &check["token"], check.get("recorded")),
        (&json!("url-check"), &json!("verified"), None)
    );
    let event = line(received(Some(7)));
    assert_eq!(event["duplicate_of"], json!({"ms": 7, "rfc3339": "1970-01-01T00:00:00.007Z"}));
    assert_eq!((&event["recorded"], &event["event_id"]), (&json!(true), &json!("e-1")));
    assert_eq!(event["transition"]["status"]["to"], json!({"code": 3, "name": "queueing"}));
    let refusal = line(refused());
    assert_eq!((&refusal["cause"], &refusal["mistakes"]), (&json!("signature-wrong"), &json!(["hmac"])));
    for mischief in [Mischief::Responded, Mischief::Dropped, Mischief::FailedFirst] {
        let mut failed = received(None);
        let Record::Received(it) = &mut failed else { panic!() };
        (it.status, it.findings) = (None, vec![finding(Code::NoTransition)]);
        it.forwarded = Some(match mischief {
            Mischief::Responded => Forwarded::Answered { status: 500, body: "no".to_owned() },
            _ => Forwarded::Failed { reason: "refused".to_owned() },
        });
        let Receipt::Event(event) = &mut it.receipt else { panic!() };
        (event.mischief, event.recorded, event.transition) = (Some(mischief), false, None);
        let failed = line(failed);
        assert_eq!((failed["findings"].as_array().unwrap().len(), failed.get("status")), (1, None));
        assert!(failed["on_purpose"].is_string() && failed["forwarded"].is_object());
    }
}

#[test]
fn a_case_says_what_came_back_and_what_to_do() {
    let failed = line(probed(Verdict::Fail, Some("Compare it.")));
    assert_eq!(
        (&failed["case"], &failed["verdict"], &failed["weight"]),
        (&json!("forged-body"), &json!("fail"), &json!("must"))
    );
    assert_eq!((&failed["advice"], &failed["answer"]["took_ms"]), (&json!("Compare it."), &json!(3)));
    let mut skipped = probed(Verdict::Skipped, None);
    let Record::Probed(it) = &mut skipped else { panic!() };
    (it.answer, it.curl) = (None, Some("curl --data x".to_owned()));
    let skipped = line(skipped);
    assert_eq!((skipped.get("answer"), &skipped["curl"]), (None, &json!("curl --data x")));
    assert_eq!(line(probed(Verdict::Warn, None))["sdk"], "node");
}

/// The summary after some records.
fn summed(records: &[Record], of: impl FnOnce(&mut Summary)) -> Value {
    let mut summary = Summary::default();
    for record in records {
        summary.count(record);
    }
    of(&mut summary);
    lines(&[], &summary)[1]["data"].take()
}

#[test]
fn a_request_that_was_looked_at_has_each_part_with_its_grade_and_mistakes() {
    let it = line(Record::Verified(Box::new(verified())));
    let part = &it["parts"][0];
    assert_eq!(
        (&part["state"], &part["grade"], &part["mistakes"]),
        (&json!("does-not-match"), &json!("wrong"), &json!(["hmac"]))
    );
    assert_eq!((&it["kind"], &it["sound"]), (&json!("event"), &json!(false)));
    assert_eq!(it["transition"]["move"], "hand-over");
    let mut bare = verified();
    (bare.content, bare.points) = (None, Vec::new());
    assert_eq!(line(Record::Verified(Box::new(bare)))["sound"], json!(true));
}

#[test]
fn the_summary_has_the_counts_of_each_command() {
    let retry = Next::Retry { after: Duration::from_millis(15), number: 1, of: 4 };
    let attempts = [(Outcome::Accepted, Next::Done), (Outcome::Unreachable { reason: String::new() }, retry)];
    let attempts = attempts.map(|(outcome, next)| Record::Delivered(Box::new(delivered(outcome, next))));
    let sum = summed(&attempts, |it| {
        let run = it.deliveries.get_or_insert_default();
        (run.missed, run.failed_to) = (vec!["p99".to_owned()], Some("failed.ndjson".to_owned()));
    });
    let run = &sum["deliveries"];
    assert_eq!((&run["accepted"], &run["attempts"]), (&json!(1), &json!(2)));
    assert_eq!(run["outcomes"], json!({"200": 1, "unreachable": 1}));
    assert_eq!((&run["latency"]["max_ms"], &run["elapsed_ms"]), (&json!(4.12), &json!(0)));
    assert_eq!(
        summed(&[], |it| it.deliveries = Some(Deliveries::default()))["deliveries"].get("latency"),
        None
    );

    let requests = summed(&[url_check(), received(Some(7)), refused()], |_| {});
    let counts = ["url_checks", "acknowledged", "duplicates", "recorded", "refused", "missing"];
    assert_eq!(json!(counts.map(|it| &requests["received"][it])), json!([1, 1, 1, 1, 1, 0]));
    assert_eq!(requests["exit_code"], 1);

    let cases = [Verdict::Fail, Verdict::Pass, Verdict::Warn].map(|it| probed(it, None));
    let expected = json!({"passed": 1, "failed": 1, "warned": 1, "of_sdk": 1, "skipped": 0});
    assert_eq!(summed(&cases, |_| {})["probed"], expected);
}

#[test]
fn the_tally_has_its_counts_by_code_and_day() {
    let mut unwrapped = Unwrapped::default();
    unwrapped.count(LogWrapper::Docker);
    let seen = vec![("created -> queueing".to_owned(), 1)];
    let sum = summed(&[], |it| {
        it.moved = Some(Box::new(tally()));
        it.unwrapped = unwrapped;
        it.left_out.count(&Ignored::OtherType("im.message.receive_v1".into()));
        it.missed =
            vec![Missed { rule: "status: created -> closed".to_owned(), file: "log.ndjson".into(), seen }];
        it.fail(Exit::Unreadable, Failure { file: Some("a".into()), ..Failure::new(Exit::Unreadable, "no") });
    });
    let failure = json!({"code": "unreadable-input", "file": "a", "message": "no"});
    assert_eq!((&sum["failures"], &sum["exit_code"]), (&json!([failure]), &json!(3)));
    assert_eq!(sum["left_out"], json!({"other_types": {"im.message.receive_v1": 1}, "cut": 0}));
    assert_eq!(sum["unwrapped"], json!({"by_wrapper": {"docker": 1}, "other_lines": 0, "not_received": 0}));
    assert_eq!(
        sum["missed"],
        json!([{"rule": "status: created -> closed", "seen": [{"change": "created -> queueing", "count": 1}]}])
    );
    let moved = &sum["moved"];
    let queued = json!({"code": 3, "name": "queueing"});
    let edge = moved["statuses"].as_array().unwrap().iter().find(|it| it["from"] == queued).unwrap();
    assert_eq!((&edge["to"]["name"], &edge["count"]), (&json!("processing"), &json!(140)));
    assert_eq!((&moved["stays"][0]["count"], &moved["stays"][0]["sum_ms"]), (&json!(4), &json!(7_663_950)));
    assert_eq!((&moved["unanswered"], &moved["first_answers"]["count"]), (&json!(10), &json!(2)));
    assert_eq!(moved["messages"][2]["sender"], json!({"code": 3, "name": "agent"}));
    assert_eq!(moved["reviews"][1], json!({"approve_status": {"code": "APPROVED"}, "count": 3}));
    assert_eq!(moved["days"][1], json!({"date": "2023-11-14", "count": 1_000}));
    assert_eq!(moved["closed_by"][0]["status"]["name"], Status::ClosedByBot.name().unwrap());
}
