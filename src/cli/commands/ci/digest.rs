//! What a step came to, in a line, from the JSON report that it wrote.

use serde_json::Value;

/// How many failures of a step are shown below its line.
const SHOWN: usize = 8;

/// A step in words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Digest {
    /// What it came to.
    pub(crate) line: String,
    /// What failed, a line each.
    pub(crate) failures: Vec<String>,
}

/// What `probe` found.
pub(crate) fn of_probe(report: &Value) -> Digest {
    let sum = &report["summary"]["probed"];
    let count = |name: &str| sum[name].as_u64().unwrap_or(0);
    let (passed, failed, warned) = (count("passed"), count("failed"), count("warned"));
    let mut line = format!("{passed} of {} passed", passed + failed + warned + count("of_sdk"));
    for (number, what) in [
        (failed, "failed"),
        (warned, "warned of"),
        (count("of_sdk"), "the SDK's own"),
        (count("skipped"), "skipped"),
    ] {
        if number > 0 {
            line = format!("{line}, {number} {what}");
        }
    }
    let failures = records(report)
        .filter(|it| it["verdict"] == "fail")
        .map(|it| format!("{}: {}", text(&it["title"]), text(&it["got"])));
    Digest { line, failures: shown(failures.collect()) }
}

/// What `replay` did.
pub(crate) fn of_replay(report: &Value) -> Digest {
    let sum = &report["summary"]["deliveries"];
    let count = |name: &str| sum[name].as_u64().unwrap_or(0);
    let of = count("accepted") + count("failed") + count("left");
    let mut line = format!("{} of {of} delivered", count("accepted"));
    if let Some(p99) = sum["latency_ms"]["p99"].as_f64() {
        line = format!("{line}, p99 {p99:.0} ms");
    }
    // One cause that comes many times is told once.
    let mut causes: Vec<(String, u64)> = Vec::new();
    let failed = records(report).filter(|it| it["accepted"] == false && it["next"] == "gave-up");
    for it in failed {
        let what = it["status"].as_u64().map_or_else(|| text(&it["reason"]), |it| it.to_string());
        let said = it["said"].as_str().map_or(String::new(), |said| format!(": {said}"));
        let cause = format!("{what}{said}");
        match causes.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, count)) => *count += 1,
            None => causes.push((cause, 1)),
        }
    }
    let failures = causes.into_iter().map(|(cause, count)| format!("{count} × {cause}"));
    Digest { line, failures: shown(failures.collect()) }
}

fn records(report: &Value) -> impl Iterator<Item = &Value> {
    report["records"].as_array().into_iter().flatten().map(|it| &it["data"])
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn shown(mut failures: Vec<String>) -> Vec<String> {
    if failures.len() > SHOWN {
        let rest = failures.len() - SHOWN;
        failures.truncate(SHOWN);
        failures.push(format!("and {rest} more"));
    }
    failures
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_step_is_told_in_a_line_and_its_failures_below() {
        let probe = json!({"records": [
            {"type": "probed", "data": {"title": "refuses a forged body", "verdict": "fail", "got": "200"}},
            {"type": "probed", "data": {"title": "answers", "verdict": "pass", "got": "200"}}],
            "summary": {"probed": {"passed": 1, "failed": 1, "warned": 0, "of_sdk": 0, "skipped": 3}}});
        let digest = of_probe(&probe);
        assert_eq!(digest.line, "1 of 2 passed, 1 failed, 3 skipped");
        assert_eq!(digest.failures, ["refuses a forged body: 200"]);
        let failed =
            json!({"data": {"accepted": false, "next": "gave-up", "status": 500, "said": "KeyError: 7"}});
        let replay = json!({"records": [failed, failed],
            "summary": {"deliveries": {"accepted": 3, "failed": 2, "left": 0, "latency_ms": {"p99": 8.4}}}});
        let digest = of_replay(&replay);
        assert_eq!(digest.line, "3 of 5 delivered, p99 8 ms");
        assert_eq!(digest.failures, ["2 × 500: KeyError: 7"]);
    }
}
