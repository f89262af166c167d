//! Who sent a message in a ticket.

use super::label::{Lang, SENDER_TYPE, label_of};

/// The `sender_type` of a message. A code the page does not know survives as [`Sender::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sender {
    /// Code 1.
    Bot,
    /// Code 2: the guest who opened the ticket.
    Guest,
    /// Code 3: a human agent.
    Agent,
    Other(i64),
}

impl Sender {
    pub fn from_code(code: i64) -> Self {
        match code {
            1 => Self::Bot,
            2 => Self::Guest,
            3 => Self::Agent,
            other => Self::Other(other),
        }
    }

    /// The number on the wire.
    pub fn code(self) -> i64 {
        match self {
            Self::Bot => 1,
            Self::Guest => 2,
            Self::Agent => 3,
            Self::Other(code) => code,
        }
    }

    /// The stable English slug used in JSON output, or `None` for a code without one.
    pub fn name(self) -> Option<&'static str> {
        let code = self.code();
        SENDER_TYPE.iter().find(|label| label.code == code).map(|label| label.en)
    }

    /// What it is called in `lang`; a code without a label is `unknown`.
    pub fn label(self, lang: Lang) -> &'static str {
        label_of("sender_type", self.code(), lang).unwrap_or("unknown")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_comes_back_from_its_sender() {
        for (code, name) in [(1, Some("bot")), (2, Some("guest")), (3, Some("agent")), (7, None)] {
            let sender = Sender::from_code(code);
            assert_eq!((sender.code(), sender.name()), (code, name));
        }
        assert_eq!(Sender::Agent.label(Lang::Zh), "客服");
    }
}
