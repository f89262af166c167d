//! A probe case as a `JUnit` case: failed, skipped, or passed with a warning in its output.

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus};

use super::checked::legal;
use crate::report::{Probed, Verdict};

/// The case. Its class is `probe`, so that reports group by it; the suite is the receiver.
pub(crate) fn case(probed: &Probed) -> TestCase {
    let mut lines = vec![format!("expected: {}", probed.expected), format!("got: {}", legal(&probed.got))];
    lines.extend(probed.advice.iter().map(|it| legal(it)));
    let text = lines.join("\n");
    let mut status = match probed.verdict {
        Verdict::Pass | Verdict::Warn => TestCaseStatus::success(),
        Verdict::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Verdict::Skipped => TestCaseStatus::skipped(),
    };
    match probed.verdict {
        Verdict::Fail => {
            status.set_message(legal(&probed.got)).set_type(probed.case).set_description(text.clone());
        }
        Verdict::Skipped => {
            status.set_message(legal(&probed.got));
        }
        Verdict::Pass | Verdict::Warn => {}
    }
    let mut case = TestCase::new(format!("{}: {}", probed.case, probed.title), status);
    case.set_classname("probe");
    if let Some(answer) = &probed.answer {
        case.set_time(answer.took);
    }
    if probed.verdict == Verdict::Warn {
        case.set_system_out(format!("warning\n{text}"));
    }
    case
}

#[cfg(test)]
mod tests {
    use quick_junit::Report;

    use super::super::checked::Junit;
    use crate::render::fixture::{probed, rendered};
    use crate::report::Verdict;

    #[test]
    fn a_receiver_is_a_suite_and_its_cases_are_counted() {
        let records = [Verdict::Pass, Verdict::Fail, Verdict::Warn, Verdict::Skipped]
            .map(|it| probed(it, Some("Do it.")));
        let text = rendered(&records, |page| Junit::new(page, "probe"));
        let report = Report::deserialize_from_str(&text).unwrap();
        let suite = &report.test_suites[0];
        assert_eq!(suite.name.as_str(), "http://127.0.0.1:7777/");
        assert_eq!((suite.tests, suite.failures), (4, 1));
        assert!(text.contains("<skipped") && text.contains("warning\nexpected: a refusal"), "{text}");
    }
}
