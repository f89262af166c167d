//! The file itself: locked, appended to, and flushed to disk in groups.

use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;

use super::error::LedgerError;
use super::history::History;
use super::line::{Attempt, KIND, LedgerHead, LedgerLine, VERSION};
use crate::files::{AppendLog, GroupCommit, TellDisturbance};

/// How many lines are written before they are flushed to disk together.
const GROUP: usize = 1_024;
/// The longest line that is read, bytes: ids and a target, no bodies.
const MAX_LINE: u64 = 1 << 20;

/// What to do with a ledger that has entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    Anew,
    /// Go on from it; without a file, begin one.
    Resume,
}

/// A ledger that is open for this run and no other. Once it is dropped, everything is written and the lock is free.
#[derive(Debug)]
pub(crate) struct Ledger {
    lines: GroupCommit<Vec<u8>, Result<(), String>>,
    path: String,
}

impl Ledger {
    /// Opens or creates the file, locks it, and reads what it knows. A last line that was cut off is removed: it was
    /// never acted upon. `target` is shown in the file, so it must be masked.
    pub(crate) fn open(
        path: &Path,
        target: &str,
        start: Start,
        tell: TellDisturbance,
    ) -> Result<(Self, History), LedgerError> {
        let name = path.display().to_string();
        let failed = |source| LedgerError::Io { path: name.clone(), source };
        let (mut log, _) = AppendLog::open(path, KIND, tell)?;
        let begin = LedgerHead { version: VERSION, target: target.to_owned() };
        let (history, lines) = read(&log, &name, &begin)?;
        let head = text(&LedgerLine::Begin(begin));
        if lines == 0 {
            log.append(&head).map_err(failed)?;
        } else if start == Start::Anew {
            return Err(LedgerError::NotEmpty { path: name });
        }
        let commit = move |lines: &[Vec<u8>]| {
            // A file that is new under the ledger's name is one of its own, with a first line.
            let written = log.append_below(&head, &lines.concat()).map_err(|error| error.to_string());
            let all = vec![written.clone(); lines.len()];
            // What comes after a gap must not look whole.
            if written.is_ok() { ControlFlow::Continue(all) } else { ControlFlow::Break(all) }
        };
        let lines = GroupCommit::start(GROUP, commit).map_err(failed)?;
        Ok((Self { lines, path: name }, history))
    }

    /// Writes a line; once this is done it is on the disk.
    pub(crate) async fn append(&self, attempt: Attempt) -> Result<(), LedgerError> {
        let written = self.lines.commit(text(&LedgerLine::Attempt(attempt))).await;
        let written = written.unwrap_or_else(|| Err("its writer ended after an earlier failure".to_owned()));
        written
            .map_err(|reason| LedgerError::Io { path: self.path.clone(), source: io::Error::other(reason) })
    }
}

fn text(line: &LedgerLine) -> Vec<u8> {
    let mut text = serde_json::to_vec(line).expect("a line holds nothing that JSON cannot");
    text.push(b'\n');
    text
}

/// Reads all lines, and says how many there are.
fn read(log: &AppendLog, path: &str, ours: &LedgerHead) -> Result<(History, u64), LedgerError> {
    let failed = |source| LedgerError::Io { path: path.to_owned(), source };
    let mut file = &log.file;
    file.seek(SeekFrom::Start(0)).map_err(failed)?;
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut history = History::of(path);
    let (mut number, mut line) = (0, Vec::new());
    loop {
        line.clear();
        let read = (&mut reader).take(MAX_LINE).read_until(b'\n', &mut line).map_err(failed)?;
        if read == 0 {
            return Ok((history, number));
        }
        number += 1;
        let foreign = |reason| LedgerError::Foreign { path: path.to_owned(), line: number, reason };
        let parsed = serde_json::from_slice(&line).map_err(|error| foreign(error.to_string()))?;
        match (number, parsed) {
            (1, LedgerLine::Begin(begin)) => check(&begin, path, ours)?,
            (1, _) => return Err(foreign("a ledger begins with a `begin` line".to_owned())),
            (_, LedgerLine::Attempt(attempt)) => history.add(&attempt).map_err(foreign)?,
            (_, LedgerLine::Begin(_)) => return Err(foreign("`begin` comes only once".to_owned())),
        }
    }
}

fn check(begin: &LedgerHead, path: &str, ours: &LedgerHead) -> Result<(), LedgerError> {
    let path = path.to_owned();
    if begin.version > VERSION {
        let reason = format!("it is of version {}, this program knows {VERSION}", begin.version);
        return Err(LedgerError::Foreign { path, line: 1, reason });
    }
    if begin.target != ours.target {
        let (theirs, ours) = (begin.target.clone(), ours.target.clone());
        return Err(LedgerError::OtherTarget { path, theirs, ours });
    }
    Ok(())
}
