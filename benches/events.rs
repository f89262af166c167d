//! The inside of `validate` and `diff`: what an event costs on each way, beside lower bounds of the same run.
//!
//! `cargo bench --bench events`

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use helpdesk_evt::internals::{
    Checker, Contract, Depth, Differ, Document, EVENT_KINDS, EventRole, Filter, Levels, Looked, Origin, Part,
    Passage, Read, Recipe, Screen, Tally, generate, parse, sift,
};

/// Events of a run, about 3 MB: more than the caches next to a core hold.
const EVENTS: u64 = 5_000;

fn main() {
    divan::main();
}

fn log() -> Vec<u8> {
    let recipe = Recipe::new(EVENTS / 5, EVENTS, 7, 1_704_067_200_000, 1_706_745_600_000);
    let mut log = Vec::new();
    generate(&recipe.expect("a recipe that can be made"), &mut log, &mut Vec::new())
        .expect("memory has room");
    log
}

fn entries(log: &[u8]) -> Vec<Document> {
    let lines = log.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| Document::new(Origin::start_of("log.ndjson"), line.to_vec())).collect()
}

/// Measures work on a log, or on its events one by one.
fn whole(bencher: Bencher<'_, '_>, work: impl Fn(&[u8]) -> usize + Sync) {
    let log = log();
    let bytes = BytesCount::new(log.len());
    bencher.counter(ItemsCount::new(EVENTS)).counter(bytes).bench(|| black_box(work(&log)));
}

fn each(bencher: Bencher<'_, '_>, work: impl Fn(&Document) -> bool + Sync) {
    let log = log();
    let (entries, bytes) = (entries(&log), BytesCount::new(log.len()));
    let bencher = bencher.counter(ItemsCount::new(EVENTS)).counter(bytes);
    bencher.bench(|| assert!(entries.iter().all(|entry| black_box(work(entry)))));
}

/// A lower bound: lines are counted.
#[divan::bench]
fn floor_newlines(bencher: Bencher<'_, '_>) {
    whole(bencher, |log| memchr::memchr_iter(b'\n', log).count());
}

/// A lower bound for what builds a tree.
#[divan::bench]
fn floor_serde_json_value(bencher: Bencher<'_, '_>) {
    each(bencher, |entry| serde_json::from_slice::<serde_json::Value>(&entry.bytes).is_ok());
}

/// The screen alone.
#[divan::bench]
fn screen(bencher: Bencher<'_, '_>) {
    let screen = Screen::new(EVENT_KINDS[0]);
    each(bencher, |entry| screen.see(&entry.bytes).is_some());
}

/// The screen over a block of lines, with the marks of event ids.
#[divan::bench]
fn sifting(bencher: Bencher<'_, '_>) {
    let checker = Checker::default();
    whole(bencher, |log| sift(&checker, log, 0, true, |_, _| Some(())).len());
}

/// Our parser, which keeps every span.
#[divan::bench]
fn json_parse(bencher: Bencher<'_, '_>) {
    each(bencher, |entry| parse(&entry.bytes).is_ok());
}

/// The exact way: parser, schema and lints.
#[divan::bench]
fn exact(bencher: Bencher<'_, '_>) {
    let checker = Checker::default();
    each(bencher, |entry| checker.look_closer(entry).checked.is_valid());
}

/// A transition the exact way.
#[divan::bench]
fn transition_exact(bencher: Bencher<'_, '_>) {
    let checker = Checker::default();
    each(bencher, |entry| {
        let mut differ = Differ::new(Levels::default(), Filter::default(), Contract::default());
        matches!(differ.look(Read::of(&checker, entry, Depth::View)), Looked::Moved(..))
    });
}

/// Sifting, transitions and the tally of `diff --summary`.
#[divan::bench]
fn summary(bencher: Bencher<'_, '_>) {
    let checker = Checker::default();
    whole(bencher, |log| {
        let mut differ = Differ::new(Levels::default(), Filter::default(), Contract::default());
        let mut tally = Tally::new(|ms| Some(ms.div_euclid(3_600_000)));
        for part in sift(&checker, log, 0, true, |_, _| Some(())) {
            if let Part::Clean(clean) = part {
                let ticket_id = &log[clean.seen.subject_id()];
                let is_counted = differ.judge(&clean.seen, log) == Passage::Counted;
                tally.add(ticket_id, EventRole::Update, clean.seen.state(), is_counted);
            }
        }
        usize::try_from(tally.into_counts().events).unwrap_or_default()
    });
}
