//! The folder `target/interop`, and the steps that every language's installation is made of.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The folder of everything that the suite installs, with an empty one for this run inside.
struct Home {
    path: PathBuf,
    scratch: PathBuf,
    /// Held as long as the process lives: of two runs at once the second waits.
    _lock: File,
}

static HOME: OnceLock<Result<Home, String>> = OnceLock::new();

/// An empty folder for this run; what is in it stays until the next, for a look into a failure.
pub(crate) fn scratch() -> &'static Path {
    match HOME.get_or_init(open) {
        Ok(home) => &home.scratch,
        Err(reason) => panic!("{reason}"),
    }
}

fn open() -> Result<Home, String> {
    // Beside cargo's own scratch folder, so inside `target/` wherever that is.
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../interop");
    create(&path)?;
    let path = path.canonicalize().map_err(|it| format!("cannot find {}: {it}", path.display()))?;
    let lock = File::create(path.join("lock")).map_err(|it| format!("cannot create the lock file: {it}"))?;
    lock.lock().map_err(|it| format!("cannot lock {}: {it}", path.display()))?;
    let scratch = path.join("scratch");
    fs::remove_dir_all(&scratch).ok();
    create(&scratch)?;
    Ok(Home { path, scratch, _lock: lock })
}

/// One language's installation.
pub(super) struct Installation(OnceLock<Result<PathBuf, String>>);

impl Installation {
    pub(super) const fn new() -> Self {
        Self(OnceLock::new())
    }

    /// The folder of this name, made by the first test that asks. Where that fails, every test that asks fails.
    pub(super) fn folder(&self, name: &str, install: impl FnOnce(&Path) -> Result<(), String>) -> &Path {
        let made = self.0.get_or_init(|| {
            let home = HOME.get_or_init(open).as_ref().map_err(Clone::clone)?;
            let folder = home.path.join(name);
            install(&folder)?;
            Ok(folder)
        });
        match made {
            Ok(folder) => folder,
            Err(reason) => panic!("{reason}"),
        }
    }
}

/// The folder of a language's apps and lock files.
pub(super) fn apps(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/apps").join(language)
}

/// Makes what `folder` holds, unless its stamp says it was made from this very `state`. What a half-made one of an earlier
/// run holds is not built upon.
pub(super) fn once(
    folder: &Path,
    state: &str,
    make: impl FnOnce() -> Result<(), String>,
) -> Result<(), String> {
    let stamp = folder.with_added_extension("stamp");
    if folder.is_dir() && fs::read_to_string(&stamp).is_ok_and(|it| it == state) {
        return Ok(());
    }
    fs::remove_file(&stamp).ok();
    fs::remove_dir_all(folder).ok();
    create(folder)?;
    make()?;
    fs::write(&stamp, state).map_err(|it| format!("cannot write {}: {it}", stamp.display()))
}

/// What `program`, asked by `argument`, says of its version; an error that names the need if it is not there or older than
/// `least`.
pub(super) fn version(program: &str, argument: &str, least: (u32, u32)) -> Result<String, String> {
    let (major, minor) = least;
    let need =
        format!("the interop suite needs `{program}` {major}.{minor} or newer on the PATH (see README)");
    let output =
        Command::new(program).arg(argument).output().map_err(|it| format!("{need}; running it: {it}"))?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    // The first word that is a number but for letters before it: `v20.20.2`, `go1.26.8`, `17.0.15`.
    let mut words = said.split_whitespace().map(|it| it.trim_start_matches(char::is_alphabetic));
    let word = words.find(|it| it.starts_with(|it: char| it.is_ascii_digit())).unwrap_or_default();
    let mut parts = word.split('.').map(|it| it.parse().unwrap_or(0));
    match (parts.next(), parts.next().unwrap_or(0)) {
        (Some(major), minor) if (major, minor) >= least => Ok(said),
        _ => {
            let complaint = String::from_utf8_lossy(&output.stderr);
            Err(format!("{need}; this one says `{said}{}`", complaint.trim()))
        }
    }
}

/// The text of every one of these files, for the state that a stamp keeps.
pub(super) fn texts(folder: &Path, files: &[&str]) -> Result<String, String> {
    files.iter().map(|file| text(&folder.join(file)).map(|it| it + "\n")).collect()
}

pub(super) fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|it| format!("cannot read {}: {it}", path.display()))
}

pub(super) fn create(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|it| format!("cannot create {}: {it}", folder.display()))
}

/// Runs a step of an installation to its end.
pub(super) fn run(command: &mut Command) -> Result<(), String> {
    let output = command.output().map_err(|it| format!("cannot run {command:?}: {it}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    Err(format!(
        "the interop suite could not install what it needs: {command:?}: {}\n{}",
        output.status,
        String::from_utf8_lossy(&said)
    ))
}
