//! The renderers that every command shares, and what of the machine they are told.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::file::{Sink, shown};
use super::live::SkippedLine;
use crate::cli::CliError;
use crate::cli::args::Format;
use crate::render::github::Github;
use crate::render::html::Html;
use crate::render::human::{Human, MovedStyle};
use crate::render::json::{self, Json};
use crate::render::junit::Junit;
use crate::render::markdown::Markdown;
use crate::render::{Appearance, CodeQuality, Renderer, Repository, Sarif, Short};

/// Makes the renderer of a format.
pub(crate) type MakeRenderer<'m> = &'m dyn Fn(Format, Sink, Appearance) -> Box<dyn Renderer + Send>;

/// The renderers that every command shares.
pub(crate) fn renderer(format: Format, sink: Sink, look: Appearance) -> Box<dyn Renderer + Send> {
    let Appearance { command, lang, .. } = look;
    match format {
        Format::Short => Box::new(Short::new(sink, look)),
        Format::Json => Box::new(Json::document(sink, command)),
        Format::Ndjson => Box::new(Json::lines(sink, command)),
        Format::Github => Box::new(Github::new(sink, command, repository(), step_summary())),
        Format::Markdown => Box::new(Markdown::new(sink, command, lang)),
        Format::Html => Box::new(Html::new(sink, command, MovedStyle { lang, ..MovedStyle::default() })),
        Format::Junit => Box::new(Junit::new(sink, command)),
        Format::Sarif => Box::new(Sarif::new(sink, repository())),
        Format::CodeQuality => Box::new(CodeQuality::new(sink, repository())),
        // What only some commands offer is made by them; the text for people is what is left.
        Format::Human | Format::Csv | Format::Mermaid | Format::Dot => Box::new(Human::new(sink, look)),
    }
}

/// How the formats whose lines stand alone say that some were left out, because nobody read them in time.
pub(super) fn skipped_line(format: Format) -> Option<SkippedLine> {
    match format {
        Format::Ndjson => Some(json::skipped),
        Format::Human | Format::Short => Some(|count| {
            format!("… {count} lines left out: this output was not read in time; --report keeps all\n")
        }),
        _ => None,
    }
}

/// The repository of a run of CI: of GitHub or GitLab.
fn repository() -> Repository {
    let named = |name: &str| std::env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    let root = named("GITHUB_WORKSPACE").or_else(|| named("CI_PROJECT_DIR"));
    Repository::new(root, std::env::current_dir().unwrap_or_default())
}

/// Where a GitHub workflow step collects its summary.
pub(crate) fn step_summary_path() -> Option<PathBuf> {
    std::env::var_os("GITHUB_STEP_SUMMARY").filter(|it| !it.is_empty()).map(PathBuf::from)
}

/// Opens that file, to write behind what is there.
pub(crate) fn open_step_summary(path: &Path) -> Result<File, CliError> {
    let opened = OpenOptions::new().create(true).append(true).open(path);
    let name = || format!("{}, which GITHUB_STEP_SUMMARY names", shown(path));
    opened.map_err(|source| CliError::Write { path: name(), source })
}

/// The summary of the step; that it opens was seen before the run began.
fn step_summary() -> Option<Sink> {
    let file = open_step_summary(&step_summary_path()?).ok()?;
    Some(Box::new(BufWriter::new(file)))
}
