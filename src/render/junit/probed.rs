//! A probe case as a `JUnit` case: failed, skipped, or passed with a warning in its output.

use super::xml::{CaseOutcome, TestCase};
use crate::report::{Probed, Verdict};

/// The case. Its class is `probe`, so that reports group by it; the suite is the receiver.
pub(crate) fn case(probed: &Probed) -> TestCase {
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
    use crate::render::fixture::{probed, rendered};
    use crate::render::junit::Junit;
    use crate::report::Verdict;

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
