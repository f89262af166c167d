//! Our output contract: findings, records and the summary that ends every run.

mod code;
mod delivered;
mod durations;
mod finding;
mod latency;
mod levels;
mod live_event;
mod moves;
mod names;
mod outcome;
mod probed;
mod received;
mod record;
mod summary;
mod unwrapped;
mod verified;

pub use code::Code;
pub(crate) use code::Severity;
pub(crate) use delivered::{Delivered, Deliveries, Next, Purpose};
pub(crate) use durations::Durations;
pub(crate) use finding::{Documented, Excerpt, Finding, Place, Subject};
pub use levels::{Level, Levels};
pub(crate) use live_event::{Exchange, ExchangeKind, LiveEvent, SentText};
pub(crate) use moves::{
    Gap, LastKnown, LifeStep, ListKind, Lived, Moment, Moved, MovedTally, OpenTicket, SentMessage, TicketGap,
    TicketList,
};
pub(crate) use names::{named, nearest};
pub(crate) use outcome::{Outcome, Phase, Tag};
pub(crate) use probed::{Answered, Probed, ProbedTally, Verdict, Weight};
pub(crate) use received::{
    ArrivedRequest, Forwarded, Mischief, Receipt, Received, ReceivedEvent, ReceivedTally, Refusal,
    RefusalCause, SecretCheck,
};
pub(crate) use record::{Checked, Ignored, Record};
pub(crate) use summary::{Exit, Failure, Missed, Summary};
pub(crate) use unwrapped::{InputTally, LeftOut, LogWrapper, Unwrapped};
pub(crate) use verified::{PartGrade, PartState, PartVerdict, RequestPart, Verified, VerifiedContent};
