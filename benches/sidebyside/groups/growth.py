"""The second table: time and memory from a thousand events to ten million, for validate, diff and replay."""

from ..process import NotMeasured
from ..rounds import Spread
from ..senders import replay
from ..sink import start_sink
from ..table import Wanted, plain, row, seconds

# Runs of a size, of which the median is told; the biggest sizes take long.
RUNS = 3
CONNECTIONS = 64
COMMANDS = ("validate", "diff --summary", "replay")
# Memory is called flat if it stays within a tenth of what it is at this many events. It grows before: the latest
# 262,144 event ids are remembered.
FLAT_FROM = 1_000_000
FLAT = Wanted(at_most=1.1)


class Growth:
    """What each command took at each size: `taken[command][size]` is (wall in s, peak in MB), or a reason."""

    def __init__(self, bench):
        """Sizes go up to ten times `--events`; replay to `--events`, and further only with `--full`."""
        self.sizes = []
        self.taken = {command: {} for command in COMMANDS}
        size = 1_000
        while size <= bench.events * 10:
            self.sizes.append(size)
            self.add(bench, size)
            size *= 10

    def add(self, bench, size):
        """Measures one size."""
        log = lambda: bench.corpora.events(size)
        makers = {
            "validate": lambda: bench.ours("validate", "-q", log(), jobs=2, events=size),
            "diff --summary": lambda: bench.ours("diff", "-q", "--summary", log(), jobs=2, events=size),
        }
        taken = bench.rounds(makers, min(RUNS, bench.runs))
        for command in makers:
            try:
                self.taken[command][size] = taken.wall(command).median, taken.peak(command).median
            except NotMeasured as reason:
                self.taken[command][size] = reason
        if size <= bench.events or bench.full:
            self.taken["replay"][size] = sent(bench, size)

    def lines(self):
        """The table in Markdown; a size that a command was not asked to do is empty."""
        names = [f"{command} | an event | peak" for command in COMMANDS]
        head = f"| events | tickets | {' | '.join(names)} |\n|{' --: |' * (2 + 3 * len(COMMANDS))}"
        return "\n".join([head, *(self.line(size) for size in self.sizes)])

    def line(self, size):
        """The line of one size."""
        cells = [f"{size:,}", f"{max(1, size // 5):,}"]
        for command in COMMANDS:
            taken = self.taken[command].get(size, ("", ""))
            if isinstance(taken, NotMeasured):
                cells += [f"not measured: {taken}", "", ""]
            elif taken == ("", ""):
                cells += ["", "", ""]
            else:
                cells += [seconds(taken[0]), f"{plain(taken[0] / size * 1e6)} µs", f"{plain(taken[1])} MB"]
        return f"| {' | '.join(cells)} |"

    def rows(self):
        """Rows for the first table: is memory flat?"""
        rows = [row(f"`{command}`, growth of peak memory", lambda it=command: self.flat(it), FLAT)
                for command in ("validate", "replay")]
        last = lambda: Spread.of([self.at("validate", self.sizes[-1])[1]])
        name = f"`validate`, {self.sizes[-1]:,} events, peak memory"
        return [*rows, row(name, lambda: ("", "", last(), " MB"), Wanted(at_most=32, goal=16, unit=" MB"))]

    def at(self, command, size):
        """What a command took at a size; raises the reason if it was not measured."""
        taken = self.taken[command].get(size, NotMeasured(f"no run with {size:,} events"))
        if isinstance(taken, NotMeasured):
            raise taken
        return taken

    def flat(self, command):
        """The fields of a row: a command's peak at its biggest size, of that at `FLAT_FROM`."""
        last = max(self.taken[command])
        if last <= FLAT_FROM:
            raise NotMeasured(f"no run with more than {FLAT_FROM:,} events; --full makes one")
        peaks = self.at(command, last)[1], self.at(command, FLAT_FROM)[1]
        texts = [f"{plain(peak)} MB at {size:,}" for peak, size in zip(peaks, (last, FLAT_FROM))]
        return *texts, Spread.of([peaks[0] / peaks[1]]), "×"


def sent(bench, size):
    """What one replay of so many events took, or the reason why it is not known."""
    try:
        with start_sink(bench) as sink:
            command = replay(bench, sink.url, size, "--jobs", CONNECTIONS)
            run = bench.measure(command)
            sink.all_arrived(command)
    except NotMeasured as reason:
        return reason
    return run.wall, run.peak
