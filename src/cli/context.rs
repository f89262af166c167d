//! What every command is told beside its own arguments.

use std::path::PathBuf;

use clap::Command;

use crate::cli::config::File;
use crate::model::Lang;
use crate::render::text::ColorChoice;
use crate::report::Level;

/// The choices that hold for the whole run, made once before a command begins.
#[derive(Debug)]
pub(crate) struct Context {
    pub(crate) color: ColorChoice,
    pub(crate) lang: Lang,
    /// Makes the whole command line, for those that tell of it.
    pub(crate) program: fn() -> Command,
    pub(crate) file: Option<File>,
    /// Files of folders and globs that are not read: standard output is written to them.
    pub(crate) passed_over: Vec<PathBuf>,
}

impl Context {
    /// The levels of codes that the file sets.
    pub(crate) fn lints(&self) -> &[(String, Level)] {
        self.file.as_ref().map_or(&[], |it| &it.lints)
    }
}
