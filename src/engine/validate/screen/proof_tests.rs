//! The proof that the screen takes nothing in which the exact way finds something, that what it saw is what stands there,
//! and that of what it calls an event of another product the exact way says the same: over generated, mutated and random
//! documents.
//!
//! `SCREEN_CASES` says how many, `SCREEN_SEED` from which seed; both are printed.

use super::mutant::{Rng, mutated, random};
use super::screened_event::ScreenedEvent;
use crate::catalog;
use crate::engine::generate::{Recipe, generate};
use crate::engine::validate::{Checker, Validation};
use crate::json::parse_lenient;
use crate::model::{Document, Origin};
use crate::report::{Finding, Ignored, Levels};

/// What the usual test run takes; `.ci/run` asks for a million.
const CASES: u64 = 50_000;

/// The samples, and events as `generate` writes them.
fn clean() -> Vec<Vec<u8>> {
    let recipe = Recipe::new(150, 900, 11, 1_704_067_200_000, 1_706_745_600_000).unwrap();
    let mut log = Vec::new();
    generate(&recipe, &mut log, &mut Vec::new()).unwrap();
    let mut all: Vec<_> = log.trim_ascii_end().split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    all.push(include_bytes!("../../../../samples/bot-closes.json").trim_ascii_end().to_vec());
    all.push(include_bytes!("../../../../samples/non-ascii-names.json").trim_ascii_end().to_vec());
    all.extend(others());
    all
}

/// The samples of the other event types, each often enough to be mutated as much as an update.
fn others() -> Vec<Vec<u8>> {
    let samples =
        std::fs::read_dir("samples/types").unwrap().map(|it| std::fs::read(it.unwrap().path()).unwrap());
    let samples: Vec<_> = samples.map(|it| it.trim_ascii_end().to_vec()).collect();
    samples.iter().cycle().take(600).cloned().collect()
}

/// An event of another product, with all that JSON knows.
const OTHER: &[u8] = br#"{"schema":"2.0","header":{"event_id":"e-1","token":"t","create_time":"1700000000000","event_type":"im.message.receive_v1","tenant_key":"t","app_id":"cli_1"},"event":{"object":{"ticket_id":"7","stage":1},"message":{"content":"{\"text\":\"\u6837\"}","ids":["a",null,true,-10,{"b":[],"c":{}}]}}}"#;

/// Everything the exact way could find, whatever the levels of a run.
fn checker() -> Checker {
    let mut levels = Levels::default();
    for code in crate::report::Code::ALL {
        levels.set(*code, crate::report::Level::Deny);
    }
    Checker::new(levels, None)
}

fn told(text: &[u8]) -> String {
    String::from_utf8_lossy(text).into_owned()
}

/// What was seen, against what the exact way reads.
fn compare(text: &[u8], seen: &ScreenedEvent) {
    let parsed = parse_lenient(text).unwrap();
    assert_eq!(seen.view(text), catalog::view(&parsed), "{}", told(text));
}

/// Whether a screen takes a text; that it may is asserted.
fn takes(checker: &Checker, text: &[u8]) -> bool {
    let Some(seen) = checker.see(text) else { return false };
    let document = Document::new(Origin::start_of("case"), text.to_vec());
    let verdict = Validation { stage: None, ..checker.look_closer(&document) };
    assert_eq!(verdict.checked.findings, [], "{}", told(text));
    assert_eq!(verdict, checker.clean(&document.origin, text, 0, &seen), "{}", told(text));
    compare(text, &seen);
    true
}

/// Whether a text is taken for an event of another product; that nothing but its type decides what is said of it is
/// asserted.
fn takes_other(checker: &Checker, text: &[u8]) -> bool {
    let mut seen = ScreenedEvent::new(catalog::ALL[0]);
    let taken = checker.take(text, 0, &mut seen).is_some_and(|it| it.end == text.len());
    if !taken || seen.other_type().is_empty() {
        return false;
    }
    let said = |text: &[u8]| {
        let document = Document::new(Origin::start_of("case"), text.to_vec());
        let Validation { checked, mark, said, .. } = checker.look_closer(&document);
        let words = |it: Finding| (it.code, it.severity, it.pointer, it.message, it.documented, it.help);
        let findings: Vec<_> = checked.findings.into_iter().map(words).collect();
        (checked.ignored, mark, said, findings)
    };
    let bare = [br#"{"header":{"event_type":""#, &text[seen.other_type()], br#""}}"#].concat();
    let expected = said(&bare);
    // Of what looks like a type of ours nothing is taken for granted.
    let is_other = matches!(expected.0, Some(Ignored::OtherType(_)));
    assert!(!is_other || said(text) == expected, "{}", told(text));
    is_other
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a number"))
}

#[test]
#[expect(clippy::print_stdout, reason = "the seed belongs to what the test says")]
fn what_it_takes_has_no_findings_and_is_what_it_says() {
    let (cases, seed) = (number("SCREEN_CASES", CASES), number("SCREEN_SEED", rand_seed()));
    let (checker, mut clean) = (checker(), clean());
    clean.resize(clean.len() + 300, OTHER.to_vec());
    let (mut rng, mut taken, mut others) = (Rng::new(seed), 0_u64, 0_u64);
    for case in 0..cases {
        let base = &clean[rng.below(clean.len())];
        let text = if case % 16 == 0 { random(&mut rng) } else { mutated(base, &clean, &mut rng) };
        taken += u64::from(takes(&checker, &text));
        others += u64::from(takes_other(&checker, &text));
    }
    println!(
        "SCREEN_SEED={seed} SCREEN_CASES={cases}: {taken} taken, {others} of other products, none in error"
    );
    // Were nothing taken, nothing would be proved.
    assert!(taken > cases / 20 && others > cases / 50, "{taken}, {others} of {cases}, SCREEN_SEED={seed}");
}

#[test]
fn what_is_json_here_is_json_to_serde_json_but_for_numbers_beyond_a_double() {
    let (cases, seed) = (number("SCREEN_CASES", CASES) / 10, number("SCREEN_SEED", rand_seed()));
    let (clean, mut rng, mut beyond) = (clean(), Rng::new(seed), 0);
    for case in 0..cases {
        let base = &clean[rng.below(clean.len())];
        let text = if case % 4 == 0 { random(&mut rng) } else { mutated(base, &clean, &mut rng) };
        let ours = crate::json::parse(&text).map(|node| node.to_value());
        let theirs = serde_json::from_slice::<serde_json::Value>(&text);
        if theirs.as_ref().is_err_and(|error| error.to_string().starts_with("number out of range")) {
            // It stopped there; what follows it has not read.
            beyond += u64::from(ours.is_ok());
        } else {
            assert_eq!(ours.ok(), theirs.ok(), "{}, SCREEN_SEED={seed}", told(&text));
        }
    }
    assert!(beyond > 0, "SCREEN_SEED={seed}");
}

/// Another one each day: what is not found today may be found tomorrow.
fn rand_seed() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    since.as_secs() / 86_400
}

#[test]
fn every_clean_event_in_wire_form_is_taken() {
    let checker = checker();
    for text in clean() {
        assert!(takes(&checker, &text) && !takes_other(&checker, &text), "{}", told(&text));
    }
    assert!(takes_other(&checker, OTHER) && !takes(&checker, OTHER));
}

#[test]
fn the_order_of_keys_and_white_space_do_not_matter() {
    let text = br#" "event":{"old_object":{"status":1} , "object" :{ "updated_at":1704067302518,
        "status" : 50,"ticket_id":"71","stage":1,"closed_at":1704067302518}},
        "header":{"app_id":"cli_1","tenant_key":"t","event_type":"helpdesk.ticket.updated_v1",
        "create_time":"1704067302519","token":"","event_id":"e"} ,"schema" : "2.0" }"#;
    let text = [&b"{"[..], text].concat();
    assert!(takes(&checker(), &text));
}
