//! The files a path stands for: itself, the event files of a folder, or the matches of a glob. Always in the same order.

use std::io::{self, ErrorKind};
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};
use walkdir::{DirEntry, WalkDir};

use super::error::{InputError, reason};

/// The names an event file may end in; each also packed.
const ENDINGS: [&str; 4] = [".json", ".ndjson", ".jsonl", ".log"];
const PACKED: [&str; 2] = [".gz", ".zst"];
/// Folders that are passed over unless they are named, beside hidden ones.
const PASSED_OVER: [&str; 2] = ["node_modules", "target"];

/// Which files of a walk count.
enum FileFilter {
    EventFiles,
    /// The files that a glob matches, and how deep they can stand.
    Glob(GlobMatcher, usize),
}

enum PathWalk {
    /// One file, or one error.
    One(Option<Result<PathBuf, InputError>>),
    Many {
        entries: Box<dyn Iterator<Item = walkdir::Result<DirEntry>> + Send>,
        filter: FileFilter,
        named: String,
        found: bool,
    },
}

pub(crate) struct Files(PathWalk);

impl Files {
    /// Resolves `path`. A name that exists is taken literally, whatever characters are in it.
    pub(crate) fn of(path: PathBuf) -> Self {
        let named = path.display().to_string();
        let is_literal = !named.contains(['*', '?', '[', '{']);
        match path.metadata() {
            Ok(it) if it.is_dir() => return Self::walk(WalkDir::new(path), FileFilter::EventFiles, named),
            Err(_) if !is_literal && path.symlink_metadata().is_err() => {}
            _ => return Self(PathWalk::One(Some(Ok(path)))),
        }
        match GlobBuilder::new(&named).literal_separator(true).build() {
            Ok(glob) => {
                let (base, depth) = base_of(&path);
                let walk = WalkDir::new(base).max_depth(depth);
                Self::walk(walk, FileFilter::Glob(glob.compile_matcher(), depth), named)
            }
            Err(source) => Self(PathWalk::One(Some(Err(InputError::BadGlob { pattern: named, source })))),
        }
    }

    fn walk(walk: WalkDir, filter: FileFilter, named: String) -> Self {
        let written = named.clone();
        let entries = walk.follow_links(true).sort_by_file_name().into_iter();
        let entries = Box::new(entries.filter_entry(move |it| !is_passed_over(it, &written)));
        Self(PathWalk::Many { entries, filter, named, found: false })
    }

    /// The next file, or why one cannot be read; `None` at the end. What is left out was not named itself.
    pub(crate) fn next_kept(
        &mut self,
        is_left_out: impl Fn(&Path) -> bool,
    ) -> Option<Result<PathBuf, InputError>> {
        let (entries, filter, named, found) = match &mut self.0 {
            PathWalk::One(one) => return one.take(),
            PathWalk::Many { entries, filter, named, found } => (entries, filter, named, found),
        };
        for entry in entries {
            let next = match entry {
                Ok(entry) => filter.takes(&entry),
                Err(error) => filter.error(error, named).map(Err),
            };
            let Some(next) = next else { continue };
            *found = true;
            let path = match &next {
                Ok(path) => Some(path.as_path()),
                Err(error) => error.file().filter(|it| it != named).map(Path::new),
            };
            if !path.is_some_and(&is_left_out) {
                return Some(next);
            }
        }
        let nothing = (!*found).then(|| filter.nothing(std::mem::take(named)));
        self.0 = PathWalk::One(None);
        nothing.map(Err)
    }
}

impl Iterator for Files {
    type Item = Result<PathBuf, InputError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_kept(|_| false)
    }
}

impl FileFilter {
    fn takes(&self, entry: &DirEntry) -> Option<Result<PathBuf, InputError>> {
        let (path, kind) = (self.counted(entry.path())?, entry.file_type());
        let no_file = || InputError::NoFile { file: path.display().to_string() };
        // A link to nothing is how a log is turned off.
        let is_file = kind.is_file() || path.canonicalize().is_ok_and(|it| it == Path::new("/dev/null"));
        (!kind.is_dir()).then(|| if is_file { Ok(path.to_owned()) } else { Err(no_file()) })
    }

    /// The path as the user would write it, where its name counts.
    fn counted<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        match self {
            Self::EventFiles => is_event_file(path).then_some(path),
            Self::Glob(glob, _) => {
                // A walk of the working folder says `./a.json`; the user wrote `*.json`.
                let written = if glob.glob().glob().starts_with("./") {
                    path
                } else {
                    path.strip_prefix(".").unwrap_or(path)
                };
                glob.is_match(written).then_some(written)
            }
        }
    }

    /// The error of a walk, unless it is one of a name that would not have counted.
    fn error(&self, error: walkdir::Error, named: &str) -> Option<InputError> {
        // Nothing is looked for in what stands as deep as a glob reaches, whatever it leads to.
        let is_deepest = matches!(self, Self::Glob(_, depth) if error.depth() >= *depth);
        let Some(path) = error.path().map(Path::to_owned) else {
            // The folder that a link leads to cannot be opened: which link it is is not told.
            let why = error.into_io_error().map_or(String::new(), |it| format!(" ({})", reason(&it)));
            let source = io::Error::other(format!("a link in it leads to a folder that cannot be read{why}"));
            return (!is_deepest).then(|| InputError::Unreadable { file: named.to_owned(), source });
        };
        let file = path.display().to_string();
        if let Some(ancestor) = error.loop_ancestor() {
            let ancestor = ancestor.display().to_string();
            return (!is_deepest).then_some(InputError::Loop { file, ancestor });
        }
        // A link that leads nowhere, or to itself, is no folder to look into.
        let leads_nowhere = path.metadata().is_err_and(|it| it.kind() != ErrorKind::PermissionDenied);
        if (is_deepest || leads_nowhere) && self.counted(&path).is_none() {
            return None;
        }
        let source = error.into_io_error().unwrap_or_else(|| io::Error::from(ErrorKind::Other));
        Some(InputError::Unreadable { file, source })
    }

    fn nothing(&self, named: String) -> InputError {
        match self {
            Self::EventFiles => InputError::EmptyFolder { folder: named },
            Self::Glob(..) => InputError::NoMatch { pattern: named },
        }
    }
}

/// Whether an entry of a walk is a folder that is passed over; `named` is what the user wrote.
fn is_passed_over(entry: &DirEntry, named: &str) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_meant = || Path::new(named).components().any(|it| it.as_os_str() == entry.file_name());
    entry.depth() > 0
        && entry.file_type().is_dir()
        && (name.starts_with('.') || PASSED_OVER.contains(&&*name))
        && !is_meant()
}

/// Files of folders and globs that the user does not want.
#[derive(Debug, Default)]
pub(crate) struct Excluded(GlobSet);

impl Excluded {
    /// Of globs that are matched against a path and each name in it.
    pub(crate) fn new(patterns: &[String]) -> Result<Self, InputError> {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            let bad = |source| InputError::BadGlob { pattern: pattern.clone(), source };
            set.add(GlobBuilder::new(pattern).literal_separator(true).build().map_err(bad)?);
        }
        let pattern = patterns.join(", ");
        set.build().map(Self).map_err(|source| InputError::BadGlob { pattern, source })
    }

    /// Whether a file is left out: by its path, by that of a folder it is in, or by one of their names.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        let path = path.strip_prefix(".").unwrap_or(path);
        !self.0.is_empty()
            && (path.ancestors().any(|it| self.0.is_match(it))
                || path.components().any(|it| self.0.is_match(Path::new(it.as_os_str()))))
    }
}

fn is_event_file(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
    let name = name.to_ascii_lowercase();
    let bare = PACKED.iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    ENDINGS.iter().any(|ending| bare.ends_with(ending))
}

/// The folder a glob begins in, and how deep it reaches from there.
fn base_of(pattern: &Path) -> (PathBuf, usize) {
    let is_literal =
        |part: &Component| !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{', '\\']);
    let base: PathBuf = pattern.components().take_while(is_literal).collect();
    let text = pattern.to_string_lossy();
    let depth = if text.contains("**") || text.contains('{') {
        usize::MAX
    } else {
        pattern.components().count() - base.components().count()
    };
    (if base.as_os_str().is_empty() { PathBuf::from(".") } else { base }, depth)
}
