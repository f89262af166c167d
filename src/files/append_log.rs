//! A file of lines that is only ever appended to: locked, mended after a crash, on disk before a line counts, and
//! followed by name when it is renamed, deleted or cut while it is written to.

use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::lines::{self, Ends};
use super::replace::{folder_of, sync_folder, unmade};
use super::words::words;

/// What one of our files looks like inside, and what is done with a last line that a crash cut off.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineKind {
    /// What the file is, as it is named in messages: `a record of events`.
    pub(crate) name: &'static str,
    /// What a whole line, without its end, is among ours.
    pub(crate) fit: fn(&[u8]) -> LineFit,
    /// Whether a text is the beginning of one of our lines, and not the whole of it. The second argument says whether
    /// it is the first line of the file.
    pub(crate) begins_ours: fn(&[u8], bool) -> bool,
    /// What becomes of such a beginning.
    pub(crate) torn: Torn,
}

/// Whether a line is one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineFit {
    Ours,
    /// It may stand in a file of ours, and tells nothing of one.
    Possible,
    Foreign,
}

impl LineFit {
    /// Of a kind of line that is ours or is not.
    pub(crate) fn of(is_ours: bool) -> Self {
        if is_ours { Self::Ours } else { Self::Foreign }
    }
}

/// What becomes of a last line that is not whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Torn {
    /// It is cut off: nobody acted upon it.
    Cut,
    /// It is moved to `FILE.torn`.
    MoveAside,
}

#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    #[error("cannot write to `{}`: {}", path.display(), words(&source.to_string()))]
    Open { path: PathBuf, source: io::Error },
    #[error("cannot write to `{}`: another process is writing to it; give each run a file of its own", path.display())]
    Busy { path: PathBuf },
    #[error("cannot write to `{}`: it is there and is not {kind}; name another file", path.display())]
    Foreign { path: PathBuf, kind: &'static str },
}

/// What was mended in a file whose last line a crash had left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Healed {
    pub path: PathBuf,
    /// Bytes of the torn line that were taken out of the file; 0 where the line was whole and only its end was missing.
    pub cut: u64,
    /// Where the torn line is kept.
    pub kept_in: Option<PathBuf>,
}

/// What happened to a file while it was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileDisturbance {
    /// Its name was gone: a new file was made.
    Deleted,
    /// Another file had its name: that one is written to now.
    Replaced,
    /// It was shorter than it had been written.
    Truncated,
}

/// Told of what happens to an open file: to say it to the user.
pub(crate) type TellDisturbance = fn(&Path, FileDisturbance);

#[derive(Debug)]
pub(crate) struct AppendLog {
    path: PathBuf,
    kind: LineKind,
    tell: TellDisturbance,
    pub(crate) file: File,
    /// The length up to which everything is on disk, bytes.
    len: u64,
}

impl AppendLog {
    /// Opens or creates a file, which nobody but its owner may read: events carry tokens. A file that is not of `kind`
    /// is left as it is.
    pub(crate) fn open(
        path: &Path,
        kind: LineKind,
        tell: TellDisturbance,
    ) -> Result<(Self, Option<Healed>), AppendError> {
        let failed = |source| AppendError::Open { path: path.to_owned(), source };
        let file = open_plain(path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(AppendError::Busy { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let healed = heal(&file, path, kind)?;
        sync_folder(path).map_err(failed)?;
        let len = file.metadata().map_err(failed)?.len();
        Ok((Self { path: path.to_owned(), kind, tell, file, len }, healed))
    }

    /// Adds whole lines and waits until they are on disk. What could be written only in part is taken back. A file that
    /// was renamed, deleted or cut meanwhile is opened again by name, and that is told.
    pub(crate) fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        self.append_below(&[], lines)
    }

    /// The same for a file that has to begin with a line of its own, which is written where the file is empty.
    pub(crate) fn append_below(&mut self, first: &[u8], lines: &[u8]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        self.follow_name()?;
        let before = self.file.metadata()?.len();
        let first = if before == 0 { first } else { &[] };
        let written = self.file.write_all(first).and_then(|()| self.file.write_all(lines));
        if let Err(error) = written.and_then(|()| self.file.sync_data()) {
            self.file.set_len(before)?;
            return Err(error);
        }
        self.len = before + (first.len() + lines.len()) as u64;
        Ok(())
    }

    /// Cuts off the `bytes` that the last append wrote.
    pub(crate) fn take_back(&mut self, bytes: usize) -> io::Result<()> {
        self.len = self.len.saturating_sub(bytes as u64);
        self.file.set_len(self.len)
    }

    /// Makes sure that what is written next lands in the file that has the name.
    fn follow_name(&mut self) -> io::Result<()> {
        let mine = self.file.metadata()?;
        let disturbance = match std::fs::metadata(&self.path) {
            Ok(named) if !is_same(&mine, &named) => FileDisturbance::Replaced,
            Ok(_) if mine.len() < self.len => FileDisturbance::Truncated,
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => FileDisturbance::Deleted,
            Err(error) => return Err(error),
        };
        if disturbance != FileDisturbance::Truncated {
            *self = Self::open(&self.path, self.kind, self.tell).map_err(io::Error::other)?.0;
        }
        (self.tell)(&self.path, disturbance);
        Ok(())
    }
}

/// Whether a text is the beginning of a JSON document, and not the whole of it.
pub(crate) fn is_cut_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_err_and(|error| error.is_eof())
}

/// Opens a plain file for reading and appending; nothing else is ever appended to, a device would take lines for ever.
fn open_plain(path: &Path) -> io::Result<File> {
    if std::fs::metadata(path).is_ok_and(|it| !it.is_file()) {
        return Err(io::Error::other("it is not a plain file"));
    }
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let file = options.open(path).map_err(|error| unmade(&error, folder_of(path)))?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is not a plain file")) }
}

#[cfg(unix)]
fn is_same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// An open file cannot be renamed or deleted there.
#[cfg(not(unix))]
fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

/// Ends a last line that has no end, or takes it out where it is torn. A file that holds something else is left alone.
fn heal(mut file: &File, path: &Path, kind: LineKind) -> Result<Option<Healed>, AppendError> {
    let failed = |source| AppendError::Open { path: path.to_owned(), source };
    let foreign = || AppendError::Foreign { path: path.to_owned(), kind: kind.name };
    let len = file.metadata().map_err(failed)?.len();
    let Some(Ends { first, last, open }) = lines::ends(file, len).map_err(failed)? else {
        return if len == 0 { Ok(None) } else { Err(foreign()) };
    };
    let fits: Vec<LineFit> = [&first, &last].into_iter().flatten().map(|it| (kind.fit)(it)).collect();
    if fits.contains(&LineFit::Foreign) || (!fits.is_empty() && !fits.contains(&LineFit::Ours)) {
        return Err(foreign());
    }
    if open.is_empty() {
        return Ok(None);
    }
    let fit = (kind.fit)(&open);
    if fit == LineFit::Ours || (fit == LineFit::Possible && first.is_some()) {
        file.write_all(b"\n").and_then(|()| file.sync_data()).map_err(failed)?;
        return Ok(Some(Healed { path: path.to_owned(), cut: 0, kept_in: None }));
    }
    if !(kind.begins_ours)(&open, first.is_none()) {
        return Err(foreign());
    }
    let kept_in = (kind.torn == Torn::MoveAside).then(|| move_aside(path, &open, kind)).transpose()?;
    let cut = open.len() as u64;
    file.set_len(len - cut).and_then(|()| file.sync_all()).map_err(failed)?;
    file.seek(SeekFrom::End(0)).map_err(failed)?;
    Ok(Some(Healed { path: path.to_owned(), cut, kept_in }))
}

/// Adds a torn line to `FILE.torn`, on disk before it is taken out of the file, unless that name holds something else.
fn move_aside(path: &Path, line: &[u8], kind: LineKind) -> Result<PathBuf, AppendError> {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".torn");
    let aside = PathBuf::from(aside);
    let failed = |source| AppendError::Open { path: aside.clone(), source };
    let mut file = open_plain(&aside).map_err(failed)?;
    let len = file.metadata().map_err(failed)?.len();
    if let Some(Ends { first, last, open }) = lines::ends(&file, len).map_err(failed)? {
        let open = Some(open).filter(|it| !it.is_empty());
        if ![&first, &last, &open].into_iter().flatten().all(|it| (kind.begins_ours)(it, false)) {
            return Err(AppendError::Foreign { path: aside, kind: "torn lines of such a file" });
        }
        if open.is_some() {
            file.write_all(b"\n").map_err(failed)?;
        }
    }
    file.write_all(&[line, b"\n"].concat())
        .and_then(|()| file.sync_all())
        .and_then(|()| sync_folder(&aside))
        .map_err(failed)?;
    Ok(aside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Lines `{"n":1}`.
    fn kind(torn: Torn) -> LineKind {
        fn is_ours(line: &[u8]) -> bool {
            line.starts_with(b"{\"n\":") && serde_json::from_slice::<serde_json::Value>(line).is_ok()
        }
        fn begins_ours(line: &[u8], first: bool) -> bool {
            !first && (line.starts_with(b"{\"n\":") || b"{\"n\":".starts_with(line))
        }
        LineKind { name: "a log of numbers", fit: |line| LineFit::of(is_ours(line)), begins_ours, torn }
    }

    fn opened(content: &str, torn: Torn) -> (Result<Option<Healed>, AppendError>, String, Option<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("numbers");
        fs::write(&path, content).unwrap();
        let healed = AppendLog::open(&path, kind(torn), |_, _| {}).map(|(mut log, healed)| {
            log.append(b"{\"n\":9}\n").unwrap();
            healed
        });
        let aside = fs::read_to_string(folder.path().join("numbers.torn")).ok();
        (healed, fs::read_to_string(&path).unwrap(), aside)
    }

    #[test]
    fn a_file_in_order_is_only_added_to() {
        for content in ["", "{\"n\":1}\n", "{\"n\":1}\n{\"n\":2}\n"] {
            let (healed, after, _) = opened(content, Torn::Cut);
            assert_eq!(healed.unwrap(), None);
            assert_eq!(after, format!("{content}{{\"n\":9}}\n"));
        }
    }

    #[test]
    fn a_torn_last_line_is_cut_or_moved_aside_and_a_whole_one_ended() {
        let torn = "{\"n\":1}\n{\"n\":2,\"te";
        let (healed, after, aside) = opened(torn, Torn::Cut);
        assert_eq!((healed.unwrap().unwrap().cut, &*after, aside), (10, "{\"n\":1}\n{\"n\":9}\n", None));
        let (healed, after, aside) = opened(torn, Torn::MoveAside);
        assert!(healed.unwrap().unwrap().kept_in.is_some());
        assert_eq!((&*after, aside.as_deref()), ("{\"n\":1}\n{\"n\":9}\n", Some("{\"n\":2,\"te\n")));
        let (healed, after, _) = opened("{\"n\":1}\n{\"n\":2}", Torn::Cut);
        assert_eq!((healed.unwrap().unwrap().cut, &*after), (0, "{\"n\":1}\n{\"n\":2}\n{\"n\":9}\n"));
    }

    #[test]
    fn a_file_of_something_else_is_left_alone() {
        for content in
            ["{\"n\":1", "{\n  \"n\": 1\n}", "{\"m\":1}\n", "# notes\n{}\n", "text", "{\"n\":1}\ntext", "\n"]
        {
            let (healed, after, aside) = opened(content, Torn::Cut);
            assert!(matches!(healed, Err(AppendError::Foreign { .. })), "{content}");
            assert_eq!((&*after, aside), (content, None));
        }
    }

    #[test]
    fn a_torn_line_is_not_moved_into_a_file_of_something_else() {
        let folder = tempfile::tempdir().unwrap();
        let (path, aside) = (folder.path().join("numbers"), folder.path().join("numbers.torn"));
        let torn = "{\"n\":1}\n{\"n\":2,\"te";
        for (before, taken) in [("notes\n", false), ("notes", false), ("{\"n\":7,\"t\n", true), ("", true)] {
            fs::write(&path, torn).unwrap();
            fs::write(&aside, before).unwrap();
            let opened = AppendLog::open(&path, kind(Torn::MoveAside), |_, _| {});
            assert_eq!(opened.is_ok(), taken, "{before}");
            let after = if taken { format!("{before}{{\"n\":2,\"te\n") } else { before.to_owned() };
            assert_eq!(fs::read_to_string(&aside).unwrap(), after);
            assert_eq!(fs::read_to_string(&path).unwrap() == torn, !taken);
        }
    }

    #[test]
    fn two_cannot_write_to_one_file_and_none_to_a_device() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("numbers");
        let first = AppendLog::open(&path, kind(Torn::Cut), |_, _| {}).unwrap();
        assert!(matches!(AppendLog::open(&path, kind(Torn::Cut), |_, _| {}), Err(AppendError::Busy { .. })));
        drop(first);
        assert!(AppendLog::open(&path, kind(Torn::Cut), |_, _| {}).is_ok());
        assert!(matches!(
            AppendLog::open(folder.path(), kind(Torn::Cut), |_, _| {}),
            Err(AppendError::Open { .. })
        ));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_renamed_deleted_or_cut_is_followed_by_name() {
        static TOLD: std::sync::Mutex<Vec<FileDisturbance>> = std::sync::Mutex::new(Vec::new());
        let folder = tempfile::tempdir().unwrap();
        let (path, old) = (folder.path().join("numbers"), folder.path().join("numbers.1"));
        let (mut log, _) =
            AppendLog::open(&path, kind(Torn::Cut), |_, what| TOLD.lock().unwrap().push(what)).unwrap();
        log.append(b"{\"n\":1}\n").unwrap();
        fs::rename(&path, &old).unwrap();
        log.append(b"{\"n\":2}\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"n\":2}\n");
        fs::rename(&path, &old).unwrap();
        fs::write(&path, "{\"n\":3}\n").unwrap();
        log.append(b"{\"n\":4}\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"n\":3}\n{\"n\":4}\n");
        OpenOptions::new().write(true).open(&path).unwrap().set_len(0).unwrap();
        log.append(b"{\"n\":5}\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "{\"n\":5}\n");
        let told = [FileDisturbance::Deleted, FileDisturbance::Replaced, FileDisturbance::Truncated];
        assert_eq!(*TOLD.lock().unwrap(), told);
        fs::write(&old, "notes\n").unwrap();
        fs::rename(&old, &path).unwrap();
        assert!(log.append(b"{\"n\":6}\n").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "notes\n");
    }
}
