//! Our output contract: findings, records and the summary that ends every run.

mod code;
mod durations;
mod finding;
mod levels;
mod moved;
mod received;
mod record;
mod summary;

pub use code::{Code, Page};
pub use durations::Durations;
pub use finding::{Excerpt, Finding, Place, Severity};
pub use levels::{Level, Levels};
pub use moved::{LifeStep, Lived, Moment, Moved, MovedTally};
pub use received::{Cause, Delivery, Forwarded, Mischief, Receipt, Received, ReceivedTally, Refusal, Trust};
pub use record::{Checked, Record, Subject};
pub use summary::{Exit, Summary};
