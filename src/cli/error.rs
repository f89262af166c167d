//! Why a command could not do its work, in words for a person, and the exit code that says so.

use std::io;
use std::path::Path;

use thiserror::Error;

use super::say::{fitted, put};
use super::signal::Stop;
use crate::engine::deliver::UrlCheckError;
use crate::engine::deliver::ledger::LedgerError;
use crate::files::{AppendError, of_file, words};
use crate::model::Lang;
use crate::render::text::counted::{self, passed_over};
use crate::render::text::layout::Break;
use crate::render::text::{Paint, visible};
use crate::report::{Exit, Failure, Summary, Unwrapped};
use crate::source::{InputError, find_sample, reason};
use crate::wire::http::BindError;

/// How a file for `--salt-file` comes about.
pub(crate) const HOW_TO_MAKE_SALT: &str =
    "make one with `head -c 32 /dev/urandom > salt`, and keep it secret";

/// An error that ends a command.
#[derive(Debug, Error)]
pub(crate) enum CliError {
    /// In clap's own words, or the help that was asked for.
    #[error(transparent)]
    Clap(#[from] clap::Error),
    /// Arguments, configuration, or no input.
    #[error("{message}")]
    Usage { message: String, help: Option<String> },
    /// An input that cannot be read, or is none.
    #[error(transparent)]
    Input(#[from] InputError),
    #[error(transparent)]
    Recorder(#[from] AppendError),
    #[error(transparent)]
    Bind(#[from] BindError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A receiver that did not pass the URL check.
    #[error(transparent)]
    UrlCheck(#[from] UrlCheckError),
    /// A target that was never reached.
    #[error("{message}")]
    Unreachable { message: String, help: String },
    /// A run that came to nothing: a signal came before there was anything to show, or no event is one of ours.
    #[error("{message}")]
    Stopped { message: String, exit: Exit },
    #[error("cannot start: {}", words(&.0.to_string()))]
    Runtime(io::Error),
    /// A file of ours (a key, the configuration) that cannot be read.
    #[error("`{flag}`: cannot read `{path}`: {}", reason(source))]
    Read {
        flag: String,
        /// The file as the user named it.
        path: String,
        source: io::Error,
    },
    /// A file that cannot be written.
    #[error("cannot write {path}: {}", words(&source.to_string()))]
    Write {
        /// The file as the user named it, or "standard output".
        path: String,
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

    pub(crate) fn unreadable(flag: &str, path: &Path, source: io::Error) -> Self {
        Self::Read { flag: flag.to_owned(), path: path.display().to_string(), source }
    }

    pub(crate) fn unwritable(path: &Path, source: io::Error) -> Self {
        Self::Write { path: format!("`{}`", path.display()), source: of_file(path, source) }
    }

    /// What is wrong with an input of which no event of ours came, unless it was told before.
    pub(crate) fn of_nothing(summary: &Summary) -> Option<Self> {
        if summary.lacks_events() {
            let left_out = counted::left_out(&Summary { focused: false, ..summary.clone() }, Lang::En);
            let message = format!("the input holds no help desk event; {}", left_out.unwrap_or_default());
            return Some(Self::Stopped { message, exit: Exit::Findings });
        }
        let is_empty = summary.documents == 0 && summary.exit == Exit::Clean;
        is_empty.then(|| Self::no_event(&summary.unwrapped))
    }

    /// The input holds no document, but perhaps lines that were passed over.
    pub(crate) fn no_event(unwrapped: &Unwrapped) -> Self {
        match passed_over(unwrapped, Lang::En) {
            None => Self::usage_with("no event in the input", "the files are empty; name others"),
            Some(passed) => Self::usage_with(
                format!("no event in the input; {passed}"),
                "a log holds events where the app writes the bodies of its requests; `helpdesk-evt listen --record FILE` keeps them",
            ),
        }
    }

    pub(crate) fn stdout(source: io::Error) -> Self {
        Self::Write { path: "standard output".to_owned(), source }
    }

    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Usage { help, .. } => help.clone(),
            Self::Unreachable { help, .. } => Some(help.clone()),
            Self::Input(error @ InputError::Unreadable { file, source })
                if source.kind() == io::ErrorKind::NotFound =>
            {
                let sample = find_sample(file)
                    .map(|it| format!("`--sample {}` is the bundled event of that name", it.name));
                sample.or_else(|| error.help())
            }
            Self::Input(error) => error.help(),
            Self::Read { flag, source, .. }
                if flag == "--salt-file" && source.kind() == io::ErrorKind::NotFound =>
            {
                Some(HOW_TO_MAKE_SALT.to_owned())
            }
            Self::Bind(error) => match error.source.kind() {
                io::ErrorKind::AddrInUse => {
                    Some("another process listens there; stop it, or use --port 0 for a free port")
                }
                io::ErrorKind::PermissionDenied => None,
                _ => Some("--host is a name or an address of this machine alone, as in 127.0.0.1"),
            }
            .map(str::to_owned),
            _ => None,
        }
    }

    /// The same for reports.
    pub(crate) fn failure(&self) -> Failure {
        let file = if let Self::Input(error) = self { error.file() } else { None };
        let message = self.to_string();
        let message: Vec<_> = self.lines(&message).into_iter().map(str::trim).collect();
        let help = self.help().map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
        Failure { file: file.map(Into::into), help, ..Failure::new(self.exit(), message.join("; ")) }
    }

    /// The reader of our output went away (`| head`): not an error.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Clap(error) if !error.use_stderr() => Exit::Clean,
            Self::Input(error) => error.exit(),
            Self::Read { .. }
            | Self::Write { .. }
            | Self::Recorder(AppendError::Open { .. })
            | Self::Ledger(LedgerError::Io { .. } | LedgerError::File(AppendError::Open { .. })) => {
                Exit::Unreadable
            }
            Self::Clap(_) | Self::Usage { .. } | Self::Recorder(_) | Self::Ledger(_) => Exit::Usage,
            Self::UrlCheck(error) if !error.is_unreachable() => Exit::Findings,
            Self::UrlCheck(_) | Self::Unreachable { .. } | Self::Bind(_) => Exit::Network,
            Self::Stopped { exit, .. } => *exit,
            Self::Runtime(_) => Exit::Bug,
        }
    }

    /// Says on standard error what stood in the way; the exit code it asks for.
    pub(crate) fn say(&self, paint: Paint) -> Exit {
        if let Self::Clap(error) = self {
            return match error.print() {
                Err(source) if !error.use_stderr() => Self::stdout(source).say(paint),
                _ => self.exit(),
            };
        }
        if self.is_broken_pipe() {
            return Stop::asked().unwrap_or(Exit::Clean);
        }
        let lines = |text: &str, first, indent| {
            let lines = self.lines(text);
            // A caret holds only below a line that is not broken.
            let caret = lines.last().is_some_and(|line| line.trim_start().starts_with('^'));
            let shown = lines.iter().enumerate().map(|(at, line)| match visible(line) {
                line if caret => line.into_owned(),
                line => fitted(&line, if at == 0 { first } else { 0 }, indent, Break::Blank),
            });
            shown.collect::<Vec<_>>().join("\n")
        };
        let help = self.help().map_or(String::new(), |help| format!("\n  help: {}", lines(&help, 8, 8)));
        put(format!("{} {}{help}", paint.bad("error:"), lines(&self.to_string(), 7, 2)));
        self.exit()
    }

    /// The lines of a message. Names may hold line breaks: they end no line but before a caret of ours, or where the
    /// whole text is ours.
    fn lines<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let caret = |line: &str| line.contains('^') && line.chars().all(|c| c == ' ' || c == '^');
        match text.split_once('\n') {
            _ if matches!(self, Self::Unreachable { .. } | Self::Stopped { .. }) => text.lines().collect(),
            Some((first, rest)) if caret(rest) => vec![first, rest],
            _ => vec![text],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::webhook::SendError;

    fn denied() -> io::Error {
        io::Error::new(io::ErrorKind::PermissionDenied, "os error 13")
    }

    fn bind(source: io::ErrorKind) -> CliError {
        BindError { host: "localhost".to_owned(), port: 80, source: source.into() }.into()
    }

    #[test]
    fn every_error_ends_with_the_code_of_its_kind() {
        let text = || "x".to_owned();
        let open = || AppendError::Open { path: "x".into(), source: denied() };
        let unreachable = SendError::Unreachable { target: text(), reason: text() };
        let busy = || AppendError::Busy { path: "x".into() };
        let errors: [(CliError, u8); 17] = [
            (UrlCheckError::Late.into(), 1),
            (UrlCheckError::Send(SendError::AnswerTimeout { limit_ms: 1 }).into(), 1),
            (CliError::usage("x"), 2),
            (InputError::EmptyStdin.into(), 2),
            (LedgerError::NotEmpty { path: text() }.into(), 2),
            (busy().into(), 2),
            (LedgerError::File(busy()).into(), 2),
            (InputError::Loop { file: text(), ancestor: text() }.into(), 3),
            (CliError::unreadable("--encrypt-key-file", Path::new("x"), denied()), 3),
            (CliError::stdout(denied()), 3),
            (open().into(), 3),
            (LedgerError::File(open()).into(), 3),
            (LedgerError::Io { path: text(), source: denied() }.into(), 3),
            (UrlCheckError::Send(unreachable).into(), 4),
            (CliError::Unreachable { message: text(), help: text() }, 4),
            (bind(io::ErrorKind::AddrInUse), 4),
            (CliError::Runtime(denied()), 5),
        ];
        for (error, code) in errors {
            assert_eq!(error.exit().code(), code, "{error}");
        }
    }

    #[test]
    fn help_is_given_where_there_is_a_way_out() {
        let unreadable = |file: &str, source: io::ErrorKind| {
            CliError::from(InputError::Unreadable { file: file.to_owned(), source: source.into() }).help()
        };
        let help = unreadable("handed-over.json", io::ErrorKind::NotFound);
        assert_eq!(help.as_deref(), Some("`--sample handed-over` is the bundled event of that name"));
        assert_eq!(unreadable("handed-over.json", io::ErrorKind::PermissionDenied), None);
        let key = CliError::unreadable("--encrypt-key-file", Path::new("k"), denied());
        assert_eq!(key.to_string(), "`--encrypt-key-file`: cannot read `k`: permission denied");
        assert_eq!(unreadable("other.json", io::ErrorKind::NotFound), None);
        assert!(CliError::from(InputError::EmptyStdin).help().is_some());
        assert!(bind(io::ErrorKind::AddrInUse).help().is_some_and(|it| it.contains("--port 0")));
        assert_eq!(bind(io::ErrorKind::PermissionDenied).help(), None);
    }

    #[test]
    fn a_line_break_of_a_foreign_name_begins_no_line() {
        let usage = CliError::usage("");
        assert_eq!(usage.lines("`a\n::stop-commands::x`"), ["`a\n::stop-commands::x`"]);
        assert_eq!(usage.lines("`--where \"x\"`: no\n       ^"), ["`--where \"x\"`: no", "       ^"]);
        assert_eq!(usage.lines("`a\nb^c`"), ["`a\nb^c`"]);
        let ours = CliError::Unreachable { message: String::new(), help: String::new() };
        assert_eq!(ours.lines("a\n  b"), ["a", "  b"]);
    }
}
