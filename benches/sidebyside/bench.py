"""What the groups of rows share: our program, the peers, the corpora, and how often things are run."""

from dataclasses import dataclass
from pathlib import Path

from .corpora import Corpora
from .peers import Peers
from .process import Command, measure
from .rounds import rounds

# How many events the peers get that would take too long over all of them, or need too much memory.
SHORT = 100_000


@dataclass(frozen=True)
class Bench:
    """One run of `benches/peers`. `scratch` is a folder for what programs print; it goes away at the end."""

    binary: Path
    project: Path
    peers: Peers
    corpora: Corpora
    scratch: Path
    events: int
    runs: int
    full: bool
    sink: Path | None

    @property
    def short(self):
        """How many events the slow peers get."""
        return min(self.events, SHORT)

    def rounds(self, makers, runs=None, **how):
        """Runs commands in turn (see `rounds.rounds`)."""
        return rounds(makers, runs or self.runs, self.scratch / "stderr", **how)

    def measure(self, command):
        """Runs a command once."""
        return measure(command, self.scratch / "stderr")

    def ours(self, command, *arguments, jobs=None, **how):
        """Our program; with `jobs` on so many cores."""
        cores = () if jobs is None else ("--jobs", jobs)
        return Command((self.binary, command, *cores, *arguments), **how)

    def peer(self, program, *arguments, **how):
        """A program that others wrote, at its pinned version."""
        path = self.peers.find(program)
        return Command((path, *arguments), env=self.peers.environment(program), **how)

    def wc(self, file, events):
        """The lower bound: counting the lines of a file."""
        return Command(("wc", "-l", file), events=events, size=file.stat().st_size)
