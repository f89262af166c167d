//! Who holds a ticket: the bot or a human agent.

use super::label::{Lang, STAGE, label_of};

/// The `stage` of a ticket. A code the page does not know survives as [`Stage::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// Code 1: the bot answers.
    Bot,
    /// Code 2: a human agent answers.
    Human,
    Other(i64),
}

impl Stage {
    /// Every documented stage, by its code.
    pub const ALL: [Stage; 2] = [Stage::Bot, Stage::Human];

    pub fn from_code(code: i64) -> Self {
        match code {
            1 => Self::Bot,
            2 => Self::Human,
            other => Self::Other(other),
        }
    }

    /// The number on the wire.
    pub fn code(self) -> i64 {
        match self {
            Self::Bot => 1,
            Self::Human => 2,
            Self::Other(code) => code,
        }
    }

    /// The stable English slug used in rules and JSON output: `bot`, `human`, or `None` for a code without one.
    pub fn name(self) -> Option<&'static str> {
        let code = self.code();
        STAGE.iter().find(|label| label.code == code).map(|label| label.en)
    }

    /// What it is called in `lang`; a code without a label is `unknown`.
    pub fn label(self, lang: Lang) -> &'static str {
        label_of("stage", self.code(), lang).unwrap_or("unknown")
    }
}
