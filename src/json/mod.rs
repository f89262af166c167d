//! JSON text with positions: parsing that keeps every span, pointers, excerpts. No IO.

pub(crate) mod compact;
mod edit;
mod excerpt;
mod fault;
mod lex;
mod node;
pub(crate) mod parse;
mod pointer;

pub use compact::compact;
pub use edit::{EditError, set, set_in};
pub use excerpt::{cut, position};
pub use fault::{Fault, SyntaxError};
pub use node::{Kind, Member, Node};
pub use parse::parse;
pub use pointer::Path;
