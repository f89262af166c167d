//! Python: a venv, its packages pinned with hashes; and a folder with a release of the SDK that was withdrawn.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::home::{Installation, apps, once, run, text, version};

/// What starts the program of this name.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new(interpreter());
    command.arg("-B").arg(apps("python").join(program).with_extension("py")).env("PYTHONWARNINGS", "ignore");
    command
}

/// The same with the withdrawn release of the SDK.
pub(crate) fn withdrawn_command(program: &str) -> Command {
    static PACKAGE: Installation = Installation::new();
    let folder = PACKAGE.folder("python-withdrawn", |folder| {
        install("requirements-withdrawn.txt", folder, || {
            let mut pip = Command::new(interpreter());
            pip.args(["-m", "pip", "install", "--no-deps", "--target"]).arg(folder);
            Ok(pip)
        })
    });
    let mut command = command(program);
    command.env("PYTHONPATH", folder);
    command
}

/// An interpreter that has what the code in the docs needs.
pub(crate) fn docs_command() -> Command {
    static VENV: Installation = Installation::new();
    let mut command = Command::new(venv(&VENV, "python-docs", "requirements-docs.txt"));
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// What holds files against a schema.
pub(crate) fn check_jsonschema() -> Command {
    static VENV: Installation = Installation::new();
    let mut command = Command::new(venv(&VENV, "check-jsonschema", "requirements-schema.txt"));
    command.args(["-m", "check_jsonschema"]).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

/// The sources that `requirements-junit-schema.txt` names.
const PYTEST: &str = "pytest-9.2.0";

/// What holds `JUnit` reports against the schema of Jenkins xUnit, which the sources of pytest have.
pub(crate) fn check_junit() -> Command {
    static VENV: Installation = Installation::new();
    static SCHEMA: Installation = Installation::new();
    let python = venv(&VENV, "junit", "requirements-junit.txt");
    let folder = SCHEMA.folder("junit-schema", |folder| {
        install("requirements-junit-schema.txt", folder, || {
            let mut pip = Command::new(&python);
            pip.args(["-m", "pip", "download", "--no-deps", "--no-build-isolation", "--dest"]).arg(folder);
            Ok(pip)
        })?;
        let archive = folder.join(format!("{PYTEST}.tar.gz"));
        run(Command::new(&python).args(["-m", "tarfile", "-e"]).arg(archive).arg(folder))
    });
    let mut command = Command::new(&python);
    let validate = "import sys; from xmlschema.cli import validate; sys.exit(validate())";
    command
        .args(["-c", validate, "--schema"])
        .arg(folder.join(PYTEST).join("testing/example_scripts/junit-10.xsd"));
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn interpreter() -> PathBuf {
    static VENV: Installation = Installation::new();
    venv(&VENV, "python", "requirements.txt")
}

/// The interpreter of a venv with what a lock file names.
fn venv(installation: &Installation, name: &str, lock: &str) -> PathBuf {
    let python = |venv: &Path| venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let folder = installation.folder(name, |folder| {
        install(lock, folder, || {
            run(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
            let mut pip = Command::new(python(folder));
            pip.args(["-m", "pip", "install"]);
            Ok(pip)
        })
    });
    python(folder)
}

/// Has pip install what a lock file names, with the hashes that stand there.
fn install(lock: &str, folder: &Path, pip: impl FnOnce() -> Result<Command, String>) -> Result<(), String> {
    let found = version("python3", "--version", (3, 10))?;
    let lock = apps("python").join(lock);
    once(folder, &format!("{found}\n{}", text(&lock)?), || {
        run(pip()?
            .args(["--disable-pip-version-check", "--quiet", "--no-input"])
            // Spark comes as source only.
            .args(["--only-binary", ":all:", "--no-binary", "pyspark", "--require-hashes", "-r"])
            .arg(&lock))
    })
}
