//! Everything a run reads and writes: no output is ever written over an input or another output.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// Why a run must not begin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Conflict {
    #[error("`{path}` is read ({read}) and would be written over by {written}")]
    ReadAndWritten {
        /// The output, as it was named.
        path: String,
        read: String,
        written: String,
    },
    #[error("`{path}` is written to twice: by {first} and by {second}")]
    WrittenTwice { path: String, first: String, second: String },
}

/// A file that a run reads or writes, and by which argument.
#[derive(Clone, Debug)]
struct NamedFile {
    by: String,
    path: PathBuf,
    identity: Option<FileIdentity>,
}

/// What makes two names one file. Devices, FIFOs and terminals have none: they are not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
enum FileIdentity {
    /// Device and inode of a regular file.
    #[cfg(unix)]
    Node(u64, u64),
    /// Folder, with its links followed, and name of what is not there yet, or of any file where there are no inodes.
    Name(PathBuf),
}

/// All inputs and outputs of a run. Filled before anything is opened for writing.
#[derive(Clone, Debug, Default)]
pub(crate) struct OutputGuard {
    inputs: Vec<NamedFile>,
    outputs: Vec<NamedFile>,
}

impl OutputGuard {
    /// Notes an input. What stands in a folder is compared when a walk meets it, see [`OutputGuard::writer_of`].
    pub(crate) fn reads(&mut self, by: &str, path: &Path) {
        self.inputs.push(NamedFile::of(by, path));
    }

    pub(crate) fn writes(&mut self, by: &str, path: &Path) {
        self.outputs.push(NamedFile::of(by, path));
    }

    /// Notes an open file that is read: standard input.
    pub(crate) fn reads_open(&mut self, by: &str, file: &Metadata) {
        self.inputs.push(NamedFile::of_open(by, file));
    }

    /// Notes an open file that is written to: standard output.
    pub(crate) fn writes_open(&mut self, by: &str, file: &Metadata) {
        self.outputs.push(NamedFile::of_open(by, file));
    }

    /// Fails where an output is an input or another output.
    pub(crate) fn check(&self) -> Result<(), Conflict> {
        for (at, output) in self.outputs.iter().enumerate() {
            let path = output.path.display().to_string();
            let same = |it: &&NamedFile| it.identity.is_some() && it.identity == output.identity;
            if let Some(input) = self.inputs.iter().find(same) {
                let (read, written) = (input.by.clone(), output.by.clone());
                let path =
                    if output.path.as_os_str() == output.by.as_str() { &input.path } else { &output.path };
                return Err(Conflict::ReadAndWritten { path: path.display().to_string(), read, written });
            }
            if let Some(first) = self.outputs[..at].iter().find(same) {
                let (first, second) = (first.by.clone(), output.by.clone());
                return Err(Conflict::WrittenTwice { path, first, second });
            }
        }
        Ok(())
    }

    /// Whether nothing is written that a file could be compared with.
    pub(crate) fn is_empty(&self) -> bool {
        self.outputs.iter().all(|it| it.identity.is_none())
    }

    /// What writes a file that a walk meets.
    pub(crate) fn writer_of(&self, file: &Metadata, path: &Path) -> Option<&str> {
        let identity = FileIdentity::of_file(file).map(|it| it.or_name(path))?;
        self.outputs.iter().find(|it| it.identity.as_ref() == Some(&identity)).map(|it| &*it.by)
    }
}

/// Where a link leads whose end is not there yet; another path as it is.
pub(crate) fn link_end(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..40 {
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    path
}

impl NamedFile {
    fn of(by: &str, path: &Path) -> Self {
        Self { by: by.to_owned(), path: path.to_owned(), identity: FileIdentity::of(path) }
    }

    fn of_open(by: &str, file: &Metadata) -> Self {
        Self { by: by.to_owned(), path: PathBuf::from(by), identity: FileIdentity::of_file(file) }
    }
}

impl FileIdentity {
    fn of(path: &Path) -> Option<Self> {
        if let Ok(file) = fs::metadata(path) {
            return Self::of_file(&file).map(|it| it.or_name(path));
        }
        let path = &link_end(path);
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        Some(Self::Name(folder.join(path.file_name()?)))
    }

    #[cfg(unix)]
    fn of_file(file: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        file.is_file().then(|| Self::Node(file.dev(), file.ino()))
    }

    #[cfg(not(unix))]
    fn of_file(file: &Metadata) -> Option<Self> {
        file.is_file().then(|| Self::Name(PathBuf::new()))
    }

    #[cfg(unix)]
    fn or_name(self, _: &Path) -> Self {
        self
    }

    #[cfg(not(unix))]
    fn or_name(self, path: &Path) -> Self {
        fs::canonicalize(path).map_or(self, Self::Name)
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn check(inputs: &[&Path], outputs: &[&Path]) -> Result<(), Conflict> {
        let mut guard = OutputGuard::default();
        for path in inputs {
            guard.reads("PATH", path);
        }
        for path in outputs {
            guard.writes("--output", path);
        }
        guard.check()
    }

    #[test]
    fn one_file_is_one_file_whatever_it_is_called() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("log"), "{}").unwrap();
        symlink("log", path("link")).unwrap();
        fs::hard_link(path("log"), path("hard")).unwrap();
        symlink("new", path("ahead")).unwrap();
        fs::create_dir(path("sub")).unwrap();
        let around = path("sub/../log");
        for other in ["log", "link", "hard"].map(path).iter().chain([&around]) {
            assert!(
                matches!(check(&[&path("log")], &[other]), Err(Conflict::ReadAndWritten { .. })),
                "{other:?}"
            );
            assert!(
                matches!(check(&[], &[&path("log"), other]), Err(Conflict::WrittenTwice { .. })),
                "{other:?}"
            );
        }
        assert!(check(&[], &[&path("new"), &path("sub/../new")]).is_err(), "a file that is not there yet");
        assert!(check(&[], &[&path("new"), &path("ahead")]).is_err(), "a link to it");
        assert!(check(&[&path("log")], &[&path("new"), &path("newer")]).is_ok());
        assert!(check(&[Path::new("/dev/null")], &[Path::new("/dev/null"), Path::new("/dev/null")]).is_ok());
    }

    #[test]
    fn a_walk_knows_the_files_that_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let (log, other) = (folder.path().join("log"), folder.path().join("other"));
        fs::write(&log, "{}").unwrap();
        fs::write(&other, "{}").unwrap();
        let mut guard = OutputGuard::default();
        assert!(guard.is_empty());
        guard.writes("--report json", &log);
        let writer = |path: &Path| guard.writer_of(&fs::metadata(path).unwrap(), path);
        assert_eq!((writer(&log), writer(&other)), (Some("--report json"), None));
    }
}
