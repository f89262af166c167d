//! The XML of `JUnit` reports as the Jenkins xUnit schema has it: suites of cases, each with its time.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::Duration;

use crate::render::text::escape::{self, escaped};

pub(crate) enum CaseOutcome {
    Passed,
    /// It failed: the message on one line, the kind, and all there is to say.
    Failed {
        message: String,
        kind: &'static str,
        text: String,
    },
    /// It was not judged, and why.
    Skipped {
        message: String,
    },
}

pub(crate) struct TestCase {
    /// What it belongs to: a file, or `probe`.
    pub(crate) class: String,
    pub(crate) name: String,
    pub(crate) time: Duration,
    pub(crate) outcome: CaseOutcome,
    /// Its `system-out`, where it is not empty.
    pub(crate) output: String,
}

impl TestCase {
    pub(crate) fn passed(class: &str, name: String) -> Self {
        let class = class.to_owned();
        Self { class, name, time: Duration::ZERO, outcome: CaseOutcome::Passed, output: String::new() }
    }

    /// One that failed for this reason, with all there is to say of it.
    pub(crate) fn failed(class: &str, name: String, kind: &'static str, message: &str, text: &str) -> Self {
        let (message, text) = (message.to_owned(), text.to_owned());
        Self { outcome: CaseOutcome::Failed { message, kind, text }, ..Self::passed(class, name) }
    }
}

/// A suite: its cases are kept as text.
pub(crate) struct Suite {
    name: String,
    cases: String,
    counts: Counts,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    tests: u64,
    failures: u64,
    skipped: u64,
    time: Duration,
}

impl Suite {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), cases: String::new(), counts: Counts::default() }
    }

    pub(crate) fn add(&mut self, case: &TestCase) {
        let counts = &mut self.counts;
        counts.tests += 1;
        counts.time += case.time;
        let (name, class, time) = (escaped(&case.name), escaped(&case.class), seconds(case.time));
        let mut text = format!("    <testcase name=\"{name}\" classname=\"{class}\" time=\"{time}\">");
        // Writing to a string cannot fail.
        let _ = match &case.outcome {
            CaseOutcome::Passed => Ok(()),
            CaseOutcome::Failed { message, kind, text: all } => {
                counts.failures += 1;
                let (message, all) = (escaped(message), content(all));
                write!(text, "\n      <failure message=\"{message}\" type=\"{kind}\">{all}</failure>")
            }
            CaseOutcome::Skipped { message } => {
                counts.skipped += 1;
                write!(text, "\n      <skipped message=\"{}\"/>", escaped(message))
            }
        };
        if !case.output.is_empty() {
            let _ = write!(text, "\n      <system-out>{}</system-out>", content(&case.output));
        }
        if text.contains('\n') {
            text.push_str("\n    ");
        }
        self.cases.push_str(&text);
        self.cases.push_str("</testcase>\n");
    }
}

/// Writes a whole report. What concerns the run as a whole stands with the first suite: the root has no properties.
pub(crate) fn write(
    out: &mut impl Write,
    name: &str,
    suites: &[Suite],
    properties: &[(&str, String)],
) -> io::Result<()> {
    let counts = || suites.iter().map(|it| it.counts);
    let tests: u64 = counts().map(|it| it.tests).sum();
    let failures: u64 = counts().map(|it| it.failures).sum();
    let (name, time) = (escaped(name), seconds(counts().map(|it| it.time).sum()));
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" time=\"{time}\">"
    )?;
    let mut properties = run_properties(properties);
    for Suite { name, cases, counts: Counts { tests, failures, skipped, time } } in suites {
        let (name, time) = (escaped(name), seconds(*time));
        let properties = std::mem::take(&mut properties);
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" \
             skipped=\"{skipped}\" time=\"{time}\">\n{properties}{cases}  </testsuite>"
        )?;
    }
    writeln!(out, "</testsuites>")
}

fn run_properties(properties: &[(&str, String)]) -> String {
    let each = properties
        .iter()
        .map(|(name, value)| format!("      <property name=\"{name}\" value=\"{}\"/>\n", escaped(value)));
    let each: String = each.collect();
    if each.is_empty() { each } else { format!("    <properties>\n{each}    </properties>\n") }
}

fn seconds(time: Duration) -> String {
    format!("{:.3}", time.as_secs_f64())
}

/// The text of an element, which keeps its lines.
fn content(text: &str) -> String {
    escape::lines(text, escaped, "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_is_replaced_and_what_it_reads_is_escaped() {
        assert_eq!(escaped("\0\u{1b}<x>&\"\n]]>\u{ffff}"), "␀␛&lt;x&gt;&amp;&quot;␊]]&gt;\u{fffd}");
        assert_eq!(content("a\n\tb\r"), "a\n␉b␍");
    }

    #[test]
    fn counts_and_times_are_summed_and_the_root_has_no_skipped() {
        let case = |outcome| TestCase {
            class: "c".to_owned(),
            name: "n".to_owned(),
            time: Duration::from_millis(1_500),
            outcome,
            output: String::new(),
        };
        let mut suite = Suite::new("s");
        suite.add(&case(CaseOutcome::Passed));
        suite.add(&case(CaseOutcome::Skipped { message: "why".to_owned() }));
        let mut out = Vec::new();
        write(&mut out, "r", &[suite], &[]).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <testsuites name=\"r\" tests=\"2\" failures=\"0\" errors=\"0\" time=\"3.000\">\n  \
             <testsuite name=\"s\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\" time=\"3.000\">\n    \
             <testcase name=\"n\" classname=\"c\" time=\"1.500\"></testcase>\n    \
             <testcase name=\"n\" classname=\"c\" time=\"1.500\">\n      \
             <skipped message=\"why\"/>\n    </testcase>\n  </testsuite>\n</testsuites>\n"
        );
    }
}
