//! JSON text with positions: parsing that keeps every span, pointers, excerpts. No IO.

pub(crate) mod compact;
#[cfg(test)]
pub(crate) mod count;
mod edit;
mod encoding;
mod excerpt;
mod fault;
mod lex;
mod node;
pub(crate) mod parse;
mod pointer;

pub use compact::compact;
pub(crate) use edit::Editable;
pub(crate) use encoding::other_encoding;
pub(crate) use excerpt::{cut, position};
pub(crate) use fault::{Fault, SyntaxError};
pub(crate) use node::Kind;
pub(crate) use node::{Member, Node};
pub use parse::parse;
pub(crate) use parse::{Parsed, parse_lenient};
pub(crate) use pointer::{Found, Path};
