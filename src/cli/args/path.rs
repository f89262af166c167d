//! The paths of a command line, by what is done with them: the output guard finds every one of them by its type.

use std::ffi::OsString;
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// Types of paths, each what clap makes of an argument.
macro_rules! paths {
    ($($(#[$about:meta])+ $type:ident)+) => {$(
        $(#[$about])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) struct $type(pub(crate) PathBuf);

        impl From<OsString> for $type {
            fn from(path: OsString) -> Self {
                Self(path.into())
            }
        }

        impl Deref for $type {
            type Target = Path;

            fn deref(&self) -> &Path {
                &self.0
            }
        }

        impl AsRef<Path> for $type {
            fn as_ref(&self) -> &Path {
                self
            }
        }
    )+};
}

paths! {
    /// A file or folder that is read.
    InputPath
    /// A file that is written to.
    OutputPath
}

/// A report beside the main output: `FORMAT=PATH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportPath {
    /// The name of the format, not looked up yet.
    pub(crate) format: String,
    pub(crate) path: OutputPath,
}

impl From<OutputPath> for PathBuf {
    fn from(path: OutputPath) -> Self {
        path.0
    }
}

impl OutputPath {
    /// Whether it is `-`, standard output.
    pub(crate) fn is_stdout(&self) -> bool {
        self.as_os_str() == "-"
    }
}

impl std::str::FromStr for ReportPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((format, path)) if !path.is_empty() => {
                Ok(Self { format: format.to_owned(), path: OutputPath(path.into()) })
            }
            _ => Err("it names no file: write FORMAT=PATH, as in `--report ndjson=out.ndjson`".to_owned()),
        }
    }
}
