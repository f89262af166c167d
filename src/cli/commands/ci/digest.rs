//! What a step came to, in a line, from the JSON report that it wrote.

use std::sync::Arc;

use crate::engine::diff::{Contract, Differ, Filter};
use crate::render::json::{Line, Report};
use crate::render::text::causes::without_ids;
use crate::report::Levels;

/// How many failures of a step are shown below its line.
const SHOWN_FAILURES: usize = 8;

/// A step in words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Digest {
    pub(crate) line: String,
    /// What failed, a line each.
    pub(crate) failures: Vec<String>,
}

impl Digest {
    /// A step that came to no more than that.
    pub(crate) fn of(line: impl Into<String>) -> Self {
        Self { line: line.into(), failures: Vec::new() }
    }
}

pub(crate) fn of_probe(report: &Report<'_>) -> Digest {
    let Some(sum) = &report.summary.probed else { return Digest::of("nothing was probed") };
    let all = sum.passed + sum.failed + sum.warned;
    let mut line = format!("{} of {all} passed", sum.passed);
    for (number, what) in [
        (sum.failed, "failed"),
        (sum.warned, "warned of"),
        (sum.of_sdk, "of them the SDK's own"),
        (sum.skipped, "skipped"),
    ] {
        if number > 0 {
            line = format!("{line}, {number} {what}");
        }
    }
    let failures = report.records.iter().filter_map(|it| match it {
        Line::Probed(it) if it.verdict == "fail" => Some(format!("{}: {}", it.title, it.got)),
        _ => None,
    });
    Digest { line, failures: shown(failures.collect()) }
}

pub(crate) fn of_replay(report: &Report<'_>) -> Digest {
    let Some(sum) = &report.summary.deliveries else { return Digest::of("nothing was delivered") };
    let of = sum.accepted + sum.failed + sum.left;
    let mut line = format!("{} of {of} delivered", sum.accepted);
    if let Some(latency) = &sum.latency {
        line = format!("{line}, p99 {:.0} ms", latency.p99_ms.as_f64());
    }
    // One cause that comes many times is shown once.
    let mut causes: Vec<(String, String, u64)> = Vec::new();
    for it in &report.records {
        let Line::Delivered(it) = it else { continue };
        if it.accepted || it.next != "gave-up" {
            continue;
        }
        let reason = it.reason.as_deref().unwrap_or_default();
        let what = it.status.map_or_else(|| reason.to_owned(), |it| it.to_string());
        let said = it.said.as_ref().map_or(String::new(), |said| format!(": {said}"));
        let cause = format!("{what}{said}");
        let key = without_ids(&cause);
        match causes.iter_mut().find(|(known, ..)| *known == key) {
            Some((.., count)) => *count += 1,
            None => causes.push((key, cause, 1)),
        }
    }
    let failures = causes.into_iter().map(|(_, cause, count)| format!("{count} × {cause}"));
    Digest { line, failures: shown(failures.collect()) }
}

/// What the events that were sent change, held to a contract.
pub(crate) fn of_contract(report: &Report<'_>, contract: &Contract) -> Digest {
    let mut differ = Differ::new(Levels::default(), Filter::default(), contract.clone());
    let sent = report.records.iter().filter_map(|it| match it {
        Line::Delivered(it) if it.attempt == 1 && it.purpose == "delivery" => Some(it),
        _ => None,
    });
    let mut failures = Vec::new();
    for it in sent {
        let Some(transition) = &it.transition else { continue };
        let forbidden = differ.hold(it.ticket_id.as_deref().unwrap_or_default(), transition.change());
        failures.extend(forbidden.map(|why| format!("{}:{}: {why}", it.place.file, it.place.line)));
    }
    let missed = differ.missed(&Arc::default());
    failures.extend(missed.iter().map(|it| format!("{}; {}", it.message(), it.instead())));
    let line = if failures.is_empty() { "as expected" } else { "not as expected" };
    Digest { line: line.to_owned(), failures: shown(failures) }
}

fn shown(mut failures: Vec<String>) -> Vec<String> {
    if failures.len() > SHOWN_FAILURES {
        let rest = failures.len() - SHOWN_FAILURES;
        failures.truncate(SHOWN_FAILURES);
        failures.push(format!("and {rest} more"));
    }
    failures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{delivered, probed, rendered};
    use crate::render::json::Json;
    use crate::report::{Next, Outcome, Record, Verdict};

    fn digested(command: &'static str, records: &[Record], digest: fn(&Report<'_>) -> Digest) -> Digest {
        let text = rendered(records, |page| Json::document(page, command));
        digest(&serde_json::from_str(&text).unwrap())
    }

    #[test]
    fn a_step_is_told_in_a_line_and_its_failures_below() {
        let cases = [Verdict::Fail, Verdict::Pass, Verdict::Warn, Verdict::Skipped, Verdict::Skipped];
        let digest = digested("probe", &cases.map(|it| probed(it, None)), of_probe);
        assert_eq!(digest.line, "1 of 3 passed, 1 failed, 1 warned of, 1 of them the SDK's own, 2 skipped");
        assert_eq!(digest.failures, ["refuses a forged body: 200 in 3 ms\u{1b}[2J"]);
        let failed = || {
            let mut it = delivered(Outcome::Refused { status: 500 }, Next::GaveUp);
            it.said = Some("KeyError: 7".to_owned());
            it
        };
        let records = [delivered(Outcome::Accepted, Next::Done), failed(), failed()];
        let records = records.map(|it| Record::Delivered(Box::new(it)));
        let digest = digested("replay", &records, of_replay);
        assert_eq!(digest.line, "1 of 3 delivered, p99 4 ms");
        assert_eq!(digest.failures, ["2 × 500: KeyError: 7"]);
        assert_eq!(digested("replay", &[], of_replay).line, "nothing was delivered");
    }
}
