//! Why a command could not do its work, in words for a person, and the exit code that says so.

use std::io::{self, Write as _};
use std::path::Path;

use thiserror::Error;

use crate::engine::deliver::UrlCheckError;
use crate::engine::deliver::ledger::LedgerError;
use crate::files::AppendError;
use crate::render::text::Paint;
use crate::report::Exit;
use crate::source::InputError;
use crate::wire::http::BindError;

/// An error that ends a command.
#[derive(Debug, Error)]
pub(crate) enum CliError {
    /// Arguments, configuration, or no input.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// The way out.
        help: Option<String>,
    },
    /// An input that cannot be read, or is none.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A record that cannot be written.
    #[error(transparent)]
    Recorder(#[from] AppendError),
    /// An address that cannot be listened on.
    #[error(transparent)]
    Bind(#[from] BindError),
    /// A ledger that cannot be used.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A receiver that did not pass the URL check.
    #[error(transparent)]
    UrlCheck(#[from] UrlCheckError),
    /// A target that was never reached.
    #[error("{message}")]
    Unreachable {
        /// What is wrong.
        message: String,
        /// The way out.
        help: String,
    },
    /// No async runtime.
    #[error("cannot start: {0}")]
    Runtime(io::Error),
    /// A file of ours (a key, the configuration) that cannot be read.
    #[error("`{flag}`: cannot read `{path}`: {}", reason(source))]
    Read {
        /// The flag that names it.
        flag: String,
        /// The file as the user named it.
        path: String,
        /// The cause.
        source: io::Error,
    },
    /// A file that cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file as the user named it, or "standard output".
        path: String,
        /// The cause.
        source: io::Error,
    },
}

impl CliError {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    pub(crate) fn usage_with(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: Some(help.into()) }
    }

    /// The file of a flag that cannot be read.
    pub(crate) fn unreadable(flag: &str, path: &Path, source: io::Error) -> Self {
        Self::Read { flag: flag.to_owned(), path: path.display().to_string(), source }
    }

    pub(crate) fn stdout(source: io::Error) -> Self {
        Self::Write { path: "standard output".to_owned(), source }
    }

    pub(crate) fn runtime(source: io::Error) -> Self {
        Self::Runtime(source)
    }

    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Usage { help, .. } => help.clone(),
            Self::Unreachable { help, .. } => Some(help.clone()),
            Self::Input(error) => error.help(),
            Self::Bind(error) if error.source.kind() == io::ErrorKind::AddrInUse => {
                Some("another process listens there; stop it, or use --port 0 for a free port".to_owned())
            }
            _ => None,
        }
    }

    /// The reader of our output went away (`| head`): not an error.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Input(error) => error.exit(),
            Self::Read { .. }
            | Self::Write { .. }
            | Self::Recorder(_)
            | Self::Ledger(LedgerError::Io { .. }) => Exit::Unreadable,
            Self::Usage { .. } | Self::Ledger(_) => Exit::Usage,
            Self::UrlCheck(error) if !error.is_unreachable() => Exit::Findings,
            Self::UrlCheck(_) | Self::Unreachable { .. } | Self::Bind(_) => Exit::Network,
            Self::Runtime(_) => Exit::Bug,
        }
    }

    /// Says on standard error what stood in the way; the exit code it asks for.
    pub(crate) fn say(&self, paint: Paint) -> Exit {
        if self.is_broken_pipe() {
            return Exit::Clean;
        }
        let mut stderr = io::stderr().lock();
        let _ = writeln!(stderr, "{} {self}", paint.bad("error:"));
        if let Some(help) = self.help() {
            let _ = writeln!(stderr, "  help: {help}");
        }
        self.exit()
    }
}

/// The cause in words, without the system's number.
fn reason(source: &io::Error) -> String {
    match source.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => source.to_string(),
    }
}
