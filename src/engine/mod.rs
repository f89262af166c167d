//! What is judged: the work of each subcommand, without reading, printing or clap.

mod checker;
mod crew;
mod diff;
mod digest;
mod draft;
mod duplicates;
mod duration;
mod generate;
mod judge;
mod ledger;
mod lint;
mod lint_ticket;
mod listen;
mod pace;
pub mod probe;
mod recognize;
mod replay;
mod screen;
mod sift;
mod validate;

pub use checker::{Checker, Verdict};
pub use crew::{Hands, in_order};
pub use diff::{
    Contract, Differ, Filter, Gist, Looked, Read, Rule, RuleError, Tally, TicketId, Timeline, beginning,
};
pub use duplicates::{Duplicates, First, Mark, Marker, WINDOW};
pub use duration::{AmountError, Rate, Share as Portion, parse_time};
pub use generate::{GenerateError, Made, Recipe, RecipeError, Share, generate};
pub use ledger::{History, Ledger, LedgerError, Seen, Start};
pub use listen::{BookError, BookPlan, Clock, Desk, DeskPlan, Healed, Manners, Nowhere, Told};
pub use pace::{Pace, Schedule};
pub use replay::{
    Arrange, Batch, Delays, Edits, Ended, Event, Expectation, ExpectationError, Fed, GiveUp, Halt, Jobs,
    Order, Plan, Postman, Preparer, Retry, Sealed, Sealer, Setting, SettingError, Surroundings,
    URL_CHECK_LIMIT, UrlCheckError, Wait, Watch, check_url, failure, replay,
};
pub use screen::{Glimpse, Screen};
pub use sift::{Clean, Part, sift};
pub use validate::Validator;
