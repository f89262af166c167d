//! A delivery as a `JUnit` case: failed if it was not accepted; its warnings stand in its output.

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus};

use super::checked::legal;
use crate::report::{Delivered, Purpose};

/// The case of an event's last attempt.
pub(crate) fn case(it: &Delivered) -> TestCase {
    let mut status = TestCaseStatus::success();
    if !it.outcome.is_accepted() {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        let said = it.said.as_deref().map_or(String::new(), |said| format!(": \"{said}\""));
        let text = format!("{}{said}", it.outcome);
        status.set_message(legal(&text)).set_type(it.outcome.name());
    }
    let subject = &it.subject;
    let again = if it.purpose == Purpose::Duplicate { ", again on purpose" } else { "" };
    let ids = [("ticket", &subject.ticket_id), ("event", &subject.event_id)];
    let ids = ids.into_iter().filter_map(|(what, id)| Some(format!(", {what} {}", legal(id.as_deref()?))));
    let name = format!("document {}{}{again}", subject.index, ids.collect::<String>());
    let mut case = TestCase::new(name, status);
    case.set_classname(legal(&subject.file)).set_time(it.latency);
    let mut lines: Vec<String> = it.warnings.iter().map(|it| legal(&format!("warning: {it}"))).collect();
    if it.attempt > 1 {
        lines.push(format!("attempts: {}", it.attempt));
    }
    if !lines.is_empty() {
        case.set_system_out(lines.join("\n"));
    }
    case
}
