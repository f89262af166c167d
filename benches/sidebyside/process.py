"""One whole process, from its start to its end: what to run, and what it took."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")


class NotMeasured(Exception):
    """A figure that could not be had; the message is the reason, and it stands in the table."""


@dataclass(frozen=True)
class Command:
    """A program with its arguments, and how much work one run of it is.

    `events` is how many events it works on, `size` how many bytes, `ok` the exit codes of a run that counts, `env`
    what stands in its environment beside ours.
    """

    argv: tuple
    events: int = 1
    size: int = 0
    ok: tuple = (0,)
    stdout: str = "/dev/null"
    env: tuple = ()


@dataclass(frozen=True)
class Measured:
    """What a run took: seconds of wall time, of processor time outside and inside the kernel, peak memory in MB."""

    wall: float
    user: float
    system: float
    peak: float

    @property
    def cpu(self):
        """All processor time, in seconds."""
        return self.user + self.system


def measure(command, stderr):
    """Runs a command once; what it says on standard error goes to the file `stderr`.

    The program dies with us: Ctrl-C reaches it through the terminal, and what ends us otherwise ends the launcher,
    which takes the program along.
    """
    argv = [sys.executable, "-I", "-S", str(LAUNCHER), "/dev/null", command.stdout, str(stderr), *command.argv]
    argv = [str(part) for part in argv]
    env = {**os.environ, **dict(command.env)}
    launcher = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=env)
    try:
        line, _ = launcher.communicate()
    finally:
        if launcher.poll() is None:
            launcher.terminate()
            launcher.wait()
    if launcher.returncode != 0 or len(line.split()) != 5:
        raise NotMeasured(f"{command.argv[0]} could not be launched")
    wall, user, system, peak, code = line.split()
    if int(code) not in command.ok:
        raise NotMeasured(f"{name(command)} ended with {code}: {last_words(stderr)}")
    return Measured(int(wall) / 1e9, float(user), float(system), int(peak) * 1024 / 1e6)


def name(command):
    """The program's name, without the folder it lives in."""
    return Path(str(command.argv[0])).name


def last_words(stderr):
    """The last line a program left on standard error, short enough for a table."""
    lines = Path(stderr).read_text(errors="replace").strip().splitlines()
    return lines[-1][:120].replace("|", "/") if lines else "it said nothing"
