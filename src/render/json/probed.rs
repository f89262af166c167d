//! The JSON of a probe case, version 1.

use serde::Serialize;

use crate::report;
use crate::report::ProbedTally;

/// A case that was put to a receiver.
#[derive(Serialize)]
pub(crate) struct Probed<'a> {
    target: &'a str,
    case: &'static str,
    title: &'static str,
    /// `must`, `should` or `note`.
    weight: &'static str,
    /// `pass`, `fail`, `warn` or `skipped`.
    verdict: &'static str,
    expected: &'static str,
    got: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<&'a str>,
    /// The official SDK whose own deviation it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    sdk: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Answer<'a>>,
    /// The request that decided it as a command, where it was made by chance.
    #[serde(skip_serializing_if = "Option::is_none")]
    curl: Option<&'a str>,
    why: &'static str,
    reference: &'static str,
}

#[derive(Serialize)]
struct Answer<'a> {
    status: u16,
    body: &'a str,
    /// us.
    took_us: u64,
}

/// The tally of a probe.
#[derive(Serialize)]
pub(crate) struct ProbedCounts {
    passed: u64,
    failed: u64,
    warned: u64,
    of_sdk: u64,
    skipped: u64,
}

impl<'a> Probed<'a> {
    pub(crate) fn of(it: &'a report::Probed) -> Self {
        let answer = it.answer.as_ref().map(|it| Answer {
            status: it.status,
            body: &it.body,
            took_us: u64::try_from(it.took.as_micros()).unwrap_or(u64::MAX),
        });
        Self {
            target: &it.target,
            case: it.case,
            title: it.title,
            weight: it.weight.name(),
            verdict: it.verdict.name(),
            expected: it.expected,
            got: &it.got,
            advice: it.advice.as_deref(),
            sdk: it.sdk,
            answer,
            curl: it.curl.as_deref(),
            why: it.why,
            reference: it.reference,
        }
    }
}

impl ProbedCounts {
    pub(crate) fn of(tally: &ProbedTally) -> Self {
        let ProbedTally { passed, failed, warned, of_sdk, skipped } = *tally;
        Self { passed, failed, warned, of_sdk, skipped }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Json;
    use super::super::mirror::{Line, Report};
    use crate::render::fixture::{probed, rendered};
    use crate::report::Verdict;

    #[test]
    fn a_case_has_every_field_and_no_other() {
        let records = [Verdict::Fail, Verdict::Pass, Verdict::Warn]
            .map(|it| probed(it, (it == Verdict::Fail).then_some("Compare it.")));
        let text = rendered(&records, |page| Json::new(page, "probe"));
        let report: Report = serde_json::from_str(&text).unwrap();
        let [Line::Probed(failed), Line::Probed(passed), Line::Probed(warned)] = &report.records[..] else {
            panic!("{text}")
        };
        assert_eq!((&*failed.case, &*failed.verdict, &*failed.weight), ("forged-body", "fail", "must"));
        assert_eq!((failed.advice.as_deref(), passed.advice.as_deref()), (Some("Compare it."), None));
        assert_eq!((warned.sdk.as_deref(), failed.answer.as_ref().unwrap().status), (Some("node"), 200));
        let tally = report.summary.probed.unwrap();
        assert_eq!((tally.passed, tally.failed, tally.warned, tally.of_sdk, tally.skipped), (1, 1, 1, 1, 0));
        assert_eq!(report.summary.exit_code, 1);
    }
}
