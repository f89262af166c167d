//! JSON text with positions: parsing that keeps every span, pointers, excerpts. No IO.

mod compact;
mod edit;
mod excerpt;
mod fault;
mod lex;
mod node;
mod parse;
mod pointer;

pub use compact::compact;
pub use edit::{EditError, set, set_in};
pub use excerpt::{Cut, Position, cut, position};
pub use fault::{Fault, SyntaxError};
pub use node::{Kind, Member, Node};
pub use parse::{MAX_DEPTH, parse};
pub use pointer::{Found, Path};
