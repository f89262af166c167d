//! What is read back of the output of a shard: the fields that are needed, whatever else is there.

use serde::Deserialize;

use super::reread_tally::MovedTally;
use crate::report::{self, Exit, Finding, Place, Severity, Subject, Summary};

/// The tally of the run.
#[derive(Deserialize)]
pub(super) struct Tally {
    documents: u64,
    files: u64,
    faulty: u64,
    errors: u64,
    warnings: u64,
    notes: u64,
    hidden: u64,
    stopped: bool,
    exit_code: u8,
    pub(super) moved: Option<MovedTally>,
    pub(super) shard: Option<Shard>,
}

/// Which part of the input it was.
#[derive(Deserialize)]
pub(super) struct Shard {
    index: u32,
    count: u32,
    pub(super) read: Option<u64>,
    pub(super) input: Option<String>,
    #[serde(default)]
    pub(super) filters: Vec<String>,
    #[serde(default)]
    pub(super) files: Vec<File>,
}

/// A file that records are of.
#[derive(Deserialize)]
pub(super) struct File {
    pub(super) place: u64,
    pub(super) file: String,
}

/// A document that was shown.
#[derive(Deserialize)]
pub(super) struct Checked {
    pub(super) file: String,
    pub(super) document: u64,
    line: u64,
    event_id: Option<String>,
    ticket_id: Option<String>,
    findings: Vec<Found>,
}

/// A finding.
#[derive(Deserialize)]
struct Found {
    code: String,
    severity: String,
    message: String,
    pointer: String,
    line: u64,
    column: u64,
    end_line: u64,
    end_column: u64,
    offset: u64,
    opened: bool,
    documented: Option<String>,
    help: Option<String>,
    excerpt: Option<Excerpt>,
}

/// The source a finding points into.
#[derive(Deserialize)]
struct Excerpt {
    first_line: u64,
    text: String,
    cut_start: bool,
    cut_end: bool,
    highlight: (usize, usize),
}

impl Tally {
    pub(super) fn summary(self) -> Result<Summary, String> {
        let exit = self.exit_code;
        if self.faulty > self.documents {
            return Err(format!("{} of {} documents are faulty", self.faulty, self.documents));
        }
        Ok(Summary {
            documents: self.documents,
            files: self.files,
            faulty: self.faulty,
            errors: self.errors,
            warnings: self.warnings,
            notes: self.notes,
            hidden: self.hidden,
            stopped: self.stopped,
            moved: self.moved.map(MovedTally::tally).transpose()?.map(Box::new),
            exit: Exit::of_code(exit).ok_or_else(|| format!("there is no exit code {exit}"))?,
            ..Summary::default()
        })
    }
}

impl Shard {
    pub(super) fn shard(&self) -> Result<report::Shard, String> {
        report::Shard::new(self.index, self.count).map_err(|error| error.to_string())
    }
}

impl Checked {
    pub(super) fn checked(self) -> Result<report::Checked, String> {
        let subject = Subject {
            file: self.file.into(),
            index: self.document,
            line: self.line,
            event_id: self.event_id,
            ticket_id: self.ticket_id,
        };
        let findings = self.findings.into_iter().map(|it| it.finding(&subject)).collect::<Result<_, _>>()?;
        Ok(report::Checked { subject, findings })
    }
}

impl Found {
    fn finding(self, subject: &Subject) -> Result<Finding, String> {
        let Self { code, severity, line, column, end_line, end_column, offset, opened, .. } = self;
        let file = subject.file.clone();
        Ok(Finding {
            code: report::Code::find(&code).ok_or_else(|| format!("`{code}` is no code of this version"))?,
            severity: Severity::find(&severity).ok_or_else(|| format!("`{severity}` is no severity"))?,
            pointer: self.pointer,
            place: Place { file, line, column, end_line, end_column, offset, opened },
            excerpt: self.excerpt.map(Excerpt::excerpt).transpose()?,
            message: self.message,
            documented: self.documented,
            help: self.help,
        })
    }
}

impl Excerpt {
    fn excerpt(self) -> Result<report::Excerpt, String> {
        let Self { first_line, text, cut_start, cut_end, highlight: (from, to) } = self;
        if text.get(from..to).is_none() {
            return Err(format!("an excerpt has no bytes {from} to {to}"));
        }
        Ok(report::Excerpt { first_line, text, cut_start, cut_end, highlight: from..to })
    }
}
