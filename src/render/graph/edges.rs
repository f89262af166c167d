//! How often a status became another, gathered for the formats that are pictures.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Lang, Status, Step};
use crate::render::seen_events::SeenEvents;
use crate::render::text::labels;
use crate::report::{Moment, Record, Summary};

/// Counted changes of the status, in the order of codes.
#[derive(Default)]
pub(crate) struct StatusEdges {
    counts: BTreeMap<(i64, i64), u64>,
    seen: BTreeSet<i64>,
    /// The events so far: one that comes again is not counted, as in the summary.
    known: SeenEvents,
    records: u64,
}

impl StatusEdges {
    pub(crate) fn add(&mut self, record: &Record) {
        match record {
            Record::Moved(moved) if self.known.before(moved).is_some() => {}
            Record::Moved(moved) => self.step(moved.transition.status),
            Record::Lived(lived) => {
                for moment in &lived.moments {
                    if let Moment::Step(step) = moment {
                        self.step(step.status);
                    }
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, step: Option<Step<Status>>) {
        self.records += 1;
        if let Some(step) = step {
            self.count(step.from.code(), step.to.code(), 1);
        }
    }

    fn count(&mut self, from: i64, to: i64, count: u64) {
        self.seen.extend([from, to]);
        if from != to {
            *self.counts.entry((from, to)).or_default() += count;
        }
    }

    /// Takes the counts of the tally where no event was shown (`--summary`).
    pub(crate) fn finish(&mut self, summary: &Summary) {
        if let Some(tally) = summary.moved.as_ref().filter(|_| self.records == 0) {
            for ((from, to), count) in &tally.statuses {
                self.count(*from, *to, *count);
            }
        }
    }

    /// Each status that occurs: a name that every format takes, and its label.
    pub(crate) fn states(&self, lang: Lang) -> impl Iterator<Item = (String, String)> + '_ {
        self.seen.iter().map(move |code| (name(*code), labels::coded("status", *code, lang)))
    }

    /// Each change: the names of both ends and how often it happened.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (String, String, u64)> + '_ {
        self.counts.iter().map(|((from, to), count)| (name(*from), name(*to), *count))
    }
}

/// `s50`; a code below zero is `sm3`.
fn name(code: i64) -> String {
    let sign = if code < 0 { "m" } else { "" };
    format!("s{sign}{}", code.unsigned_abs())
}
