//! What the log promises, over many seeds: clean lines are clean, broken ones are what their labels say.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::super::fault::CODES;
use super::super::plan::{Others, Recipe, Share};
use super::*;
use crate::catalog;
use crate::engine::validate::{Checker, Duplicates, Sighting};
use crate::json::parse_lenient;
use crate::model::{Document, EventRole, EventView, Origin, Slot, Stage, Status, Ticket, digest};

const FROM: i64 = 1_704_067_200_000;
const MONTH: i64 = 31 * 86_400_000;

fn recipe(tickets: u64, events: u64, seed: u64) -> Recipe {
    Recipe::new(tickets, events, seed, FROM, FROM + MONTH).unwrap()
}

fn made(recipe: &Recipe) -> (Vec<u8>, String) {
    let (mut log, mut labels) = (Vec::new(), Vec::new());
    let made = generate(recipe, &mut log, &mut labels).unwrap();
    assert_eq!(made.bytes, log.len() as u64);
    assert_eq!(made.events + made.products, log.split_inclusive(|it| *it == b'\n').count() as u64);
    (log, String::from_utf8(labels).unwrap())
}

fn lines(log: &[u8]) -> impl Iterator<Item = &[u8]> {
    log.split_inclusive(|it| *it == b'\n').map(|it| it.strip_suffix(b"\n").unwrap())
}

/// The codes of every line's findings, by its number.
fn findings(log: &[u8]) -> BTreeMap<u64, Vec<&'static str>> {
    let (checker, mut seen) = (Checker::default(), Duplicates::default());
    let mut found = BTreeMap::new();
    for (line, bytes) in (1..).zip(lines(log)) {
        let origin = Origin { index: line, line, ..Origin::start_of("log.ndjson") };
        let document = Document::new(origin, bytes.to_vec());
        let validation = checker.check(&document);
        let sighting = validation.mark.map_or(Sighting::New, |it| seen.saw(it, &document.origin));
        let findings = checker.seen_before(&document, validation, &sighting).findings;
        if !findings.is_empty() {
            found.insert(line, findings.iter().map(|it| it.code.slug()).collect());
        }
    }
    found
}

#[test]
fn everything_generated_is_clean_of_errors_warnings_and_notes() {
    for (tickets, events, seed) in [(1, 1, 0), (1, 60, 1), (40, 40, 2), (60, 300, 3), (200, 2_000, u64::MAX)]
    {
        let (log, labels) = made(&recipe(tickets, events, seed));
        assert_eq!(findings(&log), BTreeMap::new(), "seed {seed}");
        assert_eq!(labels, "");
    }
}

#[test]
fn other_types_and_products_stand_beside_the_same_updates() {
    for (tickets, events, seed) in [(1, 1, 0), (60, 400, 3), (500, 900, u64::MAX)] {
        let recipe = recipe(tickets, events, seed);
        let (pure, _) = made(&recipe);
        let (log, _) = made(&Recipe { others: Others { types: true, products: false }, ..recipe });
        assert_eq!(findings(&log), BTreeMap::new(), "seed {seed}");
        let is_update = |it: &&[u8]| it.windows(17).any(|text| text == b".updated_v1\",\"ten");
        assert!(lines(&log).filter(is_update).eq(lines(&pure)), "seed {seed}");
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        let (mut ids, mut born) = (HashSet::new(), HashSet::new());
        for line in lines(&log) {
            let parsed = parse_lenient(line).unwrap();
            let view = catalog::view(&parsed);
            assert!(ids.insert(view.event_id.clone().unwrap().into_owned()));
            if let Some(ticket) = view.ticket_id() {
                let is_birth = view.role == EventRole::Birth;
                assert_eq!(born.insert(ticket.to_owned()), is_birth, "a life begins with its creation");
            }
            *counts.entry(view.event_type.unwrap().into_owned()).or_default() += 1;
        }
        assert_eq!(counts["helpdesk.ticket.created_v1"], tickets);
        assert_eq!(counts["helpdesk.ticket.updated_v1"], events);
        assert!(tickets < 60 || counts["helpdesk.ticket_message.created_v1"] > tickets);
        assert!(tickets < 500 || counts["helpdesk.notification.approve_v1"] > 0);
        let (mixed, _) = made(&Recipe { others: Others { types: true, products: true }, ..recipe });
        let ours = |it: &&[u8]| !it.windows(12).any(|text| text == b"\"im.message.");
        assert!(tickets < 60 || lines(&mixed).count() > lines(&log).count());
        assert_eq!(lines(&mixed).filter(ours).count(), lines(&log).count());
    }
}

#[test]
fn every_broken_line_has_exactly_the_finding_of_its_label() {
    let mut seen = HashSet::new();
    for seed in 0..12 {
        let share = [1_000_000, 500_000, 30_000][usize::try_from(seed % 3).unwrap()];
        let recipe = Recipe { invalid: Share::millionths(share).unwrap(), ..recipe(100, 700, seed) };
        let (log, labels) = made(&recipe);
        let labelled: BTreeMap<u64, Vec<&str>> = labels
            .lines()
            .map(|line| {
                let label: serde_json::Value = serde_json::from_str(line).unwrap();
                let code = line.split('"').nth(5).unwrap();
                assert_eq!(label["code"], code);
                (label["line"].as_u64().unwrap(), vec![code])
            })
            .collect();
        assert_eq!(labelled.len() as u64, 700 * u64::from(share) / 1_000_000);
        let found = findings(&log);
        for (line, text) in (1..).zip(lines(&log)) {
            let text = String::from_utf8_lossy(text);
            assert_eq!(found.get(&line), labelled.get(&line), "seed {seed}, line {line}: {text}");
        }
        seen.extend(labels.lines().map(|line| line.split('"').nth(5).unwrap().to_owned()));
    }
    let all: HashSet<_> = CODES.iter().map(|code| code.slug().to_owned()).collect();
    assert_eq!(seen, all);
}

#[test]
fn faults_are_what_they_say_at_both_ends_of_time() {
    for (from, to) in [(100_000_000_000, 100_086_400_000), (99_999_800_000_000, 99_999_913_000_000)] {
        let recipe = Recipe::new(100, 500, 1, from, to).unwrap();
        assert_eq!(findings(&made(&recipe).0), BTreeMap::new());
        let (log, labels) = made(&Recipe { invalid: Share::millionths(1_000_000).unwrap(), ..recipe });
        let codes = labels.lines().map(|line| line.split('"').nth(5).unwrap());
        let found: Vec<_> = findings(&log).into_values().flatten().collect();
        assert_eq!(found, codes.collect::<Vec<_>>());
    }
}

#[test]
fn faults_leave_the_other_lines_as_they_are() {
    let whole = recipe(30, 400, 9);
    let (clean, _) = made(&whole);
    let (broken, labels) = made(&Recipe { invalid: Share::millionths(50_000).unwrap(), ..whole });
    let differ = lines(&clean).zip(lines(&broken)).filter(|(left, right)| left != right).count();
    assert_eq!((differ, labels.lines().count()), (20, 20));
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_others() {
    let broken = |seed| Recipe { invalid: Share::millionths(100_000).unwrap(), ..recipe(20, 120, seed) };
    assert_eq!(made(&broken(5)), made(&broken(5)));
    assert_ne!(made(&broken(5)).0, made(&broken(6)).0);
    let first = |seed| read(lines(&made(&broken(seed)).0).nth(1).unwrap()).0.event_id;
    assert_ne!(first(5), first(6));
}

/// What an event says.
fn read(line: &[u8]) -> (EventView<'static>, Ticket) {
    let parsed = parse_lenient(line).unwrap();
    let view = catalog::view(&parsed);
    let ticket = catalog::ticket(&parsed, &view);
    (view.into_owned(), ticket)
}

/// What a ticket is known to be after its last event.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Known(Stage, Status, Option<i64>);

#[test]
fn every_event_begins_where_the_one_before_it_ended() {
    let (log, _) = made(&recipe(300, 3_000, 17));
    let mut known: HashMap<String, Known> = HashMap::new();
    let (mut ids, mut made, mut reopened) = (HashSet::new(), 0, 0);
    for line in lines(&log) {
        let (view, ticket) = read(line);
        let (create_time, old) = (view.state.get(Slot::CreateTime).unwrap(), view.state.before());
        let ticket_id = view.ticket_id().unwrap().to_owned();
        assert!(ids.insert(view.event_id.unwrap()));
        assert!(made <= create_time, "a log is in the order of its making");
        made = create_time;
        let stage = Stage::from_code(view.state.get(Slot::Stage).unwrap());
        let status = Status::from_code(view.state.get(Slot::Status).unwrap());
        let said = Known(
            old.stage.unwrap_or(stage),
            old.status.unwrap_or(status),
            old.updated_at.or(ticket.updated_at),
        );
        let start = Known(Stage::Bot, Status::Created, ticket.created_at);
        assert_eq!(said, known.get(&ticket_id).copied().unwrap_or(start));
        assert!(old.stage.is_none_or(|it| it != stage), "`old_object` only has updated fields");
        assert!(old.status.is_none_or(|it| it != status), "`old_object` only has updated fields");
        assert!(old.updated_at < ticket.updated_at || ticket.updated_at.is_none());
        let closed = status.is_closed();
        assert_eq!(closed, ticket.closed_at.is_some());
        assert!(!closed || ticket.updated_at.is_none() || ticket.closed_at == ticket.updated_at);
        reopened += usize::from(said.1.is_closed() && !closed);
        known.insert(ticket_id, Known(stage, status, ticket.updated_at));
    }
    assert_eq!((known.len(), ids.len()), (300, 3_000));
    assert!(reopened > 20, "{reopened} reopened");
    let closed = known.values().filter(|it| it.1.is_closed()).count();
    assert!(closed > 200, "{closed} of 300 tickets end closed");
}

#[test]
fn some_events_are_minimal_and_some_have_every_field_the_event_carries() {
    let (log, _) = made(&recipe(200, 1_000, 4));
    let keys = |line: &[u8]| {
        let value: serde_json::Value = serde_json::from_slice(line).unwrap();
        value["event"]["object"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    let shapes: HashSet<_> = lines(&log).map(keys).collect();
    let whole = "channel chat_id closed_at created_at guest helpdesk_id score solve stage status ticket_id updated_at";
    for shape in ["stage status ticket_id", whole] {
        assert!(shapes.contains(&shape.split(' ').map(str::to_owned).collect::<Vec<_>>()), "{shape}");
    }
    for shape in &shapes {
        assert!(shape.is_sorted(), "{shape:?}");
    }
}

/// The promise: these bytes never change. A change of the generator that breaks this is a change of every corpus.
#[test]
fn the_log_of_a_seed_is_what_it_always_was() {
    let (log, labels) = made(&Recipe { invalid: Share::millionths(200_000).unwrap(), ..recipe(50, 250, 42) });
    assert_eq!(
        (log.len(), digest(&log), digest(labels.as_bytes())),
        (160_276, 16_440_888_763_834_571_052, 6_335_686_493_859_472_144)
    );
}
