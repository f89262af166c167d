"""Paired runs: the programs take turns, and a ratio is made of two runs that stood side by side."""

import statistics
import sys
from dataclasses import dataclass

from .process import NotMeasured, measure


@dataclass(frozen=True)
class Spread:
    """The median of some figures, and the smallest and the largest of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures):
        """The spread of at least one figure."""
        return cls(statistics.median(figures), min(figures), max(figures))


class Rounds:
    """What each program took in each round, or why it could not be measured."""

    def __init__(self, commands, taken, absent):
        self.commands = commands
        self.taken = taken
        self.absent = absent

    def need(self, *names):
        """Raises the reason if one of these programs was not measured."""
        for name in names:
            if name in self.absent:
                raise NotMeasured(self.absent[name])

    def spread(self, name, figure):
        """The spread of `figure(measured)` over a program's rounds."""
        self.need(name)
        return Spread.of([figure(it) for it in self.taken[name]])

    def wall(self, name):
        """The spread of a program's wall time, in seconds."""
        return self.spread(name, lambda it: it.wall)

    def peak(self, name):
        """The spread of a program's peak memory, in MB."""
        return self.spread(name, lambda it: it.peak)

    def ratio(self, above, below):
        """How many times the wall time of `below` the program `above` takes, an event against an event."""
        self.need(above, below)
        per_event = self.commands[below].events / self.commands[above].events
        pairs = zip(self.taken[above], self.taken[below])
        return Spread.of([a.wall / b.wall * per_event for a, b in pairs])


def rounds(makers, runs, stderr, check=lambda command: None):
    """Runs every command once to warm up, and then all of them in turn, `runs` times.

    `makers` holds, for each name, a function that gives its command. One that cannot be made, that fails, or whose
    work does not pass `check(command)` is left out from then on, with the reason; the others go on.
    """
    commands, absent, taken = {}, {}, {}
    for name, make in makers.items():
        try:
            commands[name] = make()
            taken[name] = []
        except NotMeasured as reason:
            absent[name] = str(reason)
    for turn in range(runs + 1):
        for name in [it for it in commands if it not in absent]:
            say(f"{name}: " + (f"run {turn} of {runs}" if turn else "warm-up"))
            try:
                measured = measure(commands[name], stderr)
                check(commands[name])
            except NotMeasured as reason:
                absent[name] = str(reason)
                continue
            if turn:
                taken[name].append(measured)
    say("")
    return Rounds(commands, taken, absent)


def say(text):
    """Shows what is going on, where a person is looking."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()
