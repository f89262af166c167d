//! What an event says of itself: the one reading that every command shares. It comes from the byte screen or from the
//! parsed text; who uses it cannot tell which.

use std::borrow::Cow;

use super::codes::{Stage, Status};
use super::digest::digest_of;
use super::ticket::TicketPatch;

/// A number that an event may carry, by what it means: codes as on the wire, times in ms since the epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    /// `header.create_time`.
    CreateTime,
    Stage,
    Status,
    CreatedAt,
    UpdatedAt,
    ClosedAt,
    /// The stage before the update, where it changed.
    OldStage,
    /// The status before the update, where it changed.
    OldStatus,
    /// When the ticket was updated before.
    OldUpdatedAt,
    SenderType,
    /// 1 where the message says by ids who sent it.
    SenderId,
    /// How a review ended, as the number that stands for its text.
    Review,
    /// A number that is not kept; a place for it costs less than to ask.
    Unused,
}

const SLOTS: usize = Slot::Unused as usize + 1;

/// Stands for a number that is not there: none that is kept is this small.
const ABSENT: i64 = i64::MIN;

/// The codes and times of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventState {
    numbers: [i64; SLOTS],
    /// A bit for each slot that holds something of another type, whether or not it can be read as a number.
    mistyped: u16,
    /// What stands where a number or an id should and cannot be read as one, as a digest; 0 where nothing does.
    unread: u64,
}

impl Default for EventState {
    fn default() -> Self {
        Self { numbers: [ABSENT; SLOTS], mistyped: 0, unread: 0 }
    }
}

impl EventState {
    #[inline]
    pub(crate) fn set(&mut self, slot: Slot, value: i64) {
        self.numbers[slot as usize] = value;
    }

    /// Forgets what was set in [`Slot::Unused`].
    #[inline]
    pub(crate) fn forget_unused(&mut self) {
        self.set(Slot::Unused, ABSENT);
    }

    /// Says that something of another type stands there; `value` where it can be read as a number all the same.
    pub(crate) fn set_mistyped(&mut self, slot: Slot, value: Option<i64>) {
        self.set(slot, value.unwrap_or(ABSENT));
        self.mistyped |= 1 << slot as u16;
    }

    /// Keeps a value that cannot be read: events that differ only in such a one are not the same.
    pub(crate) fn set_unread(&mut self, text: &str) {
        self.unread = digest_of(self.unread.to_le_bytes().into_iter().chain(text.bytes()));
    }

    /// A number, read leniently: a text of digits counts.
    #[inline]
    pub(crate) fn get(&self, slot: Slot) -> Option<i64> {
        Some(self.numbers[slot as usize]).filter(|it| *it != ABSENT)
    }

    #[inline]
    pub(crate) fn is_mistyped(&self, slot: Slot) -> bool {
        self.mistyped & (1 << slot as u16) != 0
    }

    #[inline]
    pub(crate) fn exact(&self, slot: Slot) -> Option<i64> {
        self.get(slot).filter(|_| !self.is_mistyped(slot))
    }

    pub(crate) fn before(&self) -> TicketPatch {
        TicketPatch {
            stage: self.get(Slot::OldStage).map(Stage::from_code),
            status: self.get(Slot::OldStatus).map(Status::from_code),
            updated_at: self.get(Slot::OldUpdatedAt),
        }
    }

    /// The numbers in the order of their slots, for hashes; absent ones have a value of their own.
    #[inline]
    pub(crate) fn numbers(&self) -> &[i64] {
        &self.numbers[..SLOTS - 1]
    }
}

/// What an event tells of its subject.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EventRole {
    /// What a ticket became, and what it was before.
    #[default]
    Update,
    /// A ticket that was created.
    Birth,
    /// What a ticket was when a message was sent in it.
    Message,
    /// How the review of a push task ended; there is no ticket.
    Review,
}

/// What deliveries of one event have in common beside their id: the one rule of what is the same event. What has the
/// same id and other content is another event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Content<'e> {
    pub(crate) event_type: &'e str,
    pub(crate) subject_id: &'e [u8],
    pub(crate) state: &'e EventState,
}

impl std::hash::Hash for Content<'_> {
    #[inline]
    fn hash<H: std::hash::Hasher>(&self, hasher: &mut H) {
        (self.event_type, self.subject_id, self.state.unread).hash(hasher);
        // One by one: a slice of them is hashed byte by byte.
        self.state.numbers().iter().for_each(|it| it.hash(hasher));
    }
}

impl Content<'_> {
    /// Knows it again after a restart, in every version of this program that keeps the same codes and times.
    pub(crate) fn digest(&self) -> u64 {
        let numbers = (0_u8..).zip(self.state.numbers()).filter(|(_, it)| **it != ABSENT);
        let numbers = numbers.flat_map(|(slot, it)| std::iter::once(slot).chain(it.to_le_bytes()));
        let texts = [self.event_type.as_bytes(), &[0], self.subject_id, &[0]].into_iter().flatten().copied();
        let unread = Some(self.state.unread).filter(|it| *it != 0).map(u64::to_le_bytes);
        digest_of(texts.chain(numbers).chain(unread.into_iter().flatten()))
    }
}

/// An event as every command reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct EventView<'t> {
    /// `header.event_type`; of an event of the old 1.0 format, `event.type`.
    pub(crate) event_type: Option<Cow<'t, str>>,
    /// `header.event_id`, the same for every delivery of the event; of the old 1.0 format, `uuid`.
    pub(crate) event_id: Option<Cow<'t, str>>,
    pub(crate) role: EventRole,
    /// The id of its subject: of the ticket, or of the notification.
    pub(crate) subject_id: Option<Cow<'t, str>>,
    pub(crate) state: EventState,
}

impl EventView<'_> {
    /// The ticket's id, where it is about a ticket that has one.
    pub(crate) fn ticket_id(&self) -> Option<&str> {
        self.subject_id.as_deref().filter(|id| self.role != EventRole::Review && !id.is_empty())
    }

    /// The same, with texts of its own.
    pub(crate) fn into_owned(self) -> EventView<'static> {
        let own = |text: Option<Cow<'_, str>>| text.map(|it| Cow::Owned(it.into_owned()));
        EventView {
            event_type: own(self.event_type),
            event_id: own(self.event_id),
            role: self.role,
            subject_id: own(self.subject_id),
            state: self.state,
        }
    }

    /// Whether it says what an event of its kind is read for.
    pub(crate) fn tells(&self) -> bool {
        match self.role {
            EventRole::Update | EventRole::Birth => {
                self.state.get(Slot::Stage).or(self.state.get(Slot::Status)).is_some()
            }
            EventRole::Message => self.ticket_id().is_some(),
            EventRole::Review => true,
        }
    }

    /// The id that its deliveries are known by; an empty one identifies nothing.
    pub(crate) fn identity(&self) -> Option<&str> {
        self.event_id.as_deref().filter(|id| !id.is_empty())
    }

    /// Knows the event again after a restart: a digest of its id and of what its deliveries have in common beside that.
    pub(crate) fn digest(&self) -> Option<u64> {
        let content = self.content().digest().to_le_bytes();
        self.identity().map(|id| digest_of(id.bytes().chain(content)))
    }

    pub(crate) fn content(&self) -> Content<'_> {
        Content {
            event_type: self.event_type.as_deref().unwrap_or_default(),
            subject_id: self.subject_id.as_deref().unwrap_or_default().as_bytes(),
            state: &self.state,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::transition::Step;
    use super::*;

    #[test]
    fn a_number_of_another_type_is_read_but_is_not_exact() {
        let mut state = EventState::default();
        state.set_mistyped(Slot::Status, Some(50));
        state.set_mistyped(Slot::OldStatus, None);
        assert_eq!((state.get(Slot::Status), state.exact(Slot::Status)), (Some(50), None));
        assert!(state.is_mistyped(Slot::OldStatus) && state.get(Slot::OldStatus).is_none());
        assert_eq!(state.change(EventRole::Update).status, Some(Step { from: 50, to: 50 }));
    }

    #[test]
    fn the_time_of_a_change_is_that_of_the_update_else_that_of_the_event() {
        let mut state = EventState::default();
        state.set(Slot::CreateTime, 5);
        state.set(Slot::UpdatedAt, -1);
        assert_eq!(state.change(EventRole::Update).at, Some(5));
        state.set(Slot::UpdatedAt, 7);
        assert_eq!(state.change(EventRole::Update).at, Some(7));
    }

    #[test]
    fn an_empty_id_identifies_nothing() {
        assert_eq!(EventView { event_id: Some("".into()), ..EventView::default() }.identity(), None);
    }
}
