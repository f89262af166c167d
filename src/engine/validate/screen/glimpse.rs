//! What was seen of a clean event in passing.

use std::ops::Range;

use crate::model::{Stage, Status, TicketPatch};

/// A text that is kept, as a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    EventId,
    TicketId,
    /// It is not kept; a place for it costs less than to ask.
    Nowhere,
}

/// A number that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    CreateTime,
    Stage,
    Status,
    CreatedAt,
    UpdatedAt,
    ClosedAt,
    OldStage,
    OldStatus,
    OldUpdatedAt,
    /// It is not kept.
    Nowhere,
}

const TEXTS: usize = 3;
const NUMBERS: usize = 10;

/// Stands for a number that is not there: none that is kept is this small.
const ABSENT: i64 = i64::MIN;

/// What was seen of a clean event: where its ids stand, its codes and times. All times are ms since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glimpse {
    texts: [(u32, u32); TEXTS],
    numbers: [i64; NUMBERS],
}

impl Default for Glimpse {
    fn default() -> Self {
        Self { texts: [(0, 0); TEXTS], numbers: [ABSENT; NUMBERS] }
    }
}

impl Glimpse {
    /// Keeps a text that lies in the first 4 GiB.
    #[expect(clippy::cast_possible_truncation, reason = "no place is beyond 32 bits")]
    #[inline]
    pub(crate) fn keep_text(&mut self, text: Text, from: usize, to: usize) {
        self.texts[text as usize] = (from as u32, to as u32);
    }

    #[inline]
    pub(crate) fn keep(&mut self, number: Number, value: i64) {
        self.numbers[number as usize] = value;
    }

    #[inline]
    pub(crate) fn number(&self, number: Number) -> Option<i64> {
        Some(self.numbers[number as usize]).filter(|it| *it != ABSENT)
    }

    fn text(&self, text: Text) -> Range<usize> {
        let (from, to) = self.texts[text as usize];
        from as usize..to as usize
    }

    /// Where `header.event_id` stands in the text that was looked at, without its quotes. It holds no escapes.
    pub fn event_id(&self) -> Range<usize> {
        self.text(Text::EventId)
    }

    /// Where `event.object.ticket_id` stands, likewise.
    pub fn ticket_id(&self) -> Range<usize> {
        self.text(Text::TicketId)
    }

    /// `header.create_time`, ms.
    pub fn create_time(&self) -> Option<i64> {
        self.number(Number::CreateTime)
    }

    /// The code of the stage after the update.
    pub fn stage(&self) -> Option<i64> {
        self.number(Number::Stage)
    }

    /// The code of the status after the update.
    pub fn status(&self) -> Option<i64> {
        self.number(Number::Status)
    }

    /// When the ticket was created, ms.
    pub fn created_at(&self) -> Option<i64> {
        self.number(Number::CreatedAt)
    }

    /// When the ticket was updated, ms.
    pub fn updated_at(&self) -> Option<i64> {
        self.number(Number::UpdatedAt)
    }

    /// When the ticket was closed, ms.
    pub fn closed_at(&self) -> Option<i64> {
        self.number(Number::ClosedAt)
    }

    /// The code of the stage before, where it changed.
    pub fn old_stage(&self) -> Option<i64> {
        self.number(Number::OldStage)
    }

    /// The code of the status before, where it changed.
    pub fn old_status(&self) -> Option<i64> {
        self.number(Number::OldStatus)
    }

    /// When the ticket was updated before, ms.
    pub fn old_updated_at(&self) -> Option<i64> {
        self.number(Number::OldUpdatedAt)
    }

    /// What the ticket was before, where it changed.
    pub fn before(&self) -> TicketPatch {
        TicketPatch {
            stage: self.old_stage().map(Stage::from_code),
            status: self.old_status().map(Status::from_code),
            updated_at: self.old_updated_at(),
        }
    }
}
