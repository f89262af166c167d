//! The `markdown` format of a run of deliveries: what was counted, and the failures as a table.

use std::io::{self, Write};

use super::checked::escaped;
use super::probed::ProbedPage;
use crate::model::Lang;
use crate::render::Renderer;
use crate::render::human::{counts, latencies, statuses};
use crate::render::json::TOOL;
use crate::render::text::{Paint, counted};
use crate::report::{Delivered, Finding, Record, Summary};

/// How much of the table is kept, in bytes: GitHub refuses a comment or a step summary of more than 1 MiB.
const MAX_BYTES: usize = 900_000;

/// The `markdown` format.
pub(crate) struct Markdown<W> {
    out: W,
    command: &'static str,
    page: DeliveriesPage,
    probed: ProbedPage,
}

/// The failures, up to `MAX_BYTES`.
#[derive(Default)]
pub(crate) struct DeliveriesPage {
    rows: String,
    left_out: u64,
}

impl DeliveriesPage {
    /// Adds an attempt, if it failed for good or has a warning.
    pub(crate) fn add(&mut self, it: &Delivered) {
        if !it.is_final() || (it.outcome.is_accepted() && it.warnings.is_empty()) {
            return;
        }
        let subject = &it.subject;
        let id = subject.ticket_id.as_deref().or(subject.event_id.as_deref()).unwrap_or("");
        let mut said: Vec<String> = it.said.iter().map(|said| format!("\"{said}\"")).collect();
        said.extend(it.warnings.iter().cloned());
        let row = format!(
            "| {}:{} | {} | {} | {} | {} |\n",
            escaped(&subject.file),
            subject.line,
            escaped(id),
            escaped(&it.outcome.to_string()),
            it.attempt,
            escaped(&said.join("; ")),
        );
        if self.rows.len() + row.len() > MAX_BYTES {
            self.left_out += 1;
        } else {
            self.rows.push_str(&row);
        }
    }

    /// The whole text.
    pub(crate) fn write(&self, out: &mut impl Write, command: &str, summary: &Summary) -> io::Result<()> {
        writeln!(out, "### {TOOL} {command}\n")?;
        if let Some(run) = &summary.deliveries {
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
        }
        if !self.rows.is_empty() {
            writeln!(out, "| event | ticket | outcome | attempts | said |\n| --- | --- | --- | --- | --- |")?;
            writeln!(out, "{}", self.rows)?;
        }
        if self.left_out > 0 {
            writeln!(out, "… and {}: they do not fit here\n", counted::counted(self.left_out, "more event"))?;
        }
        Ok(())
    }
}

impl<W: Write> Markdown<W> {
    /// Writes to `out`, at the end, for the subcommand `command`.
    pub(crate) fn new(out: W, command: &'static str) -> Self {
        Self { out, command, page: DeliveriesPage::default(), probed: ProbedPage::default() }
    }
}

impl<W: Write> Renderer for Markdown<W> {
    fn show(&mut self, record: &Record, _: &[Finding]) -> io::Result<()> {
        if let Record::Delivered(it) = record {
            self.page.add(it);
        }
        if let Record::Probed(it) = record {
            self.probed.add(it);
        }
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> io::Result<()> {
        if summary.probed.is_some() {
            self.probed.write(&mut self.out, self.command, summary)?;
            return self.out.flush();
        }
        self.page.write(&mut self.out, self.command, summary)?;
        self.out.flush()
    }
}
