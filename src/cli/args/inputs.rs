//! From the input arguments to documents: which files, samples or standard input are read.

use std::fs;
use std::io;
use std::path::PathBuf;

use super::groups::InputArgs;
use super::path::InputPath;
use crate::cli::{CliError, say};
use crate::render::text::visible;
use crate::source::InputRequest;

/// What a command does when no path is named and nothing is piped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WithoutInput {
    /// Refuses: a check of nothing must not pass.
    Refuse,
    /// Takes the bundled samples, and says so.
    Samples,
}

/// What the arguments name but the files that are `passed_over`, else standard input if it is a pipe or a file.
pub(crate) fn request(
    args: InputArgs,
    passed_over: &[PathBuf],
    without_input: WithoutInput,
) -> Result<InputRequest, CliError> {
    for path in passed_over {
        let path = path.to_string_lossy();
        say(&format!("note: `{}` is not read: standard output is written to it", visible(&path)));
    }
    let paths = args.paths.into_iter().map(|InputPath(path)| path).collect();
    let mut request = InputRequest {
        paths,
        samples: args.samples,
        passed_over: passed_over.to_vec(),
        exclude: args.exclude,
        unwrap: args.unwrap,
    };
    let named = !request.paths.is_empty() || !request.samples.is_empty();
    if !named && !is_piped() {
        match without_input {
            WithoutInput::Refuse => {
                return Err(CliError::usage_with(
                    "no input: no path was named and nothing is piped in",
                    "name a file or a folder, or use `--sample all` for the bundled events",
                ));
            }
            WithoutInput::Samples => {
                say("no input was named: taking the bundled samples (`--sample all`)");
                request.samples.push("all".to_owned());
            }
        }
    }
    Ok(request)
}

/// Whether the input may come slowly, or never end: standard input, or a pipe that has a name.
pub(crate) fn is_stream(args: &InputArgs) -> bool {
    let flows = |path: &InputPath| {
        path.as_os_str() == "-" || fs::metadata(&**path).is_ok_and(|it| !it.is_file() && !it.is_dir())
    };
    let named = !args.paths.is_empty() || !args.samples.is_empty();
    args.paths.iter().any(flows) || (!named && is_piped())
}

/// Whether standard input is a pipe, a socket or a file: something that was meant to be read.
#[cfg(unix)]
fn is_piped() -> bool {
    use std::os::fd::AsFd as _;
    use std::os::unix::fs::FileTypeExt as _;
    let stdin = io::stdin().as_fd().try_clone_to_owned().map(std::fs::File::from);
    let kind = stdin.and_then(|file| file.metadata()).map(|it: fs::Metadata| it.file_type());
    kind.is_ok_and(|it| it.is_file() || it.is_fifo() || it.is_socket())
}

/// Whether standard input is something else than a terminal.
#[cfg(not(unix))]
fn is_piped() -> bool {
    use std::io::IsTerminal as _;
    !io::stdin().is_terminal()
}
