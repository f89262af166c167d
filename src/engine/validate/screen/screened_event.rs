//! An event that the screen took: where its ids stand, its codes and times. Nothing of it is copied.

use std::borrow::Cow;
use std::ops::Range;

use crate::catalog::EventKind;
use crate::model::{Change, Content, EventRole, EventState, EventView};

/// A text that is kept, as a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text {
    EventId,
    SubjectId,
    InnerId,
    /// The type of an event of another product.
    OtherType,
    /// It is not kept; a place for it costs less than to ask.
    Unused,
}

const TEXTS: usize = Text::Unused as usize + 1;

/// A clean event. Places in it are places in the text that was looked at.
#[derive(Clone, Copy, Debug)]
pub struct ScreenedEvent {
    kind: &'static EventKind,
    texts: [(u32, u32); TEXTS],
    state: EventState,
}

impl PartialEq for ScreenedEvent {
    fn eq(&self, other: &Self) -> bool {
        self.kind.name == other.kind.name && self.texts == other.texts && self.state == other.state
    }
}

impl Eq for ScreenedEvent {}

impl ScreenedEvent {
    pub(crate) fn new(kind: &'static EventKind) -> Self {
        Self { kind, texts: [(0, 0); TEXTS], state: EventState::default() }
    }

    /// Keeps a text that lies in the first 4 GiB.
    #[expect(clippy::cast_possible_truncation, reason = "no place is beyond 32 bits")]
    #[inline]
    pub(crate) fn keep_text(&mut self, text: Text, from: usize, to: usize) {
        self.texts[text as usize] = (from as u32, to as u32);
    }

    fn text(&self, text: Text) -> Range<usize> {
        let (from, to) = self.texts[text as usize];
        from as usize..to as usize
    }

    /// Where `header.event_id` stands, without its quotes. It holds no escapes.
    pub fn event_id(&self) -> Range<usize> {
        self.text(Text::EventId)
    }

    /// Where the id of its subject stands, likewise.
    pub fn subject_id(&self) -> Range<usize> {
        self.text(Text::SubjectId)
    }

    /// Where the type stands of an event that is of no type we know; empty for one of ours.
    pub(crate) fn other_type(&self) -> Range<usize> {
        self.text(Text::OtherType)
    }

    /// Whether another id of the event, where it has one, is the header's.
    #[inline]
    pub(crate) fn repeats_id(&self, text: &[u8]) -> bool {
        let inner = self.text(Text::InnerId);
        !inner.is_empty() && text[inner] == text[self.event_id()]
    }

    /// Its codes and times.
    #[inline]
    pub fn state(&self) -> &EventState {
        &self.state
    }

    /// What it tells of its subject.
    pub(crate) fn role(&self) -> EventRole {
        self.kind.role
    }

    #[inline]
    pub fn change(&self) -> Change {
        self.state.change(self.kind.role)
    }

    #[inline]
    pub(crate) fn state_mut(&mut self) -> &mut EventState {
        &mut self.state
    }

    /// What its deliveries have in common beside the id.
    pub(crate) fn content<'e>(&'e self, text: &'e [u8]) -> Content<'e> {
        Content { event_type: self.kind.name, subject_id: &text[self.subject_id()], state: &self.state }
    }

    /// What it says of itself.
    pub(crate) fn view<'t>(&self, text: &'t [u8]) -> EventView<'t> {
        // The screen has found it to be UTF-8, so that this is but a quick look.
        let text = |place: Range<usize>| {
            let bytes = &text[place];
            Some(str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed))
        };
        EventView {
            event_type: Some(self.kind.name.into()),
            event_id: text(self.event_id()),
            role: self.kind.role,
            subject_id: text(self.subject_id()),
            state: self.state,
        }
    }
}
