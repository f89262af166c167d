//! The dedup of events across restarts: a file beside the record, and the end of the record itself.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead as _, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::dedup::{BOUND, Dedup, Identity};
use crate::catalog;
use crate::files::{AppendLog, Readers, Replacement};
use crate::json::parse_lenient;

/// How much of the record's end is read for ids that a crash kept from the file beside it, bytes.
const TAIL: u64 = 16 << 20;

/// What every line of the file begins with.
const BEGIN: &[u8] = b"{\"at\":";
/// The longest line that is read, bytes.
const MAX_LINE: u64 = 1 << 20;

/// One event and when it was acknowledged first, ms since the epoch.
#[derive(Serialize, Deserialize)]
struct SeenLine<'a> {
    at: i64,
    event_id: Cow<'a, str>,
    /// The digest of its content, 16 hex digits. Earlier versions wrote none: such a line means the event of this id in
    /// the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    content: Option<Cow<'a, str>>,
}

impl SeenLine<'_> {
    /// Whether an event was acknowledged since then; earlier versions knew events without an id by that.
    fn is_since(&self, since: i64) -> bool {
        self.at >= since && !self.event_id.is_empty()
    }

    fn content(&self) -> Option<u64> {
        self.content.as_deref().and_then(|it| u64::from_str_radix(it, 16).ok())
    }
}

/// An event of the file: its content, where that is written, and when it came.
type SeenEvent = (Option<u64>, i64);

/// The file beside the record: `events.ndjson.seen`. It is written after the record, never before: an id that stands
/// here without its event would lose the event when it comes again.
#[derive(Debug)]
pub(crate) struct SeenFile {
    path: PathBuf,
    file: File,
    lines: usize,
    /// Events that were in the file and are not in the record.
    pub(crate) forgotten: usize,
}

impl SeenFile {
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
        let mut known: HashMap<String, Vec<SeenEvent>> = HashMap::new();
        let (file, lines) = compacted(&path, since, |line| {
            known.entry(line.event_id.to_string()).or_default().push((line.content(), line.at));
        })?;
        let mut seen = Self { path, file, lines, forgotten: 0 };
        // When an event came that the file lacks is not known; the record was last written when the latest did.
        let written = fs::metadata(record)?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let at = i64::try_from(written.as_millis()).unwrap_or(now).min(now);
        let latest = seen.learn_recorded(events, known, dedup, at >= since)?;
        let mut unknown = Vec::new();
        for event in latest {
            if !dedup.knows(&event) {
                dedup.learn(&event, at);
                unknown.push((event, at));
            }
        }
        seen.append(&unknown, since)?;
        Ok(seen)
    }

    /// Takes over what is in the record, too, in the order it came. Of the rest no event is left: were it remembered, an
    /// event that comes again would be acknowledged and be nowhere. Gives the other events of the record's end, where
    /// they are asked for.
    fn learn_recorded(
        &mut self,
        events: &AppendLog,
        mut known: HashMap<String, Vec<SeenEvent>>,
        dedup: &mut Dedup,
        wants_latest: bool,
    ) -> io::Result<Vec<Identity>> {
        let mut file = &events.file;
        let len = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        let end_from = if wants_latest { len.saturating_sub(TAIL) } else { len };
        let (mut found, mut latest, mut offset) = (Vec::new(), Vec::new(), 0);
        let mut lines = BufReader::with_capacity(1 << 16, file).split(b'\n');
        while !(known.is_empty() && end_from == len)
            && let Some(line) = lines.next().transpose()?
        {
            let is_latest = offset >= end_from;
            offset += line.len() as u64 + 1;
            if known.is_empty() && !is_latest {
                continue;
            }
            let Some(event) = identity(&line) else { continue };
            let is_it = |(content, _): &SeenEvent| content.is_none_or(|it| it == event.content);
            let same = known.get_mut(&event.event_id);
            match same.and_then(|it| Some((it.iter().position(is_it)?, it))) {
                Some((index, events)) => {
                    let (_, at) = events.swap_remove(index);
                    if events.is_empty() {
                        known.remove(&event.event_id);
                    }
                    found.push((event, at));
                }
                None if is_latest => latest.push(event),
                None => {}
            }
        }
        found.sort_by_key(|(_, at)| *at);
        for (event, at) in found {
            dedup.learn(&event, at);
        }
        self.forgotten = known.values().map(Vec::len).sum();
        Ok(latest)
    }

    /// Adds events. Not flushed to disk: what a power failure takes is found again at the record's end.
    pub(crate) fn append(&mut self, events: &[(Identity, i64)], since: i64) -> io::Result<()> {
        if events.is_empty() {
            return Ok(());
        }
        let mut text = Vec::new();
        for (Identity { event_id, content }, at) in events {
            let content = Some(format!("{content:016x}").into());
            write(&mut text, &SeenLine { at: *at, event_id: event_id.into(), content })?;
        }
        self.file.write_all(&text)?;
        self.lines += events.len();
        if self.lines > 2 * BOUND {
            (self.file, self.lines) = compacted(&self.path, since, |_| {})?;
        }
        Ok(())
    }
}

fn write(out: &mut impl io::Write, line: &SeenLine<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}

/// What the event on a line of the record is known by.
fn identity(line: &[u8]) -> Option<Identity> {
    parse_lenient(line).ok().and_then(|it| Identity::of(&catalog::view(&it)))
}

/// Rewrites the file with the events since `since`, the latest [`BOUND`] of them, tells `learn` of each, and opens it for
/// more. A last line that a crash cut off is dropped: the record knows its event.
fn compacted(path: &Path, since: i64, mut learn: impl FnMut(&SeenLine<'_>)) -> io::Result<(File, usize)> {
    let count = count_ours(path, since)?;
    let skipped = count.saturating_sub(BOUND);
    let new = Replacement::of(path, Readers::Owner)?;
    let mut kept = BufWriter::new(new.file());
    let mut position = 0;
    for line in opened(path)?.into_iter().flat_map(|it| it.split(b'\n')) {
        let line = line?;
        let line: Option<SeenLine<'_>> = serde_json::from_slice(&line).ok();
        let Some(line) = line.filter(|it| it.is_since(since)) else { continue };
        position += 1;
        if position > skipped {
            learn(&line);
            write(&mut kept, &line)?;
        }
    }
    kept.flush()?;
    drop(kept);
    new.keep()?;
    Ok((OpenOptions::new().append(true).open(path)?, count - skipped))
}

/// How many events since `since` a file has. Fails where it holds something else than ids: it is left as it is.
fn count_ours(path: &Path, since: i64) -> io::Result<usize> {
    let (mut count, mut line) = (0, Vec::new());
    let Some(mut reader) = opened(path)? else { return Ok(0) };
    loop {
        line.clear();
        if (&mut reader).take(MAX_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(count);
        }
        let is_cut = line.last() != Some(&b'\n');
        let begins = line.starts_with(BEGIN) || (is_cut && BEGIN.starts_with(&line));
        match serde_json::from_slice::<SeenLine<'_>>(&line) {
            Ok(it) if begins => count += usize::from(it.is_since(since)),
            Err(_) if begins && is_cut => {}
            _ => return Err(foreign(path)),
        }
    }
}

/// The file, where there is one.
fn opened(path: &Path) -> io::Result<Option<BufReader<File>>> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
        Ok(it) if !it.is_file() => Err(foreign(path)),
        Ok(_) => Ok(Some(BufReader::new(File::open(path)?))),
    }
}

fn foreign(path: &Path) -> io::Error {
    io::Error::other(format!("`{}` is there and holds no event ids; move it away", path.display()))
}

#[cfg(test)]
mod tests {
    use super::super::dedup::DedupVerdict::{self, New, Same};
    use super::*;
    use std::time::Duration;

    fn event(id: &str) -> Identity {
        identity(format!("{{\"header\":{{\"event_id\":\"{id}\"}}}}").as_bytes()).unwrap()
    }

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
        let mut seen = SeenFile::open(&record, &events, &mut dedup, (10, 1 << 40)).unwrap();
        assert_eq!((dedup.meet(&event("old"), 60), dedup.meet(&event("e"), 60)), (New, Same(50)));
        assert_eq!(seen.forgotten, 1, "no event of `gone` is in the record");
        assert_eq!(dedup.meet(&event("gone"), 60), New);
        assert!(dedup.knows(&event("e-record")));
        seen.append(&[(Identity { event_id: "next".to_owned(), content: 255 }, 70)], 10).unwrap();
        let text = fs::read_to_string(&side).unwrap();
        let ends = "\"next\",\"content\":\"00000000000000ff\"}\n";
        assert!(!text.contains("old") && text.contains("e-record") && text.ends_with(ends), "{text}");
        assert_eq!(text.lines().count(), 4);
    }

    #[test]
    fn two_events_of_one_id_both_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("events.ndjson");
        let (mut events, _) = AppendLog::open(&record, super::super::recorder::RECORD, |_, _| {}).unwrap();
        let of = |ticket: &str| {
            format!(
                r#"{{"header":{{"event_id":"e"}},"event":{{"object":{{"ticket_id":"{ticket}"}},"old_object":{{}}}}}}"#
            )
        };
        let ids = ["1", "2", "3"].map(|it| identity(of(it).as_bytes()).unwrap());
        events.append(format!("{}\n{}\n", of("1"), of("2")).as_bytes()).unwrap();
        let mut dedup = Dedup::new(Duration::from_secs(1 << 40));
        SeenFile::open(&record, &events, &mut dedup, (0, 1 << 40))
            .unwrap()
            .append(&[(ids[2].clone(), 7)], 0)
            .unwrap();
        let mut dedup = Dedup::new(Duration::from_secs(1 << 40));
        let seen = SeenFile::open(&record, &events, &mut dedup, (0, 1 << 40)).unwrap();
        assert!(dedup.knows(&ids[0]) && dedup.knows(&ids[1]));
        assert_eq!((dedup.meet(&ids[2], 8), seen.forgotten), (DedupVerdict::Other, 1));
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
            assert!(SeenFile::open(&record, &events, &mut dedup, (0, 1)).is_err(), "{content}");
            assert_eq!(fs::read_to_string(&side).unwrap(), content);
        }
    }
}
