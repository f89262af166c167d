//! SARIF 2.1.0, which code scanning reads. The rules first, then a result a finding, the worst first.

use std::io::{self, Write};
use std::sync::Arc;

use serde_json::{Value, json};

use super::renderer::Renderer;
use super::repository::Repository;
use crate::catalog;
use crate::model::digest;
use crate::render::json::{LeftOut, TOOL, TOOL_VERSION, Unwrapped};
use crate::render::text::{counted, finding};
use crate::report::{Code, Exit, Failure, Finding, Missed, Place, Record, Severity, Subject, Summary};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Where this program is at home, as its package says.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");
const HOMEPAGE: &str = env!("CARGO_PKG_HOMEPAGE");

/// How many results code scanning takes of a run.
const RESULTS: usize = 25_000;

/// The `sarif` format. Results are kept to the end, for the worst come first.
pub(crate) struct Sarif<W> {
    out: W,
    repository: Repository,
    /// The results as text, by severity, the lightest first.
    results: [Vec<String>; 3],
    max_results: usize,
    /// Results beyond the limit, which were left out.
    left_out: u64,
}

impl<W: Write> Sarif<W> {
    /// Writes to `out`, with paths of `repository`.
    pub(crate) fn new(out: W, repository: Repository) -> Self {
        Self { out, repository, results: Default::default(), max_results: RESULTS, left_out: 0 }
    }

    /// Keeps a result; where the limit is reached, the lightest goes.
    fn keep(&mut self, severity: Severity, result: &Value) {
        self.results[severity as usize].push(result.to_string());
        if self.results.iter().map(Vec::len).sum::<usize>() > self.max_results {
            self.left_out += 1;
            if let Some(lightest) = self.results.iter_mut().find(|it| !it.is_empty()) {
                lightest.pop();
            }
        }
    }

    /// An expectation that no event met.
    fn missed(&self, missed: &Missed) -> Value {
        let text = format!("{}\n{}", missed.message(), missed.instead());
        json!({
            "ruleId": Missed::CODE,
            "level": "error",
            "message": { "text": literal(&text) },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": self.repository.uri(&missed.file) },
                "region": { "startLine": 1 },
            } }],
        })
    }

    /// What could not be done, or is not there.
    fn failure(&self, it: &Failure) -> Value {
        let mut notification = json!({
            "level": "error",
            "message": { "text": literal(&it.text()) },
            "descriptor": { "id": it.code },
        });
        if let Some(file) = &it.file {
            let artifact = json!({ "uri": self.repository.uri(file) });
            notification["locations"] = json!([{ "physicalLocation": { "artifactLocation": artifact } }]);
        }
        notification
    }
}

impl<W: Write> Renderer for Sarif<W> {
    fn show(&mut self, record: &Record, shown: &[Finding]) -> io::Result<()> {
        for finding in shown {
            let uri = self.repository.uri(&finding.place.file);
            self.keep(finding.severity, &result(finding, &subject_of(record, finding), &uri));
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        for missed in &summary.missed {
            let result = self.missed(missed);
            self.keep(Severity::Error, &result);
        }
        let mut rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code)).collect();
        let about = "An expectation of `diff --expect` that no event met.";
        rules.push(json!({
            "id": Missed::CODE,
            "name": pascal(Missed::CODE),
            "shortDescription": { "text": about },
            "help": { "text": about },
            "defaultConfiguration": { "level": "error" },
        }));
        let mut driver = json!({ "name": TOOL, "version": TOOL_VERSION, "rules": rules });
        // A package that is not published yet has none.
        if let Some(home) = [REPOSITORY, HOMEPAGE].into_iter().find(|it| !it.is_empty()) {
            driver["informationUri"] = home.into();
        }
        write!(
            self.out,
            "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\
             \"columnKind\":\"unicodeCodePoints\",\"results\":["
        )?;
        for (number, result) in self.results.iter().rev().flatten().enumerate() {
            write!(self.out, "{}\n{result}", if number == 0 { "" } else { "," })?;
        }
        let done = summary.failures.is_empty() && matches!(summary.exit, Exit::Clean | Exit::Findings);
        let mut invocation = json!({ "executionSuccessful": done, "exitCode": summary.exit.code() });
        let left_out = (self.left_out > 0).then(|| {
            let (left_out, most) = (self.left_out, self.max_results);
            let text = format!("{left_out} lighter results are left out: code scanning takes {most}");
            json!({ "level": "warning", "message": { "text": text } })
        });
        let hidden = counted::hidden_errors(summary);
        let failures = summary.failures.iter().chain(&hidden).map(|it| self.failure(it));
        let notifications: Vec<Value> = failures.chain(left_out).collect();
        if !notifications.is_empty() {
            invocation["toolExecutionNotifications"] = notifications.into();
        }
        let beside = json!({
            "unwrapped": Unwrapped::of(&summary.unwrapped),
            "leftOut": LeftOut::of(&summary.left_out),
        });
        for (name, counts) in beside.as_object().into_iter().flatten().filter(|(_, counts)| !counts.is_null())
        {
            invocation["properties"][name] = counts.clone();
        }
        writeln!(self.out, "\n],\"invocations\":[{invocation}]}}]}}")?;
        self.out.flush()
    }
}

/// The document a finding is of; a ticket's life has none of its own, there it is the place of the finding.
pub(crate) fn subject_of(record: &Record, finding: &Finding) -> Subject {
    record.subject().cloned().unwrap_or_else(|| Subject {
        file: Arc::clone(&finding.place.file),
        index: finding.place.line,
        line: finding.place.line,
        event_id: None,
        ticket_id: None,
    })
}

/// What `explain` says of a code.
fn rule(code: Code) -> Value {
    let page = code.page();
    let sentence = page.about.split_inclusive(". ").next().unwrap_or(page.about).trim_end();
    let mut rule = json!({
        "id": code.slug(),
        "name": pascal(code.slug()),
        "shortDescription": { "text": sentence },
        "fullDescription": { "text": page.about },
        "help": {
            "text": format!("{}\nExample: {}\n{}", page.about, page.example, page.fix),
            "markdown": format!("{}\n\n```json\n{}\n```\n\n{}", page.about, page.example, page.fix),
        },
        "defaultConfiguration": { "level": code.severity().name() },
        "properties": { "tags": ["helpdesk", "event"] },
    });
    if let Some(page) = vendor_page(code) {
        rule["helpUri"] = page.into();
    }
    rule
}

/// The vendor's page that a rule comes from; what is wrong with JSON as such has none.
fn vendor_page(code: Code) -> Option<&'static str> {
    let event_type = match code {
        Code::InvalidUtf8
        | Code::JsonSyntax
        | Code::CutDocument
        | Code::LoneSurrogate
        | Code::NestedTooDeep
        | Code::DocumentTooLarge
        | Code::DuplicateKey
        | Code::NumberOutOfRange
        | Code::OtherEventType
        | Code::NotAnEvent => return None,
        Code::UrlVerification
        | Code::UndecryptableBody
        | Code::EncryptedBody
        | Code::V1Event
        | Code::SchemaVersion
        | Code::MissingToken
        | Code::LateEvent
        | Code::DuplicateEvent
        | Code::EventIdReused => return Some(catalog::DELIVERY_PAGE),
        Code::CodeUnknown | Code::BotWithSenderId | Code::EventIdRepeated | Code::StageContradicted => {
            "helpdesk.ticket_message.created_v1"
        }
        _ => "helpdesk.ticket.updated_v1",
    };
    catalog::find(event_type).map(|kind| kind.page)
}

fn result(finding: &Finding, subject: &Subject, uri: &str) -> Value {
    let index = Code::ALL.iter().position(|code| *code == finding.code);
    let mut location = json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri },
            "region": region(&finding.place, subject),
        },
    });
    if !finding.pointer.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": finding.pointer }]);
    }
    json!({
        "ruleId": finding.code.slug(),
        "ruleIndex": index,
        "level": finding.severity.name(),
        "message": { "text": literal(&finding::prose(finding)) },
        "locations": [location],
        "partialFingerprints": { "helpdeskEvtFinding/v1": format!("{:016x}", fingerprint(finding, subject, uri)) },
    })
}

/// The region in the file. A place in text opened from `encrypt` is none of the file: there it is the line at which
/// the document begins.
fn region(place: &Place, subject: &Subject) -> Value {
    if place.opened.is_some() {
        return json!({ "startLine": subject.line });
    }
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    })
}

/// Escapes what SARIF reads as a placeholder (3.11.5) or as a link (3.11.6).
fn literal(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' | '}' => safe.extend([c, c]),
            '[' | ']' | '\\' => safe.extend(['\\', c]),
            c => safe.push(c),
        }
    }
    safe
}

/// What makes a finding the same one after lines have moved: the code, the file, the pointer, and the event or, without
/// its id, the number of the document.
pub(crate) fn fingerprint(finding: &Finding, subject: &Subject, uri: &str) -> u64 {
    let document = subject.event_id.clone().unwrap_or_else(|| subject.index.to_string());
    let parts = [finding.code.slug(), uri, &finding.pointer, &document].map(|part| format!("{part}\0"));
    digest(parts.concat().as_bytes())
}

/// `status-unknown` as `StatusUnknown`.
fn pascal(slug: &str) -> String {
    let mut text = String::with_capacity(slug.len());
    for word in slug.split('-') {
        let mut chars = word.chars();
        text.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        text.push_str(chars.as_str());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{checked, finding, rendered};

    fn run(records: &[Record]) -> Value {
        let log: Value =
            serde_json::from_str(&rendered(records, |page| Sarif::new(page, Repository::default()))).unwrap();
        assert_eq!(log["version"], "2.1.0");
        log["runs"][0].clone()
    }

    #[test]
    fn a_finding_is_a_result_that_points_at_its_rule_and_region() {
        let run = run(&[checked(1, vec![finding(Code::StatusUnknown)]), checked(2, vec![])]);
        let [result] = &run["results"].as_array().unwrap()[..] else { panic!("{run}") };
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!((&rule["id"], &rule["name"]), (&json!("status-unknown"), &json!("StatusUnknown")));
        assert_eq!(result["level"], "error");
        let location = &result["locations"][0];
        assert_eq!(location["physicalLocation"]["artifactLocation"]["uri"], "fixtures/closed.json");
        let region = json!({ "startLine": 27, "startColumn": 17, "endLine": 27, "endColumn": 19 });
        assert_eq!(location["physicalLocation"]["region"], region);
        assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], "/event/object/status");
    }

    #[test]
    fn of_too_many_results_the_lightest_go_and_are_counted() {
        let page = crate::render::fixture::Page::default();
        let mut sarif = Sarif::new(page.clone(), Repository::default());
        sarif.max_results = 3;
        let note = checked(1, vec![finding(Code::SdkField)]);
        (0..3).for_each(|_| sarif.record(&note).unwrap());
        sarif.record(&checked(2, vec![finding(Code::StatusUnknown)])).unwrap();
        sarif.finish(&Summary::default()).unwrap();
        let log: Value = serde_json::from_str(&page.text()).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!((results.len(), &results[0]["level"]), (3, &json!("error")));
        let said = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert!(said.as_str().unwrap().starts_with("1 lighter results"), "{said}");
    }

    #[test]
    fn every_code_is_a_rule_with_help() {
        let rules = run(&[])["tool"]["driver"]["rules"].clone();
        let rules = rules.as_array().unwrap();
        assert_eq!(rules.len(), Code::ALL.len() + 1);
        assert!(rules.iter().all(|rule| rule["help"]["text"].as_str().is_some_and(|text| !text.is_empty())));
        let first = rules.iter().find(|rule| rule["id"] == "time-unit").unwrap();
        assert_eq!(first["shortDescription"]["text"], "A time looks like seconds or microseconds.");
        assert_eq!(first["defaultConfiguration"]["level"], "warning");
    }

    #[test]
    fn a_fingerprint_outlives_a_moved_line_and_tells_events_apart() {
        let Record::Checked(one) = checked(1, vec![finding(Code::StatusUnknown)]) else { unreachable!() };
        let mut moved = one.findings[0].clone();
        moved.place.line += 40;
        let print = fingerprint(&one.findings[0], &one.subject, "a.json");
        assert_eq!(print, fingerprint(&moved, &one.subject, "a.json"));
        let other = Subject { event_id: Some("5e38".to_owned()), ..one.subject.clone() };
        assert_ne!(print, fingerprint(&moved, &other, "a.json"));
    }

    #[test]
    fn braces_and_brackets_in_a_message_are_no_placeholders() {
        assert_eq!(literal("{\"a\": [1]}"), "{{\"a\": \\[1\\]}}");
    }

    #[test]
    fn opened_text_is_marked_at_the_line_of_its_document() {
        let mut opened = finding(Code::StatusUnknown);
        opened.place.opened = Some(4);
        let run = run(&[checked(4, vec![opened])]);
        let result = &run["results"][0];
        assert_eq!(result["locations"][0]["physicalLocation"]["region"], json!({ "startLine": 4 }));
        assert!(result["message"]["text"].as_str().unwrap().contains("(at 27:17 in the text opened"));
    }
}
