//! A delivery as a `JUnit` case: failed if it was not accepted; its warnings stand in its output.

use super::checked;
use super::xml::{CaseOutcome, TestCase};
use crate::report::{Delivered, Purpose};

/// The case of an event's last attempt.
pub(crate) fn case(it: &Delivered) -> TestCase {
    let said = it.said.as_deref().map_or(String::new(), |said| format!(": \"{said}\""));
    let outcome = if it.outcome.is_accepted() {
        CaseOutcome::Passed
    } else {
        CaseOutcome::Failed {
            message: format!("{}{said}", it.outcome),
            kind: it.outcome.name(),
            text: it.answer.as_deref().unwrap_or_default().to_owned(),
        }
    };
    let again = if it.purpose == Purpose::Duplicate { ", again on purpose" } else { "" };
    let mut lines: Vec<String> = it.warnings.iter().map(|it| format!("warning: {it}")).collect();
    if it.attempt > 1 {
        lines.push(format!("attempts: {}", it.attempt));
    }
    TestCase {
        class: it.subject.file.to_string(),
        name: format!("{}{again}", checked::name(&it.subject)),
        time: it.latency,
        outcome,
        output: lines.join("\n"),
    }
}
