//! Which files a run reads and writes, from its command line: every argument of the path types, standard input and output,
//! the configuration, and the files that a command names after another.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command};

use super::renderers::{open_step_summary, step_summary_path};
use crate::cli::CliError;
use crate::cli::args::{Format, InputPath, OutputPath, ReportPath};
use crate::files::OutputGuard;
use crate::source::Files;

/// What stands for standard output in messages.
const STDOUT: &str = "standard output";

/// Refuses a run in which an output is an input or another output. What it gives back is not to be read: files that a
/// walk would meet and that standard output is written to.
pub(crate) fn check(
    command: &Command,
    matches: &ArgMatches,
    config: Option<&Path>,
) -> Result<Vec<PathBuf>, CliError> {
    let mut guard = OutputGuard::default();
    if let Some(config) = config {
        guard.reads("the configuration", config);
    }
    let mut reads = Vec::new();
    let mut stdout_is_taken = false;
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        if !matches!(matches.try_contains_id(id), Ok(true)) {
            continue;
        }
        let by = named_by(arg);
        reads.extend(values::<InputPath>(matches, id).map(|path| (arg, path)));
        for path in values::<OutputPath>(matches, id).filter(|it| !it.is_stdout()) {
            write(&mut guard, matches, &by, path);
        }
        for report in values::<ReportPath>(matches, id) {
            let by = format!("{by} {}=", report.format);
            if report.path.is_stdout() {
                stdout_is_taken = true;
            } else {
                guard.writes(&by, &report.path);
            }
        }
    }
    let stdout_is_main = values::<OutputPath>(matches, "output").all(OutputPath::is_stdout);
    if stdout_is_taken && stdout_is_main {
        let message = "`-` is written to twice: by the main output and by --report";
        return Err(CliError::usage_with(message, "give the main output a file with `-o FILE`"));
    }
    if (stdout_is_taken || stdout_is_main)
        && let Some(file) = open_file(&io::stdout())
    {
        guard.writes_open(STDOUT, &file);
    }
    let summary = step_summary(matches);
    if let Some(summary) = &summary {
        guard.writes("GITHUB_STEP_SUMMARY", summary);
    }
    let reads_stdin = matches!(matches.try_contains_id("paths"), Ok(false))
        || reads.iter().any(|(_, path)| path.as_os_str() == "-");
    if reads_stdin && let Some(file) = open_file(&io::stdin()) {
        guard.reads_open("standard input", &file);
    }
    // Without a file that is written to, none of a thousand inputs has to be looked at.
    if guard.is_empty() {
        return Ok(Vec::new());
    }
    reads.retain(|(_, path)| path.as_os_str() != "-");
    for (arg, path) in &reads {
        guard.reads(&named_by(arg), path);
    }
    guard.check().map_err(|conflict| refused(&conflict))?;
    if let Some(summary) = &summary {
        open_step_summary(summary)?;
    }
    met(&guard, reads.into_iter().map(|(_, path)| path))
}

/// What an argument is called in messages.
fn named_by(arg: &Arg) -> String {
    arg.get_long().map_or_else(|| "PATH".to_owned(), |long| format!("--{long}"))
}

/// Notes an output, and those that a command names after it.
fn write(guard: &mut OutputGuard, matches: &ArgMatches, by: &str, path: &Path) {
    let beside = |ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let given = |id: &str| matches!(matches.try_contains_id(id), Ok(true));
    guard.writes(by, path);
    match by {
        "--record" | "--record-raw" => guard.writes(&format!("{by} (its torn lines)"), &beside(".torn")),
        "--output" if given("invalid") && !given("labels") => guard.writes("--labels", &beside(".labels")),
        _ => {}
    }
    if by == "--record" && given("dedupe") {
        guard.writes("--dedupe", &beside(".seen"));
    }
}

/// Looks at what folders and globs stand for, where something that is there is written to.
fn met<'p>(
    guard: &OutputGuard,
    reads: impl Iterator<Item = &'p InputPath>,
) -> Result<Vec<PathBuf>, CliError> {
    let mut passed_over = Vec::new();
    for path in reads.filter(|it| !it.is_file()) {
        for file in Files::of(path.to_path_buf()).filter_map(Result::ok) {
            let writer = fs::metadata(&file).ok().and_then(|it| guard.writer_of(&it, &file));
            match writer {
                None => {}
                Some(STDOUT) => passed_over.push(file),
                Some(by) => {
                    let file = file.display();
                    return Err(refused(&format!(
                        "`{file}` is read (PATH) and would be written over by {by}"
                    )));
                }
            }
        }
    }
    Ok(passed_over)
}

fn refused(message: &impl ToString) -> CliError {
    CliError::usage_with(message.to_string(), "name another file for the output")
}

/// The values of an argument, where they are of this type.
pub(super) fn values<'m, T: Clone + Send + Sync + 'static>(
    matches: &'m ArgMatches,
    id: &str,
) -> impl Iterator<Item = &'m T> {
    matches.try_get_many::<T>(id).ok().flatten().into_iter().flatten()
}

/// The file of a workflow step's summary, where the `github` format writes it.
fn step_summary(matches: &ArgMatches) -> Option<PathBuf> {
    let path = step_summary_path()?;
    let chosen = values::<Format>(matches, "format").any(|it| *it == Format::Github)
        || values::<ReportPath>(matches, "reports").any(|it| it.format == Format::Github.name());
    chosen.then_some(path)
}

/// What an open descriptor is, where it is a regular file.
#[cfg(unix)]
fn open_file(descriptor: &impl std::os::fd::AsFd) -> Option<Metadata> {
    let file = descriptor.as_fd().try_clone_to_owned().map(fs::File::from);
    file.and_then(|it| it.metadata()).ok().filter(Metadata::is_file)
}

/// Descriptors have no identity there.
#[cfg(not(unix))]
fn open_file<T>(_: &T) -> Option<Metadata> {
    None
}

#[cfg(test)]
mod tests {
    use std::any::TypeId;
    use std::ffi::OsString;

    use super::*;
    use crate::cli::app::command;

    #[test]
    fn every_path_of_the_command_line_is_of_a_type_that_the_guard_finds() {
        let known = [TypeId::of::<InputPath>(), TypeId::of::<OutputPath>(), TypeId::of::<ReportPath>()];
        let bare = [TypeId::of::<PathBuf>(), TypeId::of::<OsString>()];
        let mut found = 0;
        for command in command().get_subcommands() {
            for arg in command.get_arguments() {
                let is = |types: &[TypeId]| types.iter().any(|it| arg.get_value_parser().type_id() == *it);
                let names = arg.get_value_names().unwrap_or_default();
                let names_a_file =
                    names.iter().any(|it| matches!(it.as_str(), "FILE" | "DIR" | "FORMAT=PATH"));
                let place = format!("{} --{}", command.get_name(), arg.get_id());
                assert!(!is(&bare), "{place} is a bare path: make it an InputPath or an OutputPath");
                assert!(!names_a_file || is(&known), "{place} names a file that the guard does not find");
                found += usize::from(is(&known));
            }
        }
        assert!(found > 20, "{found}");
    }
}
