//! What the records of `diff` come to: the same tally that `--summary` counts, gathered from the events and the lives that
//! a page shows.

use std::collections::BTreeSet;

use crate::model::{EventRole, Move, Stage, Status, Step};
use crate::render::text::Zone;
use crate::report::{LifeStep, Lived, Moment, Moved, MovedTally};

/// The tally of a page.
#[derive(Default)]
pub(crate) struct Gathered {
    /// The counts.
    pub(crate) tally: MovedTally,
    /// Events by the hour of the day.
    pub(crate) hours: [u64; 24],
    /// The tickets of single events.
    tickets: BTreeSet<String>,
}

impl Gathered {
    /// Counts one event.
    pub(crate) fn moved(&mut self, moved: &Moved, zone: &Zone) {
        let it = &moved.transition;
        if !matches!(it.role, EventRole::Update | EventRole::Birth) {
            return;
        }
        if self.tickets.insert(it.ticket_id.clone()) {
            self.tally.tickets += 1;
        }
        self.at(it.at, zone);
        let kind = it.kind();
        self.tally.events += 1;
        self.tally.changed += u64::from(!matches!(kind, Move::Stay | Move::Create));
        if it.role == EventRole::Update {
            self.step(it.stage, it.status);
        }
    }

    /// Counts a ticket's life.
    pub(crate) fn lived(&mut self, lived: &Lived, zone: &Zone) {
        self.tally.tickets += 1;
        self.tally.events += lived.events;
        self.tally.duplicates += lived.duplicates;
        let (mut lost, mut closed, mut reopened, mut handed_over) = (0, false, false, false);
        let mut stay = Stay::default();
        for moment in &lived.moments {
            match moment {
                Moment::Step(step) => {
                    self.at(step.at, zone);
                    self.tally.late += u64::from(step.is_late);
                    self.tally.changed += u64::from(!matches!(step.kind, Move::Stay | Move::Create));
                    if step.kind != Move::Create {
                        self.step(step.stage, step.status);
                    }
                    if let Some((status, ms)) = stay.take(step) {
                        self.tally.stays.entry(status.code()).or_default().add(ms);
                    }
                    closed |= step.kind == Move::Close;
                    reopened |= step.kind == Move::Reopen;
                    handed_over |=
                        step.stage.is_some_and(|it| it.from == Stage::Bot && it.to == Stage::Human);
                }
                Moment::Gap(gap) => {
                    lost += 1;
                    stay.so_far = None;
                    if let Some(day) = gap.at.and_then(|ms| zone.day(ms)) {
                        *self.tally.lost_days.entry(day).or_default() += 1;
                    }
                }
                Moment::Message(message) => {
                    *self.tally.messages.entry(message.sender).or_default() += 1;
                }
                Moment::Duplicate { .. } => {}
            }
        }
        self.tally.lost += lost;
        self.tally.lost_tickets += u64::from(lost > 0);
        self.tally.closed += u64::from(closed);
        self.tally.reopened += u64::from(reopened);
        self.tally.handed_over += u64::from(handed_over);
    }

    fn at(&mut self, at: Option<i64>, zone: &Zone) {
        let Some(ms) = at else { return };
        if let Some(day) = zone.day(ms) {
            *self.tally.days.entry(day).or_default() += 1;
        }
        if let Some(count) = zone.hour(ms).and_then(|hour| self.hours.get_mut(hour)) {
            *count += 1;
        }
    }

    fn step(&mut self, stage: Option<Step<Stage>>, status: Option<Step<Status>>) {
        if let Some(step) = stage {
            *self.tally.stages.entry((step.from.code(), step.to.code())).or_default() += 1;
        }
        if let Some(step) = status {
            *self.tally.statuses.entry((step.from.code(), step.to.code())).or_default() += 1;
            if step.to.is_closed() && step.changed() {
                *self.tally.closed_by.entry(step.to.code()).or_default() += 1;
            }
        }
    }
}

/// How long a ticket has been in its status, as far as its steps tell.
struct Stay {
    so_far: Option<i64>,
}

impl Default for Stay {
    fn default() -> Self {
        Self { so_far: Some(0) }
    }
}

impl Stay {
    /// Goes one step further: the stay that ends with it, ms, where its begin is known.
    fn take(&mut self, step: &LifeStep) -> Option<(Status, u64)> {
        if step.kind == Move::Create {
            self.so_far = Some(0);
            return None;
        }
        // The time of a step that moved nothing is part of the time of the next one that does.
        if step.kind == Move::Stay && step.after_ms.is_some() {
            return None;
        }
        self.so_far = self.so_far.zip(step.after_ms).map(|(so_far, ms)| so_far.saturating_add(ms));
        let status = step.status.filter(Step::changed)?;
        let ms = self.so_far.replace(0);
        Some((status.from, u64::try_from(ms?).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fixture::{lived, moved};

    #[test]
    fn a_life_is_counted_with_its_stays_its_gap_and_its_hours() {
        let mut gathered = Gathered::default();
        gathered.lived(&lived(), &Zone::utc());
        let tally = &gathered.tally;
        assert_eq!((tally.tickets, tally.events, tally.duplicates, tally.late), (1, 5, 1, 1));
        assert_eq!((tally.lost, tally.lost_tickets, tally.closed, tally.reopened), (1, 1, 1, 1));
        let stays: Vec<(i64, u64)> = tally.stays.iter().map(|(code, it)| (*code, it.max())).collect();
        assert_eq!(stays, [(3, 100_000), (51, 84_738_000)]);
        assert_eq!((gathered.hours[22], gathered.hours.iter().sum::<u64>()), (5, 5));
    }

    #[test]
    fn events_of_one_ticket_are_one_ticket() {
        let mut gathered = Gathered::default();
        gathered.moved(&moved(), &Zone::utc());
        gathered.moved(&moved(), &Zone::utc());
        assert_eq!((gathered.tally.events, gathered.tally.tickets), (2, 1));
        assert_eq!(gathered.tally.statuses[&(1, 3)], 2);
    }
}
