//! A file that is replaced whole or not at all: the new content is written beside it and takes its name at the end.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::output_guard::link_end;

/// New content for a file, not yet in its place. Dropped, it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Replacement {
    temporary: NamedTempFile,
    path: PathBuf,
}

/// Who may read a file that is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Everybody whom the umask lets: a report.
    Anybody,
    /// Its owner: it holds tokens.
    Owner,
}

impl Replacement {
    /// Begins new content for `path`. A link is followed, so that it stays one, and a file that is there keeps its mode.
    pub(crate) fn of(path: &Path, readers: Readers) -> io::Result<Self> {
        let path = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => link_end(path),
            Err(error) => return Err(error),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".helpdesk-evt-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = if readers == Readers::Owner { 0o600 } else { 0o666 };
            builder.permissions(fs::Permissions::from_mode(mode));
        }
        let folder = folder_of(&path);
        // The system names the temporary file, which says nothing to the user.
        let temporary = builder.tempfile_in(folder).map_err(|error| unmade(&error, folder))?;
        if readers == Readers::Anybody
            && let Ok(old) = fs::metadata(&path)
        {
            fs::set_permissions(temporary.path(), old.permissions())?;
        }
        Ok(Self { temporary, path })
    }

    /// The new content, to write to.
    pub(crate) fn file(&self) -> &File {
        self.temporary.as_file()
    }

    /// Puts the new content in its place, on disk.
    pub(crate) fn keep(self) -> io::Result<()> {
        let Self { temporary, path } = self;
        temporary.as_file().sync_all()?;
        temporary.persist(&path).map_err(|error| error.error)?;
        sync_folder(&path)
    }
}

/// Why a file cannot be made in a folder, in words for people.
pub(super) fn unmade(error: &io::Error, folder: &Path) -> io::Error {
    match error.kind() {
        io::ErrorKind::NotFound if !folder.exists() => {
            io::Error::other(format!("there is no folder `{}`", folder.display()))
        }
        kind => kind.into(),
    }
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes a file's name survive a power failure. Where a folder cannot be opened, the system has its own ways.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match File::open(folder_of(path)) {
        Ok(folder) => folder.sync_all(),
        Err(_) => Ok(()),
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn written(path: &Path, readers: Readers, text: &str) {
        let new = Replacement::of(path, readers).unwrap();
        new.file().write_all(text.as_bytes()).unwrap();
        new.keep().unwrap();
    }

    #[test]
    fn a_link_stays_a_link_and_a_mode_stays_a_mode() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real", &link).unwrap();
        written(&link, Readers::Anybody, "new");
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o640);
        symlink("later", folder.path().join("ahead")).unwrap();
        written(&folder.path().join("ahead"), Readers::Owner, "first");
        assert_eq!(fs::metadata(folder.path().join("later")).unwrap().mode() & 0o777, 0o600);
    }

    #[test]
    fn what_is_not_kept_leaves_the_old_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report");
        fs::write(&path, "old").unwrap();
        drop(Replacement::of(&path, Readers::Anybody).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
