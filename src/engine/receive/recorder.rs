//! The receiver's books: one thread writes what came, many requests wait for one flush to disk.

use std::path::PathBuf;
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;

use super::dedup::Memory;
use super::raw_record;
use super::seen::Seen;
use crate::files::{AppendError, AppendLog, Healed, LineKind, TellDisturbance, Torn, is_cut_json};

/// How long duplicates are recognised where the user says nothing: the vendor advises 7.1 h.
const WINDOW: Duration = Duration::from_hours(8);
/// Entries that share one flush at most.
const BATCH: usize = 4096;

/// A record as a file: an event a line. What was cut off by a crash was never acknowledged, and is kept all the same.
pub(crate) const RECORD: LineKind = LineKind {
    name: "a record of events, one JSON document a line",
    is_ours: |line| {
        serde_json::from_slice::<Value>(line)
            .is_ok_and(|it| it["header"].is_object() || it["event"].is_object())
    },
    begins_ours: |line, first| !first && line.starts_with(b"{") && is_cut_json(line),
    torn: Torn::MoveAside,
};

/// What is kept, and where.
#[derive(Clone, Debug)]
pub struct BookPlan {
    /// Told when a file is renamed, deleted or cut while it is written to.
    pub tell: TellDisturbance,
    /// The file of events, a line each (`--record`).
    pub record: Option<PathBuf>,
    /// The file of requests as they came (`--record-raw`).
    pub raw: Option<PathBuf>,
    /// Leaves events out of the record whose id was acknowledged within this time (`--dedupe`). It needs a record.
    pub dedupe: Option<Duration>,
}

impl Default for BookPlan {
    fn default() -> Self {
        Self { tell: |_, _| {}, record: None, raw: None, dedupe: None }
    }
}

/// What one request leaves in the books.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// When it came, ms since the epoch.
    pub(crate) at: i64,
    /// The event, where it is going to be acknowledged.
    pub(crate) event: Option<Event>,
    /// The request's line for the raw file.
    pub(crate) raw: Option<Vec<u8>>,
}

/// An event that is going to be acknowledged.
#[derive(Debug)]
pub(crate) struct Event {
    pub(crate) id: Option<String>,
    /// Its line, without the end.
    pub(crate) line: Vec<u8>,
}

/// What became of an entry once it is on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entered {
    /// When the same id was acknowledged first, ms.
    pub(crate) duplicate_of: Option<i64>,
    /// Whether the event was written.
    pub(crate) recorded: bool,
}

type Outcome = Result<Entered, String>;
type Slip = (Entry, oneshot::Sender<Outcome>);

/// What was not in order when the files were opened, and is now.
#[derive(Debug, Default)]
pub struct Mended {
    /// Files whose last line was torn.
    pub healed: Vec<Healed>,
    /// Event ids that are forgotten, for their events are not in the record.
    pub forgotten: usize,
}

/// The books, open. Dropping them waits for the last flush.
#[derive(Debug)]
pub(crate) struct Book {
    slips: Option<mpsc::Sender<Slip>>,
    writer: Option<JoinHandle<()>>,
}

impl Book {
    /// Opens the files and starts the writer. `now` is ms since the epoch. Also tells what was mended.
    pub(crate) fn open(plan: &BookPlan, now: i64) -> Result<(Self, Mended), AppendError> {
        let mut healed = Vec::new();
        let mut open = |path: &Option<PathBuf>, kind| -> Result<Option<AppendLog>, AppendError> {
            let Some(path) = path else { return Ok(None) };
            let (log, mended) = AppendLog::open(path, kind, plan.tell)?;
            healed.extend(mended);
            Ok(Some(log))
        };
        let (record, raw) = (open(&plan.record, RECORD)?, open(&plan.raw, raw_record::KIND)?);
        let window = plan.dedupe.unwrap_or(WINDOW);
        let mut memory = Memory::new(window);
        let window_ms = i64::try_from(window.as_millis()).unwrap_or(i64::MAX);
        let seen = match (&plan.record, &record, plan.dedupe) {
            (Some(path), Some(events), Some(_)) => Some(
                Seen::open(path, events, &mut memory, (now.saturating_sub(window_ms), now))
                    .map_err(|source| AppendError::Open { path: path.clone(), source })?,
            ),
            _ => None,
        };
        let forgotten = seen.as_ref().map_or(0, Seen::forgotten);
        let mut writer = Writer { record, raw, memory, window_ms, seen, dedupe: plan.dedupe.is_some() };
        let (slips, queue) = mpsc::channel();
        let thread = std::thread::Builder::new().name("record".to_owned()).spawn(move || writer.run(&queue));
        let thread = thread.map_err(|source| AppendError::Open {
            path: plan.record.clone().or(plan.raw.clone()).unwrap_or_default(),
            source,
        })?;
        Ok((Self { slips: Some(slips), writer: Some(thread) }, Mended { healed, forgotten }))
    }

    /// Enters a request and waits until it is on disk. The error says why it is not.
    pub(crate) async fn enter(&self, entry: Entry) -> Outcome {
        let (sender, outcome) = oneshot::channel();
        let sent = self.slips.as_ref().map(|slips| slips.send((entry, sender)));
        match sent {
            Some(Ok(())) => outcome.await.unwrap_or_else(|_| Err("the writer has stopped".to_owned())),
            _ => Err("the writer has stopped".to_owned()),
        }
    }
}

impl Drop for Book {
    fn drop(&mut self) {
        drop(self.slips.take());
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}

/// The thread's side.
struct Writer {
    record: Option<AppendLog>,
    raw: Option<AppendLog>,
    memory: Memory,
    window_ms: i64,
    seen: Option<Seen>,
    dedupe: bool,
}

impl Writer {
    fn run(&mut self, queue: &mpsc::Receiver<Slip>) {
        while let Ok(first) = queue.recv() {
            let mut batch = vec![first];
            batch.extend(queue.try_iter().take(BATCH - 1));
            self.commit(batch);
        }
    }

    /// Writes a batch with one flush a file, then answers everyone in it. A duplicate within the batch is answered
    /// after the flush as well: what it repeats must be on disk first.
    fn commit(&mut self, batch: Vec<Slip>) {
        let (mut events, mut raw, mut fresh) = (Vec::new(), Vec::new(), Vec::new());
        let mut entered = Vec::with_capacity(batch.len());
        for (entry, _) in &batch {
            entered.push(self.place(entry, &mut events, &mut fresh));
            if let Some(line) = &entry.raw {
                raw.extend_from_slice(line);
                raw.push(b'\n');
            }
        }
        let append =
            |file: &mut Option<AppendLog>, lines| file.as_mut().map_or(Ok(()), |it| it.append(lines));
        let written = append(&mut self.raw, &raw).and_then(|()| append(&mut self.record, &events));
        match &written {
            Ok(()) => self.remember(&fresh),
            Err(_) => fresh.iter().for_each(|(id, _)| self.memory.unlearn(id)),
        }
        for ((_, sender), entered) in batch.into_iter().zip(entered) {
            let outcome = written.as_ref().map(|()| entered).map_err(ToString::to_string);
            // Whoever waited may be gone; the entry stands all the same.
            let _ = sender.send(outcome);
        }
    }

    /// Decides on one entry and adds its line.
    fn place(&mut self, entry: &Entry, events: &mut Vec<u8>, fresh: &mut Vec<(String, i64)>) -> Entered {
        let Some(event) = &entry.event else { return Entered::default() };
        let duplicate_of = event.id.as_deref().and_then(|id| self.memory.first(id, entry.at));
        if let (None, Some(id)) = (duplicate_of, &event.id) {
            self.memory.learn(id, entry.at);
            fresh.push((id.clone(), entry.at));
        }
        let recorded = self.record.is_some() && !(self.dedupe && duplicate_of.is_some());
        if recorded {
            events.extend_from_slice(&event.line);
            events.push(b'\n');
        }
        Entered { duplicate_of, recorded }
    }

    /// Keeps the ids for the next start. Where that fails, the record's end still has them.
    fn remember(&mut self, fresh: &[(String, i64)]) {
        let Some((_, now)) = fresh.last() else { return };
        let since = now.saturating_sub(self.window_ms);
        if self.seen.as_mut().is_some_and(|it| it.append(fresh, since).is_err()) {
            self.seen = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn entry(id: &str, at: i64) -> Entry {
        let line = format!("{{\"header\":{{\"event_id\":\"{id}\"}}}}").into_bytes();
        Entry { at, event: Some(Event { id: Some(id.to_owned()), line }), raw: None }
    }

    fn enter(book: &Book, id: &str, at: i64) -> Entered {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(book.enter(entry(id, at))).unwrap()
    }

    #[test]
    fn duplicates_are_left_out_across_restarts_for_the_window() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.ndjson");
        let plan = BookPlan {
            record: Some(path.clone()),
            dedupe: Some(Duration::from_secs(1)),
            ..BookPlan::default()
        };
        let now = 1_700_000_000_000;
        let (book, _) = Book::open(&plan, now).unwrap();
        assert_eq!(enter(&book, "a", now), Entered { duplicate_of: None, recorded: true });
        drop(book);
        let (book, _) = Book::open(&plan, now + 500).unwrap();
        assert_eq!(enter(&book, "a", now + 500), Entered { duplicate_of: Some(now), recorded: false });
        assert_eq!(enter(&book, "a", now + 1001), Entered { duplicate_of: None, recorded: true });
        drop(book);
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
    }

    #[test]
    fn without_dedupe_a_duplicate_is_marked_and_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.ndjson");
        let plan = BookPlan { record: Some(path.clone()), ..BookPlan::default() };
        let (book, _) = Book::open(&plan, 0).unwrap();
        enter(&book, "a", 1);
        assert_eq!(enter(&book, "a", 2), Entered { duplicate_of: Some(1), recorded: true });
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
    }

    #[test]
    fn without_files_nothing_is_written_and_duplicates_are_known() {
        let (book, _) = Book::open(&BookPlan::default(), 0).unwrap();
        assert_eq!(enter(&book, "a", 1), Entered::default());
        assert_eq!(enter(&book, "a", 2).duplicate_of, Some(1));
    }
}
