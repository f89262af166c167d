//! What becomes a `JUnit` case.

use std::sync::Arc;
use std::time::Duration;

use super::xml::{CaseOutcome, TestCase};
use crate::render::text::{Paint, finding};
use crate::report::{
    Delivered, Failure, Finding, Probed, Purpose, Receipt, Received, Record, Refusal, Severity, Subject,
    Verdict,
};

/// The file of a record, and the name of its case: of a document, or of a ticket in the file where it begins.
pub(crate) fn file_and_name(record: &Record) -> Option<(Arc<str>, String)> {
    Some(match (record.subject(), record) {
        (Some(subject), _) => (Arc::clone(&subject.file), name(subject)),
        (None, Record::Lived(it)) => {
            let first = it.moments.first().map(|it| Arc::clone(&it.place().file));
            (first.unwrap_or_else(|| Arc::from("")), format!("ticket {}", it.ticket_id))
        }
        (None, Record::Gap(it)) => {
            let place = &it.gap.place;
            (Arc::clone(&place.file), format!("line {}, ticket {}", place.line, it.ticket_id))
        }
        (None, _) => return None,
    })
}

/// `document 3, ticket 7100000000000000340, event 5e37...`.
fn name(subject: &Subject) -> String {
    let ids = [("ticket", &subject.ticket_id), ("event", &subject.event_id)];
    let ids = ids.into_iter().filter_map(|(what, id)| Some(format!(", {what} {}", id.as_deref()?)));
    format!("document {}{}", subject.index, ids.collect::<String>())
}

/// A document or a ticket: failed if it has an error; other findings stand in its output.
pub(crate) fn checked(name: String, file: &str, findings: &[Finding], shown: &[Finding]) -> TestCase {
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
    let line = finding::line(it, Paint::default());
    [line].into_iter().chain(finding::ways_out(it)).collect::<Vec<_>>().join("\n  ")
}

/// What fails the run and is no finding, as a case of its own.
pub(crate) fn failure(it: &Failure) -> TestCase {
    let class = it.file.as_deref().unwrap_or(it.code);
    TestCase::failed(class, it.message.clone(), it.code, &it.message, &it.text())
}

/// What our own receiver refused, or found an error in. A delivery that was refused fails as such, once all its attempts did.
pub(crate) fn received(it: &Received, shown: &[Finding]) -> Option<TestCase> {
    let name = format!("request {}", it.number);
    match &it.receipt {
        Receipt::Refused(Refusal { cause, message, help, .. }) => {
            let lines = [format!("{}: {message}", cause.slug())].into_iter().chain(help.clone());
            let output = lines.collect::<Vec<_>>().join("\n");
            Some(TestCase { time: it.took, output, ..TestCase::passed("receiver", name) })
        }
        _ if it.findings.iter().any(|it| it.severity == Severity::Error) => {
            Some(checked(name, "receiver", &it.findings, shown))
        }
        _ => None,
    }
}

/// An event's last attempt: failed if it was not accepted; its warnings stand in its output.
pub(crate) fn delivered(it: &Delivered) -> TestCase {
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
        name: format!("{}{again}", name(&it.subject)),
        time: it.latency,
        outcome,
        output: lines.join("\n"),
    }
}

/// A probe case: failed, skipped, or passed with a warning in its output. Its class is `probe`, so that reports group by
/// it; the suite is the receiver.
pub(crate) fn probed(probed: &Probed) -> TestCase {
    let mut lines = vec![format!("expected: {}", probed.expected), format!("got: {}", probed.got)];
    lines.extend(probed.advice.iter().chain(&probed.curl).cloned());
    let text = lines.join("\n");
    let output = if probed.verdict == Verdict::Warn { format!("warning\n{text}") } else { String::new() };
    let message = probed.got.clone();
    let outcome = match probed.verdict {
        Verdict::Pass | Verdict::Warn => CaseOutcome::Passed,
        Verdict::Fail => CaseOutcome::Failed { message, kind: probed.case, text },
        Verdict::Skipped => CaseOutcome::Skipped { message },
    };
    TestCase {
        class: "probe".to_owned(),
        name: format!("{}: {}", probed.case, probed.title),
        time: probed.answer.as_ref().map(|it| it.took).unwrap_or_default(),
        outcome,
        output,
    }
}

#[cfg(test)]
mod tests {
    use crate::render::fixture::{probed, refused, rendered};
    use crate::render::junit::Junit;
    use crate::report::Verdict;

    #[test]
    fn a_request_that_our_receiver_refused_tells_why_and_is_no_failure_of_its_own() {
        let text = rendered(&[refused()], |page| Junit::new(page, "replay"));
        assert!(text.contains("name=\"receiver\" tests=\"1\" failures=\"0\""), "{text}");
        assert!(text.contains("<system-out>signature-wrong: the signature does not match"), "{text}");
    }

    #[test]
    fn a_receiver_is_a_suite_and_its_cases_are_counted() {
        let records = [Verdict::Pass, Verdict::Fail, Verdict::Warn, Verdict::Skipped]
            .map(|it| probed(it, Some("Do it.")));
        let text = rendered(&records, |page| Junit::new(page, "probe"));
        let suite = "<testsuite name=\"http://127.0.0.1:7777/\" tests=\"4\" failures=\"1\" errors=\"0\" skipped=\"1\" \
                     time=\"0.012\">";
        assert!(text.contains(suite), "{text}");
        assert!(
            text.contains("<skipped message=") && text.contains("warning\nexpected: a refusal"),
            "{text}"
        );
        assert!(text.contains("got: 200 in 3 ms␛[2J\nDo it.</failure>"), "{text}");
    }
}
