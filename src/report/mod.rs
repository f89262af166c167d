//! Our output contract: findings, records and the summary that ends every run.

mod code;
mod delivered;
mod durations;
mod finding;
mod latency;
mod levels;
mod moved;
mod outcome;
mod probed;
mod received;
mod record;
mod summary;

pub use code::Code;
pub use delivered::{Delivered, Deliveries, Next, Purpose};
pub use durations::{Durations, bucket_floor, duration_bucket};
pub use finding::{Excerpt, Finding, Place, Severity};
pub use levels::{Level, Levels};
pub use moved::{LifeStep, Lived, Moment, Moved, MovedTally};
pub use outcome::{Outcome, Phase};
pub use probed::{Answered, Probed, ProbedTally, Verdict, Weight};
pub use received::{Cause, Delivery, Forwarded, Mischief, Receipt, Received, ReceivedTally, Refusal, Trust};
pub use record::{Checked, Record, Subject};
pub use summary::{Exit, Summary};
