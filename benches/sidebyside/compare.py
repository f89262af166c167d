"""Rows: our program against another build of it, each beside a null run: the other build against a copy of itself."""

from dataclasses import dataclass, replace

from .process import NotMeasured
from .rounds import Spread, quantile
from .senders import replay
from .sink import start_sink
from .table import plain, seconds, spread

# In each round a program runs for about so many seconds, so that a start of a few ms is not one figure but many.
LEAST = 0.4
# This share of the null run's ratios lies within the limit that ours is held to.
SHARE = 0.8
FILES = 1_000
# What is compared, and how a row says it. Processor time scatters less where others use the machine.
FIGURES = {"": lambda it: it.wall, ", processor time": lambda it: it.cpu}
# Connections, and what part of the events is sent over them.
SENT = ((1, 20), (64, 5))


@dataclass(frozen=True)
class Compared:
    """One line: the median times, the ratios of ours and of the null run; or `absent`, why there are none."""

    name: str
    ours: float = 0
    other: float = 0
    ratio: Spread | None = None
    null: Spread | None = None
    limit: float = 1
    absent: str = ""

    @property
    def verdict(self):
        """`inside` the null run's spread, or outside, on which side; in words."""
        if self.absent:
            return "not measured"
        if self.ratio.median > self.limit:
            return "**slower**"
        return "faster" if self.ratio.median < 1 / self.limit else "inside"

    @property
    def is_good(self):
        """False if ours is slower, or not known to be not."""
        return self.verdict in ("inside", "faster")


class Comparison:
    """Two builds of our program: `ours`, `other`, and `again`, a copy of the other in a file of its own."""

    def __init__(self, bench, binaries):
        self.bench = bench
        self.binaries = binaries

    def rows(self, groups):
        """The rows of these groups."""
        return [row for group in groups for rows in GROUPS[group](self) for row in rows]

    def pair(self, name, command, check=lambda command: None):
        """The rows of one command, wall and processor time; `command(bench)` is what each build is told to do."""
        makers = {it: lambda its=replace(self.bench, binary=path): command(its) for it, path in self.binaries.items()}
        taken = self.bench.rounds(makers, check=check, least=LEAST)
        try:
            return [compared(f"{name}{words}", taken, figure) for words, figure in FIGURES.items()]
        except NotMeasured as reason:
            return [Compared(name, absent=str(reason))]

    def validate(self):
        """A big log, on two cores and on one."""
        for jobs in (2, 1):
            yield self.pair(
                f"`validate --jobs {jobs}`, {self.bench.events:,} events",
                lambda bench: bench.ours("validate", "-q", bench.corpora.events(bench.events), jobs=jobs),
            )

    def diff(self):
        """The transitions of a big log: counted, and written out."""
        for how in (("--summary",), ("--format", "ndjson"), ("--format", "csv")):
            yield self.pair(
                f"`diff {' '.join(how)}`, {self.bench.events:,} events",
                lambda bench: bench.ours("diff", "-q", *how, bench.corpora.events(bench.events), jobs=2),
            )

    def files(self):
        """A thousand single files, given as a list."""
        yield self.pair(
            f"`validate`, {FILES:,} files",
            lambda bench: bench.ours("validate", "-q", *bench.corpora.singles(FILES), jobs=2),
        )

    def cold(self):
        """One small file, where starting is all there is to do."""
        yield self.pair("`validate`, one small file", lambda bench: bench.ours("validate", "-q", bench.corpora.one()))

    def replay(self):
        """A part of the log, encrypted and signed, to a sink."""
        for connections, part in SENT:
            events = max(64, self.bench.events // part)
            name = f"`replay --jobs {connections}`, encrypted and signed, {events:,} events"
            try:
                with start_sink(self.bench) as sink:
                    send = lambda bench: replay(bench, sink.url, events, "--jobs", connections)
                    yield self.pair(name, send, sink.all_arrived)
            except NotMeasured as reason:
                yield [Compared(name, absent=str(reason))]


GROUPS = {
    "validate": Comparison.validate,
    "diff": Comparison.diff,
    "files": Comparison.files,
    "cold": Comparison.cold,
    "replay": Comparison.replay,
}


def compared(name, taken, figure):
    """The row of one figure of what was measured."""
    ours, other = (taken.spread(it, figure).median for it in ("ours", "other"))
    ratios, null = (taken.ratios(it, "other", figure) for it in ("ours", "again"))
    return Compared(name, ours, other, Spread.of(ratios), Spread.of(null), limit(null))


def limit(null):
    """The ratio that `SHARE` of the null run's stay within, whichever of the two copies is put above the other."""
    return quantile(sorted(max(it, 1 / it) for it in null), SHARE)


def markdown(rows):
    """The rows as a Markdown table."""
    head = "| what | other | ours | ours / other (min–max) | other / other (min–max) | limit | ours is |"
    lines = [head, "| --- | --: | --: | --: | --: | --: | --- |"]
    for it in rows:
        if it.absent:
            lines.append(f"| {it.name} |  |  | not measured: {it.absent} |  |  | {it.verdict} |")
            continue
        away = f"± {plain((it.limit - 1) * 100)} %"
        cells = [it.name, seconds(it.other), seconds(it.ours), spread(it.ratio, "×"), spread(it.null, "×"), away]
        lines.append(f"| {' | '.join([*cells, it.verdict])} |")
    return "\n".join(lines)
