//! Input that cannot be read. A document that is broken is no error: it becomes an entry and then a finding.

use std::io::{self, ErrorKind};
use std::path::Path;

use crate::files::{of_file, words};
use crate::report::Exit;
use crate::source::Packing;

/// What stood in the way of one input. The run goes on with the next.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    #[error("cannot read `{file}`: {}", reason(source))]
    Unreadable { file: String, source: io::Error },
    /// A compressed file that does not unpack to its end.
    #[error(
        "cannot read `{file}` to its end: the {} data is damaged {} ({source})",
        packing.name(),
        if *after == 0 { "before the end of its first document".into() } else { format!("after document {after}") }
    )]
    Damaged {
        file: String,
        packing: Packing,
        /// Documents that were read before the damage.
        after: u64,
        source: io::Error,
    },
    /// A symbolic link to a folder that it stands in.
    #[error("cannot read `{file}`: the link leads back to `{ancestor}`, a loop without end")]
    Loop {
        /// The link.
        file: String,
        /// Where it leads.
        ancestor: String,
    },
    /// Neither file nor folder, met by a walk and not named itself: to open it may take for ever.
    #[error("cannot read `{file}`: a folder or a glob holds it, and it is a pipe, a socket or a device")]
    NoFile { file: String },
    #[error("no file matches `{pattern}`")]
    NoMatch { pattern: String },
    #[error("`{pattern}` is neither a file nor a glob: {}", source.kind())]
    BadGlob { pattern: String, source: globset::Error },
    /// Folders and globs of which every file is left out.
    #[error("no file is left to read")]
    AllLeftOut,
    #[error("no event file in `{folder}`")]
    EmptyFolder { folder: String },
    #[error("no event in standard input")]
    EmptyStdin,
    #[error("`-` is named twice; standard input can be read only once")]
    StdinTwice,
    #[error("there is no sample `{name}`")]
    UnknownSample {
        name: String,
        /// The sample that was meant, perhaps.
        meant: Option<String>,
    },
}

impl InputError {
    /// The file or folder that it is about, as the user named it.
    pub(crate) fn file(&self) -> Option<&str> {
        match self {
            Self::Unreadable { file, .. }
            | Self::Damaged { file, .. }
            | Self::Loop { file, .. }
            | Self::NoFile { file } => Some(file),
            Self::EmptyFolder { folder } => Some(folder),
            _ => None,
        }
    }

    /// How a run with this error ends: no input is a matter of usage, the rest is unreadable.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Unreadable { .. } | Self::Damaged { .. } | Self::Loop { .. } | Self::NoFile { .. } => {
                Exit::Unreadable
            }
            Self::NoMatch { .. }
            | Self::BadGlob { .. }
            | Self::EmptyFolder { .. }
            | Self::AllLeftOut
            | Self::EmptyStdin
            | Self::StdinTwice
            | Self::UnknownSample { .. } => Exit::Usage,
        }
    }

    /// The way out, where the message does not say it.
    pub(crate) fn help(&self) -> Option<String> {
        match self {
            Self::Damaged { .. } => Some("fetch the file again; what came before the damage was read".into()),
            Self::Loop { .. } => Some("remove the link, or leave it out with `--exclude`".into()),
            Self::NoFile { .. } => {
                Some("name it itself to read what comes through it, or leave it out with `--exclude`".into())
            }
            Self::NoMatch { .. } => Some("check the spelling; `**` matches any number of folders".into()),
            Self::EmptyFolder { .. } => Some(
                "files that end in .json, .ndjson, .jsonl or .log are read, each also with .gz or .zst; name others one by one"
                    .into(),
            ),
            Self::AllLeftOut => {
                Some("give `--exclude` a narrower glob, or name a file: what is named itself is read".into())
            }
            Self::EmptyStdin => {
                Some("name a file or a folder, or use `--sample all` for the bundled events".into())
            }
            Self::UnknownSample { meant: Some(meant), .. } => {
                Some(format!("did you mean `{meant}`? `helpdesk-evt sample` lists them"))
            }
            Self::UnknownSample { meant: None, .. } => Some("`helpdesk-evt sample` lists them".into()),
            Self::Unreadable { file, .. } if file.contains("://") => {
                Some("a path is a file or a folder: pipe in what curl fetches; the app's address is for `replay --url`".into())
            }
            Self::Unreadable { file, .. } if file.is_empty() => {
                Some("name a file or a folder; a variable of the shell is empty, perhaps".into())
            }
            Self::Unreadable { .. } | Self::BadGlob { .. } | Self::StdinTwice => None,
        }
    }
}

/// A file that cannot be opened or read.
pub(crate) fn unreadable(path: &Path, source: io::Error) -> InputError {
    InputError::Unreadable { file: path.display().to_string(), source: of_file(path, source) }
}

/// Why an input breaks off.
#[derive(Debug)]
pub(crate) struct Damage {
    file: String,
    packing: Packing,
    source: io::Error,
}

impl Damage {
    /// Of `file`, packed like that.
    pub(crate) fn new(file: &str, packing: Packing, source: io::Error) -> Self {
        Self { file: file.to_owned(), packing, source }
    }

    /// The error, of a file of which `after` documents were read.
    pub(crate) fn after(self, after: u64) -> InputError {
        let Self { file, packing, source } = self;
        // What cannot be unpacked here is not damaged.
        let is_whole = source.kind() == ErrorKind::Unsupported;
        match packing {
            Packing::Plain | Packing::Other(..) => InputError::Unreadable { file, source },
            _ if is_whole => InputError::Unreadable { file, source },
            Packing::Gzip | Packing::Zstd => InputError::Damaged { file, packing, after, source },
        }
    }
}

/// The cause in words, without the system's number.
pub(crate) fn reason(source: &io::Error) -> String {
    match source.kind() {
        ErrorKind::NotFound => "no such file".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        _ => words(&source.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_unpacked_here_is_unreadable_and_not_damaged() {
        for (packing, kind, is_damaged) in [
            (Packing::Zstd, ErrorKind::Unsupported, false),
            (Packing::Zstd, ErrorKind::InvalidData, true),
            (Packing::Plain, ErrorKind::InvalidData, false),
        ] {
            let error = Damage::new("a", packing, kind.into()).after(3);
            assert_eq!(matches!(error, InputError::Damaged { after: 3, .. }), is_damaged, "{error}");
        }
    }
}
