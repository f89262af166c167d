//! Writes the log of a recipe, and beside it the labels of what was broken.

use std::io::{self, Write};

use super::fault::Faults;
use super::other_events::OtherEvents;
use super::plan::Recipe;
use super::schedule::Calendar;
use super::writer;
use crate::report::Code;

/// Bytes that are written at a time (128 KiB).
const CHUNK: usize = 128 << 10;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// Helpdesk events, a line each, broken ones included.
    pub events: u64,
    pub products: u64,
    pub tickets: u64,
    pub broken: u64,
    pub bytes: u64,
}

/// Writes the log of `recipe` as NDJSON into `log`, and for each broken line `{"line":N,"code":"SLUG"}` into `labels`,
/// lines counted from 1. Both are written in large pieces and are flushed at the end.
pub fn generate(recipe: &Recipe, log: &mut dyn Write, labels: &mut dyn Write) -> io::Result<Made> {
    let mut calendar = Calendar::new(*recipe);
    let mut faults = Faults::new(recipe);
    let mut made = Made { tickets: recipe.tickets, ..Made::default() };
    let mut others = OtherEvents::new(recipe);
    let mut lines = Vec::with_capacity(CHUNK + (4 << 10));
    let (mut marks, mut latest) = (Vec::new(), 0);
    while let Some(happening) = calendar.next() {
        let births: Vec<_> = calendar.births().collect();
        for birth in births {
            made.events += others.birth(birth, calendar.look(birth.ticket), latest, &mut lines);
        }
        let start = lines.len();
        writer::write(recipe.seed, &happening, &mut lines);
        latest = happening.made;
        made.events += 1;
        if let Some(code) = faults.pass(happening.number, start, &mut lines) {
            made.broken += 1;
            label(made.events + made.products, code, &mut marks);
        }
        if recipe.others.types {
            made.events += others.follow(&happening, &mut lines);
        }
        if recipe.others.products {
            made.products += others.product(&happening, &mut lines);
        }
        if lines.len() >= CHUNK {
            made.bytes += pour(&mut lines, log)?;
            pour(&mut marks, labels)?;
        }
    }
    made.bytes += pour(&mut lines, log)?;
    pour(&mut marks, labels)?;
    log.flush()?;
    labels.flush()?;
    Ok(made)
}

/// Writes what has gathered; how many bytes that was.
fn pour(from: &mut Vec<u8>, into: &mut dyn Write) -> io::Result<u64> {
    let bytes = from.len() as u64;
    into.write_all(from)?;
    from.clear();
    Ok(bytes)
}

fn label(line: u64, code: Code, marks: &mut Vec<u8>) {
    marks.extend_from_slice(br#"{"line":"#);
    writer::number(marks, line);
    marks.extend_from_slice(br#","code":""#);
    marks.extend_from_slice(code.slug().as_bytes());
    marks.extend_from_slice(b"\"}\n");
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
