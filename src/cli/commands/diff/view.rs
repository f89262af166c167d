//! What a run of `diff` makes of the events: rows, lives, or a tally.

use crate::cli::CliError;
use crate::cli::output::RecordOutput;
use crate::engine::diff::{Messages, Tally, Timeline, gaps, open};
use crate::model::EventRole;
use crate::render::text::Zone;
use crate::report::{Levels, MovedTally, Record};

/// What is made of the events.
pub(crate) enum DiffView {
    /// Each is shown as it comes.
    Rows,
    /// Each is kept until all are read.
    Lives(Timeline, LifeView),
    Summary,
}

/// The counts of a run: its view, or what a page of another view begins with.
pub(crate) struct Counting {
    pub(super) tally: Box<Tally>,
    /// The name of the zone of their days and hours.
    zone: String,
    /// Whether a filter chooses what is counted.
    is_filtered: bool,
}

impl Counting {
    pub(super) fn new(zone: Zone, is_filtered: bool) -> Self {
        let name = zone.name();
        Self { tally: Box::new(Tally::new(move |ms| zone.hour(ms))), zone: name, is_filtered }
    }

    pub(super) fn into_counts(self) -> Box<MovedTally> {
        let Self { tally, zone, is_filtered } = self;
        Box::new(MovedTally { zone: Some(zone), is_filtered, ..tally.into_counts() })
    }
}

/// What is told of the lives of tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LifeView {
    Story,
    Gaps,
    Open,
}

impl DiffView {
    /// Tells what was kept.
    pub(super) fn tell(self, levels: &Levels, output: &mut RecordOutput) -> Result<(), CliError> {
        let Self::Lives(timeline, life_view) = self else { return Ok(()) };
        let until = timeline.youngest;
        let mut lives = timeline.tell(levels);
        match life_view {
            LifeView::Story => lives.try_for_each(|it| output.record(&Record::Lived(Box::new(it)))),
            LifeView::Gaps => {
                let (gaps, list) = gaps(lives, until);
                output.summary().tickets = Some(list);
                gaps.into_iter().try_for_each(|it| output.record(&Record::Gap(Box::new(it))))
            }
            LifeView::Open => {
                let (tickets, list) = open(lives, until);
                output.summary().tickets = Some(list);
                tickets.into_iter().try_for_each(|it| output.record(&Record::Open(Box::new(it))))
            }
        }
    }

    /// Whether it has a place for what changes no ticket.
    pub(super) fn shows(&self, role: EventRole) -> bool {
        match (self, role) {
            (_, EventRole::Update | EventRole::Birth) | (Self::Summary, _) => true,
            (Self::Lives(timeline, _), EventRole::Message) => timeline.messages == Messages::Told,
            (Self::Rows, EventRole::Message) | (_, EventRole::Review) => false,
        }
    }
}
