//! A run of deliveries as Markdown: what was counted, and the failures as a table.

use std::io::{self, Write};

use super::rows::escaped;
use crate::model::Lang;
use crate::render::human::{counts, latencies, statuses};
use crate::render::text::{CappedRows, Paint, counted};
use crate::report::{Delivered, Deliveries, Summary};

/// The row of an attempt that failed, or has a warning.
pub(super) fn row(it: &Delivered) -> String {
    let subject = &it.subject;
    let mut said: Vec<String> = it.said.iter().map(|said| format!("\"{said}\"")).collect();
    said.extend(it.warnings.iter().cloned());
    format!(
        "| {}:{} | {} | {} | {} | {} |\n",
        escaped(&subject.file),
        subject.line,
        escaped(subject.id().unwrap_or_default()),
        escaped(&it.outcome.to_string()),
        it.attempt,
        escaped(&said.join("; ")),
    )
}

pub(super) fn write(
    out: &mut impl Write,
    summary: &Summary,
    run: &Deliveries,
    failures: &CappedRows,
) -> io::Result<()> {
    writeln!(out, "{}\n", escaped(&counts(summary, run, Lang::En, Paint::default())))?;
    writeln!(out, "| | |\n| --- | --- |\n| status | {} |", escaped(&statuses(run)))?;
    if run.latency.count() > 0 {
        writeln!(out, "| latency | {} |", escaped(&latencies(run, usize::MAX)))?;
    }
    writeln!(out, "| past the platform's 3 s | {} |\n", run.past_limit)?;
    if let Some(beside) = counted::beside(summary, Lang::En) {
        writeln!(out, "{}\n", escaped(&beside))?;
    }
    for missed in &run.missed {
        writeln!(out, "- ✗ {}\n", escaped(missed))?;
    }
    let CappedRows { text, left_out } = failures;
    if !text.is_empty() {
        let head = "| event | ticket | outcome | attempts | said |\n| --- | --- | --- | --- | --- |";
        writeln!(out, "{head}\n{text}")?;
    }
    if *left_out > 0 {
        writeln!(out, "… and {}: they do not fit here\n", counted::counted(*left_out, "more event"))?;
    }
    Ok(())
}
