//! What a further event type costs: with its file, schema and sample every engine takes it, and nothing else names it.

use super::deliver::prepare::{Edits, Preparer};
use super::diff::{Contract, Differ, Filter, Looked, Read};
use super::receive::delivery;
use super::redact::{Pseudonyms, Redactor};
use super::validate::{Checker, Depth};
use crate::catalog;
use crate::catalog::test_kind::SAMPLE;
use crate::json::parse_lenient;
use crate::model::{Document, Move, Origin};
use crate::protocol::webhook::{SignatureCheck, TokenCheck};
use crate::report::Levels;

fn document(text: &str) -> Document {
    Document::new(Origin::start_of("example.json"), text.trim_ascii_end().as_bytes().to_vec())
}

fn sample() -> String {
    String::from_utf8(SAMPLE.to_vec()).unwrap()
}

#[test]
fn a_further_type_is_taken_at_a_glance_and_read_as_the_parser_reads_it() {
    let (checker, document) = (Checker::default(), document(&sample()));
    let seen = checker.see(&document.bytes).unwrap();
    let parsed = parse_lenient(&document.bytes).unwrap();
    assert_eq!(seen.view(&document.bytes), catalog::view(&parsed));
    assert_eq!(checker.look_closer(&document).checked.findings, []);
    assert_eq!(seen.change().kind(), Move::HandOver);
}

#[test]
fn its_faults_are_found_at_their_places() {
    let codes = |from: &str, to: &str| {
        let text = sample().replace(from, to);
        let findings = Checker::default().check(&document(&text)).checked.findings;
        findings.iter().map(|it| format!("{} {}", it.code.slug(), it.pointer)).collect::<Vec<_>>()
    };
    assert_eq!(codes("\"status\":3", "\"status\":99"), ["status-unknown /event/case/status"]);
    assert_eq!(
        codes("\"earlier\":{\"stage\":1,\"status\":1}", "\"earlier\":{}"),
        ["no-transition /event/earlier"]
    );
}

#[test]
fn it_is_diffed_and_delivered_like_any_other() {
    let (checker, document) = (Checker::default(), document(&sample()));
    let mut differ = Differ::new(Levels::default(), Filter::default(), Contract::default());
    let read = Read::of(&checker, &document, Depth::AllFields);
    assert!(matches!(differ.look(read), Looked::Moved(..)));
    let event = Preparer::new(Checker::default(), Edits::default(), false).prepare(&document).unwrap();
    assert_eq!(&*event.ticket, "7100000000000000970");
    assert_eq!(event.body.clone().unwrap(), document.bytes);
    assert!(event.transition.is_some());
}

#[test]
fn it_is_received_and_redacted_like_any_other() {
    let (checker, document) = (Checker::default(), document(&sample()));
    let told = |text: &Document| {
        let examined = checker.examine(text, Depth::View);
        assert_eq!(examined.validation.checked.findings, []);
        delivery(&examined, SignatureCheck::NoKey, TokenCheck::NoToken)
    };
    let received = told(&document);
    assert_eq!(received.ticket_id.as_deref(), Some("7100000000000000970"));
    let bytes = Redactor::new(Pseudonyms::new(b"example-salt"), None).redact(&document.bytes);
    let redacted = told(&Document::new(document.origin, bytes));
    assert_ne!(redacted.ticket_id, received.ticket_id);
    let [before, after] = [received, redacted].map(|it| it.transition.unwrap());
    assert_eq!((before.at, before.stage, before.status), (after.at, after.stage, after.status));
}
