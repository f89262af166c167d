//! A document, or a ticket's life, as a `JUnit` case: failed if it has an error; other findings stand in its output.

use std::sync::Arc;
use std::time::Duration;

use super::xml::{CaseOutcome, TestCase};
use crate::render::text::{Paint, finding};
use crate::report::{Finding, Lived, Missed, Moment, Severity, Subject};

pub(crate) fn case(name: String, file: &str, findings: &[Finding], shown: &[Finding]) -> TestCase {
    let outcome = match findings.iter().find(|it| it.severity == Severity::Error) {
        None => CaseOutcome::Passed,
        Some(first) => CaseOutcome::Failed {
            message: first.message.clone(),
            kind: first.code.slug(),
            text: shown.iter().map(told).collect::<Vec<_>>().join("\n"),
        },
    };
    let lighter = shown.iter().filter(|it| it.severity != Severity::Error);
    let output = lighter.map(told).collect::<Vec<_>>().join("\n");
    TestCase { class: file.to_owned(), name, time: Duration::ZERO, outcome, output }
}

/// A finding with its place, and below it what is documented and the way out.
fn told(it: &Finding) -> String {
    [finding::line(it, Paint::default())]
        .into_iter()
        .chain(finding::ways_out(it))
        .collect::<Vec<_>>()
        .join("\n  ")
}

/// An expectation that no event met, as a case that failed.
pub(crate) fn missed(missed: &Missed) -> TestCase {
    TestCase {
        class: missed.file.to_string(),
        name: format!("--expect {}", missed.rule),
        time: Duration::ZERO,
        outcome: CaseOutcome::Failed {
            message: missed.message(),
            kind: Missed::CODE,
            text: missed.instead(),
        },
        output: String::new(),
    }
}

/// The file a ticket's life begins in.
pub(crate) fn life_file(lived: &Lived) -> Arc<str> {
    let place = lived.moments.first().map(|moment| match moment {
        Moment::Step(step) => &step.place,
        Moment::Gap(gap) => &gap.place,
        Moment::Message(message) => &message.place,
        Moment::Duplicate { place, .. } => place,
    });
    place.map_or_else(|| Arc::from(""), |it| Arc::clone(&it.file))
}

/// `document 3, ticket 7100000000000000340, event 5e37...`.
pub(crate) fn name(subject: &Subject) -> String {
    let ids = [("ticket", &subject.ticket_id), ("event", &subject.event_id)];
    let ids = ids.into_iter().filter_map(|(what, id)| Some(format!(", {what} {}", id.as_deref()?)));
    format!("document {}{}", subject.index, ids.collect::<String>())
}
