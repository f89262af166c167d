//! What every command is told beside its own arguments.

use crate::cli::config::{File, ValueOrigins};
use crate::model::Lang;
use crate::render::text::ColorChoice;
use crate::report::Level;

/// The choices that hold for the whole run, made once before a command begins.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) color: ColorChoice,
    pub(crate) lang: Lang,
    pub(crate) file: Option<File>,
    /// The levels of its `[lints]`.
    pub(crate) lints: Vec<(String, Level)>,
    /// Where the value of each flag comes from.
    pub(crate) sources: ValueOrigins,
}
