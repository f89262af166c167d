//! How a renderer for people is to look.

use super::text::Paint;
use super::text::layout::{Break, wrap};
use crate::model::Lang;

/// What is the same for all that one renderer shows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appearance {
    pub(crate) command: &'static str,
    pub(crate) lang: Lang,
    pub(crate) paint: Paint,
    /// How many columns a line may have.
    pub(crate) width: usize,
    /// Whether the tally is left out.
    pub(crate) quiet: bool,
}

impl Appearance {
    pub(crate) fn plain(width: usize) -> Self {
        Self { command: "", lang: Lang::En, paint: Paint::default(), width, quiet: false }
    }

    /// A text that begins a line, in lines that fit.
    pub(crate) fn wrapped(self, text: &str, at: Break) -> Vec<String> {
        wrap(text, self.width, 0, 2, at)
    }

    /// A text that stands below a row, from column `indent` on, in lines that fit.
    pub(crate) fn below(self, indent: usize, text: &str) -> Vec<String> {
        wrap(&format!("{}{text}", " ".repeat(indent)), self.width, 0, indent, Break::Blank)
    }
}
