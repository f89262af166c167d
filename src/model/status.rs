//! How far a ticket has come.

use super::label::{Lang, label_of};

/// The `status` of a ticket. A code the page does not know survives as [`Status::Other`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Code 1.
    Created,
    /// Code 2.
    Processing,
    /// Code 3.
    Queueing,
    /// Code 4.
    Pending,
    /// Code 5: the guest is asked to answer.
    AwaitingGuest,
    /// Code 50.
    ClosedByBot,
    /// Code 51: closed by a human agent.
    ClosedByAgent,
    /// Code 52.
    ClosedByGuest,
    Other(i64),
}

impl Status {
    /// Every documented status, by its code.
    pub const ALL: [Status; 8] = [
        Self::Created,
        Self::Processing,
        Self::Queueing,
        Self::Pending,
        Self::AwaitingGuest,
        Self::ClosedByBot,
        Self::ClosedByAgent,
        Self::ClosedByGuest,
    ];

    pub fn from_code(code: i64) -> Self {
        match code {
            1 => Self::Created,
            2 => Self::Processing,
            3 => Self::Queueing,
            4 => Self::Pending,
            5 => Self::AwaitingGuest,
            50 => Self::ClosedByBot,
            51 => Self::ClosedByAgent,
            52 => Self::ClosedByGuest,
            other => Self::Other(other),
        }
    }

    /// The number on the wire.
    pub fn code(self) -> i64 {
        match self {
            Self::Created => 1,
            Self::Processing => 2,
            Self::Queueing => 3,
            Self::Pending => 4,
            Self::AwaitingGuest => 5,
            Self::ClosedByBot => 50,
            Self::ClosedByAgent => 51,
            Self::ClosedByGuest => 52,
            Self::Other(code) => code,
        }
    }

    /// The stable English slug used in rules and JSON output: `awaiting-guest`; `None` for a code without one.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Created => "created",
            Self::Processing => "processing",
            Self::Queueing => "queueing",
            Self::Pending => "pending",
            Self::AwaitingGuest => "awaiting-guest",
            Self::ClosedByBot => "closed-by-bot",
            Self::ClosedByAgent => "closed-by-agent",
            Self::ClosedByGuest => "closed-by-guest",
            Self::Other(_) => return None,
        })
    }

    /// What it is called in `lang`; a code without a label is `unknown`.
    pub fn label(self, lang: Lang) -> &'static str {
        label_of("status", self.code(), lang).unwrap_or("unknown")
    }

    pub fn is_closed(self) -> bool {
        Self::closes(self.code())
    }

    /// Whether a code closes the ticket: 50, 51 and 52 do, and one that the configuration adds as "closed ...".
    #[inline]
    pub fn closes(code: i64) -> bool {
        let is_added = || label_of("status", code, Lang::En).is_some_and(|it| it.starts_with("closed"));
        matches!(code, 50..=52) || !matches!(code, 1..=5) && is_added()
    }
}

#[cfg(test)]
mod tests {
    use super::super::stage::Stage;
    use super::*;

    #[test]
    fn every_code_comes_back_from_its_status() {
        for status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), status);
            assert_ne!(status.label(Lang::Zh), "unknown");
        }
        for stage in Stage::ALL {
            assert_eq!(Stage::from_code(stage.code()), stage);
        }
        assert_eq!(Status::from_code(99), Status::Other(99));
        assert_eq!(Status::from_code(99).label(Lang::En), "unknown");
    }
}
