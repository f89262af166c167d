//! Findings and records for the tests of this room.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::Renderer;
use crate::model::{Event, Transition};
use crate::report::{
    Answered, Cause, Checked, Code, Delivered, Delivery, Excerpt, Finding, Next, Outcome, Place, Probed,
    Purpose, Receipt, Received, Record, Refusal, Subject, Summary, Trust, Verdict, Weight,
};

/// A writer whose text can be read while a renderer owns it.
#[derive(Clone, Default)]
pub(super) struct Page(Arc<Mutex<Vec<u8>>>);

impl Page {
    pub(super) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A finding of `code` at line 27 of a pretty-printed file.
pub(super) fn finding(code: Code) -> Finding {
    let text = "      \"solve\": 1,\n      \"stage\": 2,\n      \"status\": 99,".to_owned();
    let at = text.find("99").unwrap();
    Finding {
        code,
        severity: code.severity(),
        pointer: "/event/object/status".to_owned(),
        place: Place {
            file: "fixtures/closed.json".into(),
            line: 27,
            column: 17,
            end_line: 27,
            end_column: 19,
            offset: 640,
            opened: false,
        },
        excerpt: Some(Excerpt {
            first_line: 25,
            text,
            cut_start: false,
            cut_end: false,
            highlight: at..at + 2,
        }),
        message: "`status` is 99, which is not a documented ticket status".to_owned(),
        documented: Some("1 created, 2 processing".to_owned()),
        help: Some("`helpdesk-evt explain status-unknown`".to_owned()),
    }
}

/// A finding that points at `mark` in a part of line 1841.
pub(super) fn cut_finding(text: &str, mark: &str) -> Finding {
    let at = text.find(mark).unwrap();
    let place = Place {
        line: 1841,
        column: 612,
        end_line: 1841,
        end_column: 627,
        ..finding(Code::TypeMismatch).place
    };
    let excerpt = Excerpt {
        first_line: 1841,
        text: text.to_owned(),
        cut_start: true,
        cut_end: true,
        highlight: at..at + mark.len(),
    };
    Finding { place, excerpt: Some(excerpt), documented: None, ..finding(Code::TypeMismatch) }
}

/// A record of document `index`, which begins at line `index`.
pub(super) fn checked(index: u64, findings: Vec<Finding>) -> Record {
    Record::Checked(Checked {
        subject: Subject {
            file: "fixtures/closed.json".into(),
            index,
            line: index,
            event_id: Some("5e3700000000000000000000000000aa".to_owned()),
            ticket_id: Some("7100000000000000340".to_owned()),
        },
        findings,
    })
}

/// Shows the records on the renderer `make` builds, counts them, and gives back what was written.
pub(super) fn rendered<R: Renderer>(records: &[Record], make: impl FnOnce(Page) -> R) -> String {
    let page = Page::default();
    let mut renderer = make(page.clone());
    let mut summary = Summary { files: 1, ..Summary::default() };
    for record in records {
        summary.count(record);
        renderer.record(record).unwrap();
    }
    renderer.finish(&summary).unwrap();
    page.text()
}

fn request(status: u16, receipt: Receipt) -> Record {
    let at = 1_700_000_000_511;
    Record::Received(Box::new(Received {
        number: 1,
        at,
        status: Some(status),
        receipt,
        forwarded: None,
        findings: Vec::new(),
    }))
}

/// An attempt to deliver that ended like this.
pub(super) fn delivered(outcome: Outcome, next: Next) -> Delivered {
    let text = br#"{"event":{"object":{"ticket_id":"7100000000000000340","stage":2,"status":3},"old_object":{"stage":1,"status":1}}}"#;
    let Record::Checked(Checked { subject, .. }) = checked(2, Vec::new()) else { panic!("it checks") };
    Delivered {
        subject,
        transition: Event::from_slice(text).map(|it| Transition::of(&it)),
        at_ms: 1_700_000_000_511,
        attempt: 1,
        purpose: Purpose::Delivery,
        outcome,
        latency: Duration::from_micros(4_120),
        took: Duration::from_micros(4_120),
        late: None,
        said: None,
        warnings: Vec::new(),
        next,
    }
}

/// A URL check that was answered.
pub(super) fn url_check() -> Record {
    request(200, Receipt::UrlCheck { token: Trust::Verified })
}

/// An event that was acknowledged and recorded; `duplicate_of` is when it came first.
pub(super) fn received(duplicate_of: Option<i64>) -> Record {
    let text = br#"{"event":{"object":{"ticket_id":"7100000000000000340","stage":2,"status":3},"old_object":{"stage":1,"status":1}}}"#;
    request(
        200,
        Receipt::Event(Box::new(Delivery {
            event_id: Some("e-1".to_owned()),
            event_type: Some("helpdesk.ticket.updated_v1".to_owned()),
            ticket_id: Some("7100000000000000340".to_owned()),
            transition: Event::from_slice(text).map(|it| Transition::of(&it)),
            signature: Trust::Verified,
            token: Trust::Verified,
            duplicate_of,
            recorded: true,
            mischief: None,
        })),
    )
}

/// A request with a wrong signature.
pub(super) fn refused() -> Record {
    request(
        401,
        Receipt::Refused(Refusal {
            cause: Cause::SignatureWrong,
            message: "the signature does not match the body".to_owned(),
            help: Some("what came is HMAC-SHA256 of the body".to_owned()),
            mistakes: vec!["hmac"],
        }),
    )
}

/// A case that was put to a receiver; one that is missed is the Node SDK's own deviation.
pub(super) fn probed(verdict: Verdict, advice: Option<&str>) -> Record {
    Record::Probed(Box::new(Probed {
        target: "http://127.0.0.1:7777/".into(),
        case: "forged-body",
        title: "refuses a forged body",
        weight: Weight::Must,
        verdict,
        expected: "a refusal: 4xx or 5xx",
        got: "200 in 3 ms\u{1b}[2J".to_owned(),
        advice: advice.map(str::to_owned),
        sdk: (verdict == Verdict::Warn).then_some("node"),
        answer: Some(Answered {
            status: 200,
            body: String::new(),
            took: std::time::Duration::from_millis(3),
        }),
        why: "Only the signature notices.",
        reference: "the vendor's page",
    }))
}
