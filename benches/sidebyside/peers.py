"""The public programs we are held against: which, at which version, and how they come under `target/peers`.

Cargo's come from crates.io, Debian's are unpacked without installing anything, DuckDB comes from PyPI into an
environment of its own. A program that is there at its version is left alone.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from .process import NotMeasured

# Program: its version.
CRATES = {"jsonschema-cli": "0.60.2", "oha": "1.16.0"}
# Program: its upstream version, and the packages it needs; the distribution's revision may be any.
PACKAGES = {
    "jq": ("1.6", ["jq=1.6-*", "libjq1=1.6-*", "libonig5"]),
    "hey": ("0.1.4", ["hey=0.1.4-*"]),
    "wrk": ("4.1.0", ["wrk=4.1.0-*", "libluajit-5.1-2", "libluajit-5.1-common"]),
}
DUCKDB = "2.0.1"


class Peers:
    """The programs under one folder. Asking for one installs it if need be, or raises `NotMeasured`."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.versions = {}
        self.failed = {}

    def find(self, program):
        """The path of a program at its pinned version; what failed once is not tried again."""
        if program in self.failed:
            raise NotMeasured(self.failed[program])
        try:
            with self.alone():
                path, version = self.make(program)
        except NotMeasured as reason:
            self.failed[program] = str(reason)
            raise
        self.versions[program] = version
        return path

    def make(self, program):
        """Installs a program and says where it is and what it calls its version."""
        if program == "duckdb":
            return self.from_pypi()
        if program in CRATES:
            return self.from_crates(program, CRATES[program])
        return self.from_debian(program, *PACKAGES[program])

    def from_crates(self, program, version):
        """A program that cargo builds, with the dependencies its author locked."""
        path = self.folder / "bin" / program
        if version not in answer(path, "--version"):
            need("cargo", "a Rust toolchain (see README)")
            run(
                *("cargo", "install", "--locked", "--force", "--quiet", "--root", self.folder),
                *("--target-dir", self.folder / "build", "--version", f"={version}", program),
            )
        return path, checked(program, version, answer(path, "--version"))

    def from_debian(self, program, version, packages):
        """A program out of Debian's packages, with its libraries beside it (see `environment`)."""
        path = self.folder / "bin" / program
        unpacked = self.folder / "debian" / f"{program}-{version}"
        if not (path.exists() and unpacked.exists()):
            need("apt-get", "Debian or one of its children")
            need("dpkg-deb", "Debian or one of its children")
            fresh = unpacked.with_name(f"{unpacked.name}.new")
            shutil.rmtree(fresh, ignore_errors=True)
            fresh.mkdir(parents=True)
            download(packages, fresh)
            for package in sorted(fresh.glob("*.deb")):
                run("dpkg-deb", "-x", package, fresh)
            shutil.rmtree(unpacked, ignore_errors=True)
            fresh.rename(unpacked)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            path.symlink_to(Path("..", "debian", unpacked.name, "usr", "bin", program))
        package = next(unpacked.glob(f"{program}_*.deb")).name.split("_")[1]
        return path, checked(program, version, package)

    def environment(self, program):
        """What a program out of Debian's packages needs in its environment to find the libraries beside it."""
        if program not in PACKAGES:
            return ()
        unpacked = self.folder / "debian" / f"{program}-{PACKAGES[program][0]}"
        folders = sorted({str(it.parent) for it in unpacked.glob("usr/lib/*/lib*.so*")})
        return (("LD_LIBRARY_PATH", ":".join(folders)),) if folders else ()

    def from_pypi(self):
        """A Python that has DuckDB."""
        python = self.folder / "venv" / "bin" / "python"
        ask = ("-c", "import duckdb; print(duckdb.__version__)")
        if DUCKDB not in answer(python, *ask):
            run(sys.executable, "-m", "venv", self.folder / "venv")
            run(python, "-m", "pip", "install", "--quiet", "--no-input", "--only-binary", ":all:", f"duckdb=={DUCKDB}")
        return python, checked("duckdb", DUCKDB, answer(python, *ask))

    @contextmanager
    def alone(self):
        """Keeps a second run from installing at the same time."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with open(self.folder / ".lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def answer(path, *arguments):
    """What a program prints, or nothing if it is not there or fails."""
    try:
        done = subprocess.run([path, *arguments], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def checked(program, version, said):
    """The version, if it is what the program or its package says."""
    if version not in said:
        raise NotMeasured(f"{program} {version} is wanted, but this is {said.splitlines()[0] if said else 'nothing'}")
    return said.split()[-1]


def need(tool, source):
    """Raises unless a tool that installs others is there."""
    if shutil.which(tool) is None:
        raise NotMeasured(f"{tool} is not on the PATH; it comes with {source}")


def download(packages, folder):
    """Fetches packages into a folder; root may bring the lists of what there is up to date first."""
    fetch = ("apt-get", "download", "--quiet", "-o", "APT::Sandbox::User=root", *packages)
    try:
        run(*fetch, cwd=folder)
    except NotMeasured as reason:
        if os.geteuid() != 0:
            raise NotMeasured(f"{reason} (the lists may be old: `apt-get update` as root)") from reason
        run("apt-get", "update", "--quiet")
        run(*fetch, cwd=folder)


def run(*argv, cwd=None):
    """Runs an installer; its output is shown only if it fails, and then its last line is the reason."""
    argv = [str(it) for it in argv]
    print(f"installing: {' '.join(Path(it).name if '/' in it else it for it in argv)}", file=sys.stderr)
    try:
        done = subprocess.run(argv, cwd=cwd, capture_output=True, text=True)
    except OSError as error:
        raise NotMeasured(f"{argv[0]}: {error.strerror}") from error
    if done.returncode != 0:
        print(done.stderr, file=sys.stderr)
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise NotMeasured(f"`{Path(argv[0]).name} {argv[1]}` failed: {last[:160].replace('|', '/')}")
