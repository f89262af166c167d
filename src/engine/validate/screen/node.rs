//! What the schema and the lints say of a value, as far as bytes can tell.

use super::literal::Literal;
use super::screened_event::Text;
use crate::model::Slot;

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum ScreenNode {
    Object(ScreenObject),
    /// Any text, within limits.
    Text(TextRule),
    /// This text and no other, its closing quote included, piece by piece.
    Exactly(Vec<Literal>),
    /// One of these texts, the closing quote included.
    OneOf {
        texts: Vec<Literal>,
        /// Where the place of the text among them is kept.
        keep: Slot,
    },
    TextOrInteger,
    Digits {
        is_time: bool,
        keep: Slot,
    },
    /// One of the codes below 64 whose bits are set.
    Code {
        bits: u64,
        keep: Slot,
    },
    Integer(IntegerRule),
    Boolean,
    /// Anything that is JSON.
    Any,
    /// Something the screen does not decide.
    Unknown,
}

/// An object and its members, in the order in which they are expected.
#[derive(Clone, Debug)]
pub(crate) struct ScreenObject {
    pub(crate) members: Vec<ScreenMember>,
    /// A bit for each member that must be there.
    pub(crate) required: u32,
    pub(crate) keep: Slot,
}

/// A member of an object.
#[derive(Clone, Debug)]
pub(crate) struct ScreenMember {
    pub(crate) name: &'static str,
    /// It stands for the member among those that were met.
    pub(crate) bit: u32,
    /// The key as it is expected: `"key":`, and of a text its opening quote and what it must begin with.
    pub(crate) key: Literal,
    /// How far behind the key's beginning its value stands, or behind the opening quote of a text, bytes.
    pub(crate) value_at: usize,
    pub(crate) value: ScreenNode,
}

/// Limits of a text.
#[derive(Clone, Debug)]
pub(crate) struct TextRule {
    /// How many bytes it must have.
    pub(crate) least: usize,
    /// What it must begin with if it is not empty: that says nothing.
    pub(crate) prefix: &'static str,
    pub(crate) keep: Text,
}

impl TextRule {
    /// Whether escapes may stand in it: what is compared or kept must stand there as it is.
    pub(crate) fn takes_escapes(&self) -> bool {
        self.prefix.is_empty() && self.keep == Text::Unused
    }
}

/// Limits of an integer.
#[derive(Clone, Debug)]
pub(crate) struct IntegerRule {
    pub(crate) least: i64,
    pub(crate) is_time: bool,
    pub(crate) keep: Slot,
}

impl ScreenNode {
    /// Whether it begins with a quote.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::Text(_) | Self::Exactly(_) | Self::OneOf { .. } | Self::Digits { .. })
    }

    /// What it must begin with behind that if it is not empty.
    pub(crate) fn prefix(&self) -> &'static str {
        if let Self::Text(rule) = self { rule.prefix } else { "" }
    }
}
