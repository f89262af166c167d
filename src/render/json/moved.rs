//! What one event changed, in our JSON output, version 1 (see `shape`). Times are in ms and in RFC 3339, UTC.

use serde::Serialize;

use super::finding::Found;
use crate::model::{Stage, Status, Step};
use crate::render::text::Rfc3339;
use crate::report::{Finding, Moved as Record, Severity};

/// What one event changed.
#[derive(Serialize)]
pub(crate) struct Moved<'a> {
    file: &'a str,
    document: u64,
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    event_id: Option<&'a str>,
    ticket_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    create_time: Option<Time>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stage: Option<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<Updated>,
    r#move: &'static str,
    valid: bool,
    findings: Vec<Found<'a>>,
}

/// A point in time.
#[derive(Serialize)]
pub(crate) struct Time {
    ms: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    rfc3339: Option<Rfc3339>,
}

/// A code of the platform and its stable name.
#[derive(Serialize)]
pub(crate) struct Code {
    code: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
}

/// A code before and after.
#[derive(Serialize)]
pub(crate) struct Change {
    from: Code,
    to: Code,
    changed: bool,
}

#[derive(Serialize)]
struct Updated {
    #[serde(skip_serializing_if = "Option::is_none")]
    from_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_ms: Option<i64>,
}

impl<'a> Moved<'a> {
    /// The shape of `moved`; `shown` are those of its findings that are written.
    pub(crate) fn of(moved: &'a Record, shown: &'a [Finding]) -> Self {
        let subject = &moved.subject;
        // -1 on the wire means that there is no time.
        let (from, to) = (moved.old.updated_at, moved.ticket.updated_at);
        let (from_ms, to_ms) = (from.filter(|ms| *ms > 0), to.filter(|ms| *ms > 0));
        Self {
            file: &subject.file,
            document: subject.index,
            line: subject.line,
            event_id: subject.event_id.as_deref(),
            ticket_id: &moved.transition.ticket_id,
            at: moved.transition.at.map(Time::of),
            create_time: moved.create_time.map(Time::of),
            stage: moved.transition.stage.map(Change::stage),
            status: moved.transition.status.map(Change::status),
            updated_at: (from_ms.is_some() || to_ms.is_some()).then_some(Updated { from_ms, to_ms }),
            r#move: moved.transition.kind().name(),
            valid: !moved.findings.iter().any(|it| it.severity == Severity::Error),
            findings: shown.iter().map(Found::of).collect(),
        }
    }
}

impl Time {
    /// The time `ms` after the epoch; one that no calendar has is a number alone.
    pub(crate) fn of(ms: i64) -> Self {
        Self { ms, rfc3339: Rfc3339::of(ms) }
    }
}

impl Code {
    pub(crate) fn stage(stage: Stage) -> Self {
        Self { code: stage.code(), name: stage.name() }
    }

    pub(crate) fn status(status: Status) -> Self {
        Self { code: status.code(), name: status.name() }
    }
}

impl Change {
    pub(crate) fn stage(step: Step<Stage>) -> Self {
        Self { from: Code::stage(step.from), to: Code::stage(step.to), changed: step.changed() }
    }

    pub(crate) fn status(step: Step<Status>) -> Self {
        Self { from: Code::status(step.from), to: Code::status(step.to), changed: step.changed() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Json;
    use super::super::lines::Ndjson;
    use super::super::mirror::{Code, Line, Moment, Report, Time};
    use crate::render::Renderer as _;
    use crate::render::fixture::{MS, TICKET, event, lived, moved, record, rendered, tally};
    use crate::report::{Record, Summary};

    fn lines(records: &[Record]) -> Vec<Line> {
        let text = rendered(records, |page| Ndjson::new(page, "diff"));
        assert!(!text.contains("null"), "{text}");
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_move_has_codes_with_names_and_times_in_ms_and_rfc_3339() {
        let mut odd = event(MS, (1, 9), (2, 99), vec![]);
        odd.ticket.updated_at = Some(-1);
        odd.transition.at = Some(i64::MAX);
        let lines = lines(&[record(moved()), record(odd)]);
        let [_, Line::Moved(first), Line::Moved(odd), _] = &lines[..] else { panic!() };
        assert_eq!((&*first.ticket_id, &*first.r#move, first.valid), (TICKET, "hand-over", true));
        let rfc3339 = Some("2023-11-14T22:13:20.000Z".to_owned());
        assert_eq!(first.at, Some(Time { ms: MS, rfc3339 }));
        let stage = first.stage.as_ref().unwrap();
        assert!(stage.changed && stage.from == Code { code: 1, name: Some("bot".to_owned()) });
        assert_eq!(first.updated_at.as_ref().unwrap().from_ms, Some(MS - 363_000));
        assert_eq!(odd.status.as_ref().unwrap().to, Code { code: 99, name: None });
        assert_eq!(odd.updated_at.as_ref().unwrap().to_ms, None);
        assert_eq!(odd.at, Some(Time { ms: i64::MAX, rfc3339: None }));
    }

    #[test]
    fn a_life_has_its_moments_and_findings_with_their_files() {
        let lines = lines(&[Record::Lived(Box::new(lived()))]);
        let [_, Line::Lived(life), _] = &lines[..] else { panic!() };
        assert_eq!((life.events, life.duplicates, life.moments.len()), (5, 1, 7));
        assert!(matches!(&life.moments[2], Moment::Step { late: true, after_ms: Some(100_000), .. }));
        assert!(matches!(&life.moments[3], Moment::Gap { line: 18, stage: None, .. }));
        assert_eq!(life.findings[0].file.as_deref(), Some("fixtures/closed.json"));
    }

    #[test]
    fn the_tally_has_its_counts_by_code_and_day() {
        let page = crate::render::fixture::Page::default();
        let summary = Summary { moved: Some(Box::new(tally())), ..Summary::default() };
        Json::new(page.clone(), "diff").finish(&summary).unwrap();
        let report: Report = serde_json::from_str(&page.text()).unwrap();
        let moved = report.summary.moved.unwrap();
        let edge = moved.statuses.iter().find(|it| it.from.code == 3).unwrap();
        assert_eq!((edge.to.name.as_deref(), edge.count), (Some("processing"), 140));
        assert_eq!((moved.stays[0].count, moved.stays[0].sum_ms), (4, 7_663_950));
        assert_eq!((&*moved.days[1].date, moved.days[1].count), ("2023-11-14", 1_000));
    }
}
