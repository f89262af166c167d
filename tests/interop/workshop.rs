//! The two toolchains: a venv and a `node_modules` under `target/interop`, made once for a state of the lock files.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The apps and lock files of each language.
const APPS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/apps");

/// The installed toolchains.
pub(crate) struct Workshop {
    /// The Python of the venv.
    pub(crate) python: PathBuf,
    /// The folder with `node_modules`.
    pub(crate) node_home: PathBuf,
    /// An empty folder for this run; what is in it stays until the next, for whoever looks into a failure.
    pub(crate) scratch: PathBuf,
    /// Held as long as the process lives: of two runs at once the second waits.
    _lock: File,
}

/// The toolchains, installed by whichever test asks first. A missing one fails every test that asks.
pub(crate) fn workshop() -> &'static Workshop {
    static WORKSHOP: OnceLock<Result<Workshop, String>> = OnceLock::new();
    match WORKSHOP.get_or_init(install) {
        Ok(workshop) => workshop,
        Err(reason) => panic!("{reason}"),
    }
}

/// One of the suite's scripts.
pub(crate) fn script(name: &str) -> PathBuf {
    Path::new(APPS).join(name)
}

fn install() -> Result<Workshop, String> {
    // A folder beside cargo's own scratch folder, so inside `target/` wherever that is.
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../interop");
    fs::create_dir_all(&home).map_err(|it| format!("cannot create {}: {it}", home.display()))?;
    let home = home.canonicalize().map_err(|it| format!("cannot find {}: {it}", home.display()))?;
    let lock = File::create(home.join("lock")).map_err(|it| format!("cannot create the lock file: {it}"))?;
    lock.lock().map_err(|it| format!("cannot lock {}: {it}", home.display()))?;
    let python = install_python(&home.join("python"))?;
    let node_home = install_node(&home.join("node"))?;
    let scratch = home.join("scratch");
    fs::remove_dir_all(&scratch).ok();
    fs::create_dir(&scratch).map_err(|it| format!("cannot create {}: {it}", scratch.display()))?;
    Ok(Workshop { python, node_home, scratch, _lock: lock })
}

fn install_python(home: &Path) -> Result<PathBuf, String> {
    let found = version("python3", (3, 10))?;
    let python = home.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let lock = Path::new(APPS).join("python/requirements.txt");
    once(home, &format!("{found}\n{}", text(&lock)?), || {
        // The folder itself is part of what is made: a half-made one of an earlier run is not built upon.
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(home))?;
        run(Command::new(&python)
            .args(["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-input"])
            .args(["--only-binary", ":all:", "--require-hashes", "-r"])
            .arg(&lock))
    })?;
    Ok(python)
}

fn install_node(home: &Path) -> Result<PathBuf, String> {
    let found = version("node", (18, 0))?;
    let files = ["package.json", "package-lock.json"];
    let mut state = found;
    for file in files {
        state = state + "\n" + &text(&Path::new(APPS).join("node").join(file))?;
    }
    once(home, &state, || {
        fs::create_dir_all(home).map_err(|it| format!("cannot create {}: {it}", home.display()))?;
        for file in files {
            let from = Path::new(APPS).join("node").join(file);
            fs::copy(&from, home.join(file)).map_err(|it| format!("cannot copy {}: {it}", from.display()))?;
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        run(Command::new(npm)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(home))
    })?;
    Ok(home.to_owned())
}

/// Makes what `home` holds, unless the stamp says it was made from this very `state`.
fn once(home: &Path, state: &str, make: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    let stamp = home.with_extension("stamp");
    if home.is_dir() && fs::read_to_string(&stamp).is_ok_and(|it| it == state) {
        return Ok(());
    }
    fs::remove_file(&stamp).ok();
    make()?;
    fs::write(&stamp, state).map_err(|it| format!("cannot write {}: {it}", stamp.display()))
}

/// What `program --version` says; an error that names the need if it is not there or older than `least`.
fn version(program: &str, least: (u32, u32)) -> Result<String, String> {
    let need = format!(
        "the interop suite needs `{program}` {}.{} or newer on the PATH (see README)",
        least.0, least.1
    );
    let output =
        Command::new(program).arg("--version").output().map_err(|it| format!("{need}; running it: {it}"))?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let digits = said.trim_start_matches(|it: char| !it.is_ascii_digit());
    let mut parts = digits.split('.').map_while(|it| it.parse().ok());
    match (parts.next(), parts.next()) {
        (Some(major), Some(minor)) if (major, minor) >= least => Ok(said),
        _ => {
            let complaint = String::from_utf8_lossy(&output.stderr);
            Err(format!("{need}; this one says `{said}{}`", complaint.trim()))
        }
    }
}

fn text(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|it| format!("cannot read {}: {it}", path.display()))
}

fn run(command: &mut Command) -> Result<(), String> {
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
