"""The second table: time and memory from a thousand events to ten million, for validate, diff and replay."""

from .process import NotMeasured
from .senders import replay
from .sink import start_sink
from .table import plain, seconds

# Runs of a size, of which the median is told; the biggest sizes take long.
RUNS = 3
CONNECTIONS = 64
HEAD = """\
| events | tickets | MB | validate | ns/event | peak | diff --summary | ns/event | peak | replay | µs/event | peak |
| --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |"""


def table(bench):
    """The table as text, and whether everything in it was measured.

    Sizes go up to ten times `--events`; replay to `--events`, and further only with `--full`.
    """
    lines, complete = [HEAD], True
    size = 1_000
    while size <= bench.events * 10:
        try:
            lines.append(line(bench, size))
        except NotMeasured as reason:
            complete = False
            lines.append(f"| {size:,} | not measured: {reason} |" + " |" * 10)
        size *= 10
    return "\n".join(lines), complete


def line(bench, size):
    """The line of one size."""
    log = bench.corpora.events(size)
    makers = {
        "validate": lambda: bench.ours("validate", "-q", log, jobs=2, events=size),
        "diff": lambda: bench.ours("diff", "-q", "--summary", log, jobs=2, events=size),
    }
    taken = bench.rounds(makers, min(RUNS, bench.runs))
    cells = [f"{size:,}", f"{max(1, size // 5):,}", plain(log.stat().st_size / 1e6)]
    for name in makers:
        wall, peak = taken.wall(name).median, taken.peak(name).median
        cells += [seconds(wall), plain(wall / size * 1e9), f"{plain(peak)} MB"]
    if size <= bench.events or bench.full:
        with start_sink(bench) as sink:
            run = bench.measure(replay(bench, sink.url, size, "--jobs", CONNECTIONS))
        cells += [seconds(run.wall), plain(run.wall / size * 1e6), f"{plain(run.peak)} MB"]
    else:
        cells += ["with --full", "", ""]
    return f"| {' | '.join(cells)} |"
