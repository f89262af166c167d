//! The paths of a command line, by what is done with them: the output guard finds every one of them by its type.

use std::ffi::OsString;
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// A file or folder that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct InputPath(pub(crate) PathBuf);

/// A file that is written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputPath(pub(crate) PathBuf);

/// A report beside the main output: `FORMAT=PATH`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportPath {
    /// The name of the format, not looked up yet.
    pub(crate) format: String,
    pub(crate) path: OutputPath,
}

impl From<OsString> for InputPath {
    fn from(path: OsString) -> Self {
        Self(path.into())
    }
}

impl From<OsString> for OutputPath {
    fn from(path: OsString) -> Self {
        Self(path.into())
    }
}

impl Deref for InputPath {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Deref for OutputPath {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl AsRef<Path> for OutputPath {
    fn as_ref(&self) -> &Path {
        self
    }
}

impl AsRef<Path> for InputPath {
    fn as_ref(&self) -> &Path {
        self
    }
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
            _ => Err("it names no file: write FORMAT=PATH, as in `--report junit=out.xml`".to_owned()),
        }
    }
}
