//! The receiver's record: one thread writes what came, many requests wait for one flush to disk.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Duration;

use super::dedup::{Dedup, DedupVerdict, Identity};
use super::raw_record;
use super::seen::SeenFile;
use crate::engine::redact::Pseudonyms;
use crate::files::{AppendError, AppendLog, GroupCommit, Healed, LineFit, LineKind, TellDisturbance, Torn};
use crate::json::{Kind, Node, parse_lenient};

/// How long duplicates are recognised where the user says nothing: the vendor advises 7.1 h.
const WINDOW: Duration = Duration::from_hours(8);
/// Entries that share one flush at most.
const BATCH: usize = 4096;

/// A record as a file: an event a line. What was cut off by a crash was never acknowledged, and is kept all the same.
pub(crate) const RECORD: LineKind = LineKind {
    name: "a record of events, one JSON document a line",
    fit: |line| {
        let Ok(parsed) = parse_lenient(line) else { return LineFit::Foreign };
        // Earlier versions kept whatever JSON came.
        if is_event(&parsed.root) { LineFit::Ours } else { LineFit::Possible }
    },
    begins_ours: |line, first| {
        !first && line.starts_with(b"{") && parse_lenient(line).is_err_and(|error| error.is_cut(line))
    },
    torn: Torn::MoveAside,
};

/// Whether a document is built as an event, in order or not. Nothing else is acknowledged: a file of it would not be
/// known again as a record.
pub(crate) fn is_event(root: &Node<'_>) -> bool {
    ["header", "event"].iter().any(|name| matches!(root.get(name).map(|it| &it.kind), Some(Kind::Object(_))))
}

/// What is kept, and where.
#[derive(Clone, Debug)]
pub struct RecordPlan {
    /// Told when a file is renamed, deleted or cut while it is written to.
    pub tell: TellDisturbance,
    /// The file of events, a line each (`--record`).
    pub record: Option<PathBuf>,
    /// The file of requests as they came (`--record-raw`).
    pub raw: Option<PathBuf>,
    /// Leaves events out of the record that were acknowledged within this time (`--dedupe`). It needs a record.
    pub dedupe: Option<Duration>,
    /// What the record holds in the place of what identifies anybody; events are known again by it, too (`--redact`).
    pub pseudonyms: Option<Pseudonyms>,
    /// Whether what is told of a request holds all that came.
    pub keeps_requests: bool,
}

impl Default for RecordPlan {
    fn default() -> Self {
        Self {
            tell: |_, _| {},
            record: None,
            raw: None,
            dedupe: None,
            pseudonyms: None,
            keeps_requests: false,
        }
    }
}

/// What one request leaves in the record.
#[derive(Debug, Default)]
pub(crate) struct Addition {
    /// When it came, ms since the epoch.
    pub(crate) at: i64,
    /// The event, where it is going to be acknowledged.
    pub(crate) event: Option<RecordedEvent>,
    /// The request's line for the raw file.
    pub(crate) raw: Option<Vec<u8>>,
}

/// An event that is going to be acknowledged.
#[derive(Debug)]
pub(crate) struct RecordedEvent {
    /// What it is known by again, where it has an id.
    pub(crate) identity: Option<Identity>,
    /// Its line, without the end.
    pub(crate) line: Vec<u8>,
}

/// What became of an addition once it is on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Added {
    pub(crate) known: DedupVerdict,
    pub(crate) recorded: bool,
}

type AddResult = Result<Added, String>;

/// What was not in order when the files were opened, and is now.
#[derive(Debug, Default)]
pub struct Mended {
    /// Files whose last line was torn.
    pub healed: Vec<Healed>,
    /// Events that are forgotten, for they are not in the record.
    pub forgotten: usize,
}

/// The record, open. Dropping them waits for the last flush.
#[derive(Debug)]
pub(crate) struct Recorder(GroupCommit<Addition, AddResult>);

impl Recorder {
    /// Opens the files and starts the writer. `now` is ms since the epoch. Also tells what was mended.
    pub(crate) fn open(plan: &RecordPlan, now: i64) -> Result<(Self, Mended), AppendError> {
        let mut healed = Vec::new();
        let mut open = |path: &Option<PathBuf>, kind| -> Result<Option<AppendLog>, AppendError> {
            let Some(path) = path else { return Ok(None) };
            let (log, mended) = AppendLog::open(path, kind, plan.tell)?;
            healed.extend(mended);
            Ok(Some(log))
        };
        let (record, raw) = (open(&plan.record, RECORD)?, open(&plan.raw, raw_record::KIND)?);
        let window = plan.dedupe.unwrap_or(WINDOW);
        let mut dedup = Dedup::new(window);
        let since = now.saturating_sub(dedup.window_ms);
        let seen = match (&plan.record, &record, plan.dedupe) {
            (Some(path), Some(events), Some(_)) => Some(
                SeenFile::open(path, events, &mut dedup, (since, now))
                    .map_err(|source| AppendError::Open { path: path.clone(), source })?,
            ),
            _ => None,
        };
        let forgotten = seen.as_ref().map_or(0, |it| it.forgotten);
        let mut writer = Writer { record, raw, dedup, seen, dedupe: plan.dedupe.is_some() };
        let commit =
            GroupCommit::start(BATCH, move |batch: &[Addition]| ControlFlow::Continue(writer.commit(batch)));
        let commit = commit.map_err(|source| AppendError::Open {
            path: plan.record.clone().or(plan.raw.clone()).unwrap_or_default(),
            source,
        })?;
        Ok((Self(commit), Mended { healed, forgotten }))
    }

    /// Enters a request and waits until it is on disk. The error says why it is not.
    pub(crate) async fn add(&self, addition: Addition) -> AddResult {
        self.0.commit(addition).await.unwrap_or_else(|| Err("the writer has stopped".to_owned()))
    }
}

/// The thread's side.
struct Writer {
    record: Option<AppendLog>,
    raw: Option<AppendLog>,
    dedup: Dedup,
    seen: Option<SeenFile>,
    dedupe: bool,
}

impl Writer {
    /// Writes a batch with one flush a file, then everyone in it is answered. A duplicate within the batch is answered
    /// after the flush as well: what it repeats must be on disk first.
    fn commit(&mut self, batch: &[Addition]) -> Vec<AddResult> {
        let (mut events, mut raw, mut fresh) = (Vec::new(), Vec::new(), Vec::new());
        let mut added = Vec::with_capacity(batch.len());
        for addition in batch {
            added.push(self.place(addition, &mut events, &mut fresh));
            if let Some(line) = &addition.raw {
                raw.extend_from_slice(line);
                raw.push(b'\n');
            }
        }
        let append =
            |file: &mut Option<AppendLog>, lines| file.as_mut().map_or(Ok(()), |it| it.append(lines));
        let mut written = append(&mut self.raw, &raw);
        if written.is_ok() {
            written = append(&mut self.record, &events);
            if let (Err(_), Some(file)) = (&written, &mut self.raw) {
                // What is answered with 500 must not stand there like what was acknowledged. Why that failed is said.
                let _ = file.take_back(raw.len());
            }
        }
        match &written {
            Ok(()) => self.remember(&fresh),
            Err(_) => fresh.iter().for_each(|(event, _)| self.dedup.unlearn(event)),
        }
        added.into_iter().map(|it| written.as_ref().map(|()| it).map_err(ToString::to_string)).collect()
    }

    /// Decides on one addition and adds its line.
    fn place(
        &mut self,
        addition: &Addition,
        events: &mut Vec<u8>,
        fresh: &mut Vec<(Identity, i64)>,
    ) -> Added {
        let Some(event) = &addition.event else { return Added::default() };
        let known = event.identity.as_ref().map_or(DedupVerdict::New, |it| self.dedup.meet(it, addition.at));
        let is_duplicate = matches!(known, DedupVerdict::Same(_));
        if let (false, Some(identity)) = (is_duplicate, &event.identity) {
            self.dedup.learn(identity, addition.at);
            fresh.push((identity.clone(), addition.at));
        }
        let recorded = self.record.is_some() && !(self.dedupe && is_duplicate);
        if recorded {
            events.extend_from_slice(&event.line);
            events.push(b'\n');
        }
        Added { known, recorded }
    }

    /// Keeps the events for the next start. Where that fails, the record's end still has them.
    fn remember(&mut self, fresh: &[(Identity, i64)]) {
        let Some((_, now)) = fresh.last() else { return };
        let since = now.saturating_sub(self.dedup.window_ms);
        if self.seen.as_mut().is_some_and(|it| it.append(fresh, since).is_err()) {
            self.seen = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DedupVerdict::{New, Same};
    use super::*;
    use crate::catalog;
    use crate::json::parse_lenient;
    use std::fs;

    fn addition(id: &str, at: i64) -> Addition {
        let line = format!("{{\"header\":{{\"event_id\":\"{id}\"}}}}").into_bytes();
        // As the line reads after a restart.
        let identity = Identity::of(&catalog::view(&parse_lenient(&line).unwrap()));
        Addition { at, event: Some(RecordedEvent { identity, line }), raw: None }
    }

    fn add(record: &Recorder, id: &str, at: i64) -> Added {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(record.add(addition(id, at))).unwrap()
    }

    #[test]
    fn duplicates_are_left_out_across_restarts_for_the_window() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.ndjson");
        let plan = RecordPlan {
            record: Some(path.clone()),
            dedupe: Some(Duration::from_secs(1)),
            ..RecordPlan::default()
        };
        let now = 1_700_000_000_000;
        let (record, _) = Recorder::open(&plan, now).unwrap();
        assert_eq!(add(&record, "a", now), Added { known: New, recorded: true });
        drop(record);
        let (record, _) = Recorder::open(&plan, now + 500).unwrap();
        assert_eq!(add(&record, "a", now + 500), Added { known: Same(now), recorded: false });
        assert_eq!(add(&record, "a", now + 1001), Added { known: New, recorded: true });
        drop(record);
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
    }

    #[test]
    fn without_dedupe_a_duplicate_is_marked_and_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("events.ndjson");
        let plan = RecordPlan { record: Some(path.clone()), ..RecordPlan::default() };
        let (record, _) = Recorder::open(&plan, 0).unwrap();
        add(&record, "a", 1);
        assert_eq!(add(&record, "a", 2), Added { known: Same(1), recorded: true });
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 2);
    }

    #[test]
    fn what_cannot_be_recorded_leaves_nothing_in_the_raw_record() {
        let folder = tempfile::tempdir().unwrap();
        let [record_path, raw_path] = ["events.ndjson", "raw.ndjson"].map(|it| folder.path().join(it));
        let (record, raw) = (Some(record_path.clone()), Some(raw_path.clone()));
        let plan = RecordPlan { record, raw, ..RecordPlan::default() };
        let (record, _) = Recorder::open(&plan, 0).unwrap();
        add(&record, "a", 1);
        fs::remove_file(&record_path).unwrap();
        fs::create_dir(&record_path).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let lost = Addition { raw: Some(b"{\"at\":2}".to_vec()), ..addition("b", 2) };
        assert!(runtime.block_on(record.add(lost)).is_err());
        assert_eq!(fs::read_to_string(&raw_path).unwrap(), "");
    }

    #[test]
    fn without_files_nothing_is_written_and_duplicates_are_known() {
        let (record, _) = Recorder::open(&RecordPlan::default(), 0).unwrap();
        assert_eq!(add(&record, "a", 1), Added::default());
        assert_eq!(add(&record, "a", 2).known, Same(1));
    }
}
