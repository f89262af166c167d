//! The dedup of event ids across restarts: a file beside the record, and the end of the record itself.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::dedup::{BOUND, Dedup};
use crate::files::{AppendLog, Readers, Replacement};

/// How much of the record's end is read for ids that a crash kept from the file beside it, bytes.
const TAIL: u64 = 16 << 20;

/// What every line of the file begins with.
const BEGIN: &[u8] = b"{\"at\":";
/// The longest line that is read, bytes.
const LONGEST: u64 = 1 << 20;

/// One id and when it was acknowledged first, ms since the epoch.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    at: i64,
    event_id: std::borrow::Cow<'a, str>,
}

/// The file beside the record: `events.ndjson.seen`. It is written after the record, never before: an id that stands
/// here without its event would lose the event when it comes again.
#[derive(Debug)]
pub(crate) struct Seen {
    path: PathBuf,
    file: File,
    /// Lines in the file.
    lines: usize,
    forgotten: usize,
}

impl Seen {
    /// Opens the file beside `record` and fills `dedup` from it and from the record's end. Ids from before `since` are
    /// dropped from the file; both times in ms since the epoch.
    pub(crate) fn open(
        record: &Path,
        events: &AppendLog,
        dedup: &mut Dedup,
        (since, now): (i64, i64),
    ) -> io::Result<Self> {
        let mut path = record.as_os_str().to_owned();
        path.push(".seen");
        let path = PathBuf::from(path);
        let mut known = HashMap::new();
        let (file, lines) = compacted(&path, since, |id, at| {
            known.insert(id.to_owned(), at);
        })?;
        let mut seen = Self { path, file, lines, forgotten: 0 };
        seen.learn_recorded(events, known, dedup)?;
        // When such an event came is not known; the record was last written when the latest did.
        let written = fs::metadata(record)?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let at = i64::try_from(written.as_millis()).unwrap_or(now).min(now);
        if at >= since {
            let tail = events.tail(TAIL)?;
            let ids = tail.split(|byte| *byte == b'\n').filter_map(event_id);
            let unknown: Vec<_> = ids.filter(|id| !dedup.knows(id) && dedup.learn(id, at)).collect();
            seen.append(&unknown.into_iter().map(|id| (id, at)).collect::<Vec<_>>(), since)?;
        }
        Ok(seen)
    }

    /// Takes over the ids whose event is in the record, in the order they came. Of the others no event is left: were they
    /// remembered, an event that comes again would be acknowledged and be nowhere.
    fn learn_recorded(
        &mut self,
        events: &AppendLog,
        mut known: HashMap<String, i64>,
        dedup: &mut Dedup,
    ) -> io::Result<()> {
        let mut file = events.file();
        file.seek(SeekFrom::Start(0))?;
        let mut found = Vec::new();
        let mut lines = BufReader::with_capacity(1 << 16, file).split(b'\n');
        while !known.is_empty()
            && let Some(line) = lines.next().transpose()?
        {
            if let Some(entry) = event_id(&line).and_then(|id| known.remove_entry(&id)) {
                found.push(entry);
            }
        }
        found.sort_by_key(|(_, at)| *at);
        for (id, at) in found {
            dedup.learn(&id, at);
        }
        self.forgotten = known.len();
        Ok(())
    }

    /// Ids that were in the file and whose event is not in the record.
    pub(crate) fn forgotten(&self) -> usize {
        self.forgotten
    }

    /// Adds ids. Not flushed to disk: what a power failure takes is found again at the record's end.
    pub(crate) fn append(&mut self, ids: &[(String, i64)], since: i64) -> io::Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let mut text = Vec::new();
        for (id, at) in ids {
            write(&mut text, id, *at)?;
        }
        self.file.write_all(&text)?;
        self.lines += ids.len();
        if self.lines > 2 * BOUND {
            (self.file, self.lines) = compacted(&self.path, since, |_, _| {})?;
        }
        Ok(())
    }
}

fn write(out: &mut impl io::Write, event_id: &str, at: i64) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Line { at, event_id: event_id.into() })?;
    out.write_all(b"\n")
}

/// `header.event_id` of an event.
fn event_id(line: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Event {
        header: Header,
    }
    #[derive(Deserialize)]
    struct Header {
        event_id: String,
    }
    serde_json::from_slice::<Event>(line).ok().map(|it| it.header.event_id)
}

/// Rewrites the file with the ids since `since`, the latest [`BOUND`] of them, tells `learn` of each, and opens it for
/// more. A last line that a crash cut off is dropped: the record knows its id.
fn compacted(path: &Path, since: i64, mut learn: impl FnMut(&str, i64)) -> io::Result<(File, usize)> {
    check_ours(path)?;
    let new = Replacement::of(path, Readers::Owner)?;
    let (mut kept, mut lines) = (BufWriter::new(new.file()), 0);
    let skipped = count(path, since)?.saturating_sub(BOUND);
    let mut position = 0;
    each(path, since, |line| {
        position += 1;
        if position <= skipped {
            return Ok(());
        }
        lines += 1;
        learn(&line.event_id, line.at);
        write(&mut kept, &line.event_id, line.at)
    })?;
    kept.flush()?;
    drop(kept);
    new.keep()?;
    Ok((OpenOptions::new().append(true).open(path)?, lines))
}

/// Fails where a file is there and holds something else than ids: it is left as it is.
fn check_ours(path: &Path) -> io::Result<()> {
    let foreign =
        || io::Error::other(format!("`{}` is there and holds no event ids; move it away", path.display()));
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(it) if !it.is_file() => return Err(foreign()),
        Ok(_) => {}
    }
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut reader).take(LONGEST).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let is_cut = line.last() != Some(&b'\n');
        let begins = line.starts_with(BEGIN) || (is_cut && BEGIN.starts_with(&line));
        if !begins || !(is_cut || serde_json::from_slice::<Line<'_>>(&line).is_ok()) {
            return Err(foreign());
        }
    }
}

fn count(path: &Path, since: i64) -> io::Result<usize> {
    let mut lines = 0;
    each(path, since, |_| {
        lines += 1;
        Ok(())
    })?;
    Ok(lines)
}

fn each(path: &Path, since: i64, mut take: impl FnMut(Line<'_>) -> io::Result<()>) -> io::Result<()> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for line in BufReader::new(file).split(b'\n') {
        let line = line?;
        match serde_json::from_slice::<Line<'_>>(&line) {
            Ok(line) if line.at >= since => take(line)?,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const EVENT: &[u8] = b"{\"schema\":\"2.0\",\"header\":{\"event_id\":\"e-record\"}}\n";

    #[test]
    fn ids_come_back_from_the_file_beside_and_from_the_records_end() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("events.ndjson");
        let (mut events, _) = AppendLog::open(&record, super::super::recorder::RECORD, |_, _| {}).unwrap();
        events.append(EVENT).unwrap();
        events.append(b"{\"schema\":\"2.0\",\"header\":{\"event_id\":\"e\"}}\n").unwrap();
        let side = folder.path().join("events.ndjson.seen");
        fs::write(&side, "{\"at\":5,\"event_id\":\"old\"}\n{\"at\":50,\"event_id\":\"e\"}\n{\"at\":51,\"event_id\":\"gone\"}\n{\"at\":6")
            .unwrap();
        let mut dedup = Dedup::new(Duration::from_secs(1 << 40));
        let mut seen = Seen::open(&record, &events, &mut dedup, (10, 1 << 40)).unwrap();
        assert_eq!((dedup.first("old", 60), dedup.first("e", 60)), (None, Some(50)));
        assert_eq!(seen.forgotten(), 1, "no event of `gone` is in the record");
        assert_eq!(dedup.first("gone", 60), None);
        assert!(dedup.knows("e-record"));
        seen.append(&[("next".to_owned(), 70)], 10).unwrap();
        let text = fs::read_to_string(&side).unwrap();
        assert!(
            !text.contains("old") && text.contains("e-record") && text.ends_with("\"next\"}\n"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 4);
    }

    #[test]
    fn a_foreign_file_of_that_name_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("events.ndjson");
        let (events, _) = AppendLog::open(&record, super::super::recorder::RECORD, |_, _| {}).unwrap();
        let side = folder.path().join("events.ndjson.seen");
        for content in
            ["notes", "{\"at\":1}\n", "{\"event_id\":\"a\"}\n", "{\"at\":1,\"event_id\":\"a\"}\nmore\n"]
        {
            fs::write(&side, content).unwrap();
            let mut dedup = Dedup::new(Duration::from_secs(1));
            assert!(Seen::open(&record, &events, &mut dedup, (0, 1)).is_err(), "{content}");
            assert_eq!(fs::read_to_string(&side).unwrap(), content);
        }
    }
}
