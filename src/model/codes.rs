//! The codes of a ticket's stage and status, and of who sent a message. A code that the page does not know survives.

use super::label::{Lang, label_of};

macro_rules! codes {
    ($(#[$about:meta])+ $type:ident of $field:literal { $($(#[$of:meta])* $name:ident = $code:literal $slug:literal,)+ }) => {
        $(#[$about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $type {
            $($(#[$of])* $name,)+
            Other(i64),
        }

        impl $type {
            /// Those with a name.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            pub fn from_code(code: i64) -> Self {
                match code {
                    $($code => Self::$name,)+
                    other => Self::Other(other),
                }
            }

            pub fn code(self) -> i64 {
                match self {
                    $(Self::$name => $code,)+
                    Self::Other(code) => code,
                }
            }

            /// The stable English slug used in rules and JSON output: `awaiting-guest`; `None` for a code without one.
            pub fn name(self) -> Option<&'static str> {
                match self {
                    $(Self::$name => Some($slug),)+
                    Self::Other(_) => None,
                }
            }

            /// What it is called in `lang`; a code without a label is `unknown`.
            pub fn label(self, lang: Lang) -> &'static str {
                label_of($field, self.code(), lang).unwrap_or("unknown")
            }
        }
    };
}

codes! {
    /// Who holds a ticket: its `stage`.
    Stage of "stage" {
        Bot = 1 "bot",
        Human = 2 "human",
    }
}

codes! {
    /// How far a ticket has come: its `status`.
    Status of "status" {
        Created = 1 "created",
        Processing = 2 "processing",
        Queueing = 3 "queueing",
        Pending = 4 "pending",
        AwaitingGuest = 5 "awaiting-guest",
        ClosedByBot = 50 "closed-by-bot",
        ClosedByAgent = 51 "closed-by-agent",
        ClosedByGuest = 52 "closed-by-guest",
    }
}

codes! {
    /// Who sent a message: its `sender_type`.
    Sender of "sender_type" {
        Bot = 1 "bot",
        Guest = 2 "guest",
        Agent = 3 "agent",
    }
}

impl Status {
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
    use super::*;

    #[test]
    fn every_code_comes_back() {
        for &status in Status::ALL {
            assert_eq!(Status::from_code(status.code()), status);
            assert_ne!(status.label(Lang::Zh), "unknown");
        }
        for &stage in Stage::ALL {
            assert_eq!(Stage::from_code(stage.code()), stage);
        }
        for (code, name) in [(1, Some("bot")), (2, Some("guest")), (3, Some("agent")), (7, None)] {
            let sender = Sender::from_code(code);
            assert_eq!((sender.code(), sender.name()), (code, name));
        }
        assert_eq!(Sender::Agent.label(Lang::Zh), "客服");
        assert_eq!(Status::from_code(99), Status::Other(99));
        assert_eq!(Status::from_code(99).label(Lang::En), "unknown");
    }
}
