//! Python: a venv, its packages pinned with hashes.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::home::{Installation, apps, once, run, text, version};

/// What starts the program of this name.
pub(crate) fn command(program: &str) -> Command {
    static VENV: Installation = Installation::new();
    let folder = VENV.folder("python", |folder| {
        let found = version("python3", "--version", (3, 10))?;
        let lock = apps("python").join("requirements.txt");
        once(folder, &format!("{found}\n{}", text(&lock)?), || {
            run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
            run(Command::new(interpreter(folder))
                .args(["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-input"])
                .args(["--only-binary", ":all:", "--require-hashes", "-r"])
                .arg(&lock))
        })
    });
    let mut command = Command::new(interpreter(folder));
    command.arg(apps("python").join(program).with_extension("py"));
    command.env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONWARNINGS", "ignore");
    command
}

fn interpreter(venv: &Path) -> PathBuf {
    venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" })
}
