//! A file of lines that is only ever added to: locked, healed after a crash, each addition on disk before it counts.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;

/// Bytes read at once from the end of a file.
const CHUNK: u64 = 1 << 16;
/// The longest line that is looked for, bytes.
const LONGEST: u64 = 1 << 26;

/// Why a record cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The file cannot be opened, read or mended.
    #[error("cannot record to `{}`: {source}", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process holds it.
    #[error("cannot record to `{}`: another process is writing to it; give each receiver a file of its own", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// It holds something else than one JSON document a line.
    #[error(
        "cannot record to `{}`: it is there and does not hold one JSON document a line; name another file",
        path.display()
    )]
    Foreign {
        /// The file.
        path: PathBuf,
    },
}

/// What was mended in a file whose last line a crash had left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Healed {
    /// The file.
    pub path: PathBuf,
    /// Bytes of the torn line that were taken away; 0 where the line was whole and only its end was missing.
    pub cut: u64,
}

/// A file that lines are appended to.
#[derive(Debug)]
pub(crate) struct Appender {
    file: File,
    len: u64,
}

impl Appender {
    /// Opens or creates a file, which nobody but its owner may read: events carry tokens.
    pub(crate) fn open(path: &Path) -> Result<(Self, Option<Healed>), BookError> {
        let failed = |source| BookError::Open { path: path.to_owned(), source };
        let new = !path.exists();
        let file = options().open(path).map_err(failed)?;
        if !file.metadata().map_err(failed)?.is_file() {
            return Err(failed(io::Error::other("it is not a plain file")));
        }
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BookError::Busy { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        if new {
            sync_folder(path);
        }
        let healed = heal(&file, path)?;
        let len = file.metadata().map_err(failed)?.len();
        Ok((Self { file, len }, healed))
    }

    /// Adds whole lines and waits until they are on disk. What could be written in part is taken back.
    pub(crate) fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let written = self.file.write_all(lines).and_then(|()| self.file.sync_data());
        match written {
            Ok(()) => self.len += lines.len() as u64,
            Err(_) => self.file.set_len(self.len)?,
        }
        written
    }

    /// The last `bytes` of the file from a line's beginning on.
    pub(crate) fn tail(&self, bytes: u64) -> io::Result<Vec<u8>> {
        let from = self.len.saturating_sub(bytes);
        let mut tail = read(&self.file, from, self.len)?;
        if from > 0 {
            let begin = tail.iter().position(|byte| *byte == b'\n').map_or(tail.len(), |at| at + 1);
            tail.drain(..begin);
        }
        Ok(tail)
    }
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// Makes a new file's name survive a power failure. Where a folder cannot be opened, the system has its own ways.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn read(mut file: &File, from: u64, to: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(from))?;
    let mut bytes = Vec::new();
    file.take(to - from).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Ends a last line that has no end, or takes it away where it is torn: it was never acknowledged. A file that holds
/// something else is left alone.
fn heal(mut file: &File, path: &Path) -> Result<Option<Healed>, BookError> {
    let failed = |source| BookError::Open { path: path.to_owned(), source };
    let foreign = || BookError::Foreign { path: path.to_owned() };
    let len = file.metadata().map_err(failed)?.len();
    if len == 0 {
        return Ok(None);
    }
    let first = first_line(file, len).map_err(failed)?;
    let last = last_line(file, len).map_err(failed)?.ok_or_else(foreign)?;
    if last > 0 && !is_json(&first) {
        return Err(foreign());
    }
    if last == len {
        return Ok(None);
    }
    let line = read(file, last, len).map_err(failed)?;
    if is_json(&line) {
        file.write_all(b"\n").map_err(failed)?;
        return Ok(Some(Healed { path: path.to_owned(), cut: 0 }));
    }
    if !line.starts_with(b"{") {
        return Err(foreign());
    }
    file.set_len(last).and_then(|()| file.sync_all()).map_err(failed)?;
    Ok(Some(Healed { path: path.to_owned(), cut: len - last }))
}

fn is_json(line: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(line).is_ok()
}

fn first_line(file: &File, len: u64) -> io::Result<Vec<u8>> {
    let mut line = read(file, 0, len.min(LONGEST))?;
    line.truncate(line.iter().position(|byte| *byte == b'\n').unwrap_or(line.len()));
    Ok(line)
}

/// Where the last line begins, or the end of the file where that line is ended. `None` where there is no line end far
/// and wide.
fn last_line(file: &File, len: u64) -> io::Result<Option<u64>> {
    let mut to = len;
    while to > 0 {
        let from = to.saturating_sub(CHUNK);
        let chunk = read(file, from, to)?;
        if let Some(at) = chunk.iter().rposition(|byte| *byte == b'\n') {
            return Ok(Some(from + at as u64 + 1));
        }
        to = from;
        if len - to > LONGEST {
            return Ok(None);
        }
    }
    Ok(Some(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn opened(content: &str) -> (Result<Option<Healed>, BookError>, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.ndjson");
        fs::write(&path, content).unwrap();
        let healed = Appender::open(&path).map(|(mut appender, healed)| {
            appender.append(b"{\"n\":9}\n").unwrap();
            healed
        });
        (healed, fs::read_to_string(&path).unwrap())
    }

    #[test]
    fn a_file_in_order_is_only_added_to() {
        for content in ["", "{\"n\":1}\n", "{\"n\":1}\n{\"n\":2}\n"] {
            let (healed, after) = opened(content);
            assert_eq!(healed.unwrap(), None);
            assert_eq!(after, format!("{content}{{\"n\":9}}\n"));
        }
    }

    #[test]
    fn a_torn_last_line_is_taken_away_and_a_whole_one_ended() {
        let (healed, after) = opened("{\"n\":1}\n{\"n\":2,\"te");
        assert_eq!((healed.unwrap().unwrap().cut, &*after), (10, "{\"n\":1}\n{\"n\":9}\n"));
        let (healed, after) = opened("{\"n\":1}\n{\"n\":2}");
        assert_eq!((healed.unwrap().unwrap().cut, &*after), (0, "{\"n\":1}\n{\"n\":2}\n{\"n\":9}\n"));
        let (healed, after) = opened("{\"n\":1");
        assert_eq!((healed.unwrap().unwrap().cut, &*after), (6, "{\"n\":9}\n"));
    }

    #[test]
    fn a_file_of_something_else_is_left_alone() {
        for content in ["{\n  \"n\": 1\n}", "{\n  \"n\": 1\n}\n", "# notes\n{}\n", "some text"] {
            let (healed, after) = opened(content);
            assert!(matches!(healed, Err(BookError::Foreign { .. })), "{content}");
            assert_eq!(after, content);
        }
    }

    #[test]
    fn two_cannot_write_to_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.ndjson");
        let first = Appender::open(&path).unwrap();
        assert!(matches!(Appender::open(&path), Err(BookError::Busy { .. })));
        drop(first);
        assert!(Appender::open(&path).is_ok());
    }

    #[test]
    fn the_tail_begins_with_a_whole_line() {
        let folder = tempfile::tempdir().unwrap();
        let (mut appender, _) = Appender::open(&folder.path().join("a")).unwrap();
        appender.append(b"{\"n\":1}\n{\"n\":2}\n").unwrap();
        assert_eq!(appender.tail(10).unwrap(), b"{\"n\":2}\n");
        assert_eq!(appender.tail(100).unwrap(), b"{\"n\":1}\n{\"n\":2}\n");
    }
}
