"""Paired runs: the programs take turns, and a ratio is made of two runs that stood side by side."""

import math
import statistics
import sys
from dataclasses import dataclass, fields

from .process import Measured, NotMeasured, measure

# A round in which each program runs several times has at most so many runs of each.
MOST = 25


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
        per_event = self.commands[below].events / self.commands[above].events
        return Spread.of([it * per_event for it in self.ratios(above, below, lambda it: it.wall)])

    def ratios(self, above, below, figure):
        """How many times `figure(measured)` of `below` that of `above` is, in each round."""
        self.need(above, below)
        return [figure(a) / figure(b) for a, b in zip(self.taken[above], self.taken[below])]


def rounds(makers, runs, stderr, check=lambda command: None, least=0):
    """Runs every command once to warm up, and then all of them in turn, in `runs` rounds.

    In a round the turns go on until each program has run for about `least` seconds; what a program took in the round
    is the median of its runs.

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

    def one_round(words, turns=1):
        """Each command in turn, so many times."""
        took = {}
        for name in list(commands) * turns:
            if name in absent:
                continue
            say(f"{name}: {words}")
            try:
                measured = measure(commands[name], stderr)
                check(commands[name])
            except NotMeasured as reason:
                absent[name] = str(reason)
                continue
            took.setdefault(name, []).append(measured)
        return took

    longest = max((it.wall for them in one_round("warm-up").values() for it in them), default=1)
    turns = min(MOST, max(1, math.ceil(least / longest)))
    for number in range(1, runs + 1):
        for name, them in one_round(f"round {number} of {runs}", turns).items():
            taken[name].append(median(them))
    say("")
    return Rounds(commands, taken, absent)


def median(them):
    """What is in the middle of several runs, each figure for itself."""
    return Measured(*(statistics.median(getattr(it, field.name) for it in them) for field in fields(Measured)))


def quantile(figures, share):
    """The figure below which this share of the sorted figures lies (nearest rank)."""
    return figures[max(0, math.ceil(len(figures) * share) - 1)]


def say(text):
    """Shows what is going on, where a person is looking."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()
