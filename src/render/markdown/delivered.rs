//! A run of deliveries as Markdown: what was counted, and the failures as a table.

use std::io::{self, Write};

use super::rows::{DELIVERIES, cut, escaped, head};
use crate::model::Lang;
use crate::render::chinese::said;
use crate::render::human::{counts, latencies, statuses};
use crate::render::text::{CappedRows, Paint, counted, phrase};
use crate::report::{Delivered, Deliveries, Summary};

/// The row of an attempt that failed, or has a warning.
pub(super) fn row(it: &Delivered, lang: Lang) -> String {
    let subject = &it.subject;
    let mut answer: Vec<String> = it.said.iter().map(|said| format!("\"{said}\"")).collect();
    answer.extend(it.warnings.iter().map(|it| said(it, lang).into_owned()));
    format!(
        "| {}:{} | {} | {} | {} | {} |\n",
        escaped(&subject.file),
        subject.line,
        escaped(subject.id().unwrap_or_default()),
        escaped(&said(&it.outcome.to_string(), lang)),
        it.attempt,
        escaped(&answer.join("; ")),
    )
}

pub(super) fn write(
    out: &mut impl Write,
    summary: &Summary,
    run: &Deliveries,
    failures: &CappedRows,
    lang: Lang,
) -> io::Result<()> {
    writeln!(out, "{}\n", escaped(&counts(summary, run, lang, Paint::default())))?;
    writeln!(out, "| | |\n| --- | --- |\n| {} | {} |", phrase("status", lang), escaped(&statuses(run)))?;
    if run.latency.count() > 0 {
        writeln!(out, "| {} | {} |", phrase("latency", lang), escaped(&latencies(run, usize::MAX)))?;
    }
    writeln!(out, "| {} | {} |\n", phrase("past the platform's 3 s", lang), run.past_limit)?;
    if let Some(beside) = counted::beside(summary, lang) {
        writeln!(out, "{}\n", escaped(&beside))?;
    }
    let CappedRows { text, left_out } = failures;
    if !text.is_empty() {
        writeln!(out, "{}{text}", head(&DELIVERIES, lang))?;
    }
    if *left_out > 0 {
        writeln!(out, "{}\n", cut(*left_out, "more event", lang))?;
    }
    Ok(())
}
