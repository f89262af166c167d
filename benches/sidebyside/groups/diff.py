"""Rows: `diff --summary` against a database and against jq, which must come to the same counts."""

import json
from datetime import date
from pathlib import Path

from ..process import NotMeasured
from ..table import Wanted, row
from .fields import against, memory, speed

HERE = Path(__file__).parent
EPOCH = date(1970, 1, 1)


def rows(bench):
    """Counts the transitions of a log with three programs, and writes them out with ours."""
    count, short = bench.events, bench.short
    log = lambda: bench.corpora.events(count)
    part = lambda: bench.corpora.head(short, count)
    counted = {name: bench.scratch / name for name in ("duckdb", "jq")}
    makers = {
        "summary": lambda: summary(bench, log(), jobs=2, events=count, size=log().stat().st_size),
        "duckdb": lambda: bench.peer(
            *("duckdb", "-I", HERE / "transitions.py", log()), events=count, stdout=str(counted["duckdb"])
        ),
        "jq": lambda: bench.peer(
            *("jq", "-n", "-f", HERE / "transitions.jq", part()), events=short, stdout=str(counted["jq"])
        ),
        "ndjson": lambda: bench.ours(
            *("diff", "-q", "--format", "ndjson", log()), jobs=2, events=count, size=log().stat().st_size
        ),
        "csv": lambda: bench.ours(
            *("diff", "-q", "--format", "csv", log()), jobs=2, events=count, size=log().stat().st_size
        ),
        "wc": lambda: bench.wc(log(), count),
    }
    taken = bench.rounds(makers)

    def agreed(peer, file, events=None):
        """The fields of a ratio, if ours and the peer's counts agree."""
        fields = against(taken, peer, "summary", ours="summary", events=events)
        agree(bench, file(), counted[peer])
        return fields

    return [
        row(f"`diff --summary`, {count:,} events, speed", lambda: speed(taken, "summary")),
        row(
            f"`diff --summary`, {count:,} events, against DuckDB, the same counts",
            lambda: agreed("duckdb", log),
            Wanted(at_least=4),
        ),
        row(
            f"`diff --summary`, {count:,} events, against jq on {short:,} of them, the same counts, an event",
            lambda: agreed("jq", part, count),
            Wanted(at_least=30),
        ),
        row(
            f"`diff --summary`, {count:,} events of {count // 5:,} tickets, peak memory (peer: DuckDB)",
            lambda: (memory(taken, "summary"), memory(taken, "duckdb"), taken.peak("summary"), " MB"),
            Wanted(at_most=32, goal=16, unit=" MB"),
        ),
        *written(taken, "ndjson", count),
        *written(taken, "csv", count),
    ]


def written(taken, form, count):
    """The rows of a format in which each event is a row."""
    what = f"`diff --format {form}`, {count:,} events"
    return [
        row(f"{what}, speed", lambda: speed(taken, form)),
        row(f"{what}, time of `wc -l`", lambda: against(taken, form, "wc", ours=form), Wanted(at_most=6)),
        row(
            f"{what}, peak memory",
            lambda: (memory(taken, form), "", taken.peak(form), " MB"),
            # A CSV has a row for each event once: what was seen is remembered.
            Wanted(at_most=32, unit=" MB") if form == "ndjson" else None,
        ),
    ]


def summary(bench, log, *options, **how):
    """Our program, with days as the peers count them: in UTC."""
    return bench.ours("diff", "-q", "--summary", "--tz", "UTC", *options, log, **how)


def agree(bench, log, counted):
    """Raises unless our counts of a log are those that a peer wrote into a file."""
    out = bench.scratch / "summary.json"
    bench.measure(summary(bench, log, "--format", "json", stdout=str(out)))
    ours, theirs = counts(last_line(out)), json.loads(counted.read_text())
    for key in ours:
        if ours[key] != theirs[key]:
            raise NotMeasured(f"the counts differ: {key} {ours[key]} here, {theirs[key]} there"[:160])


def last_line(path):
    """The last line of a JSON report, which is its summary; the records before it may be many."""
    with open(path, "rb") as file:
        file.seek(max(0, path.stat().st_size - (1 << 20)))
        return file.read().splitlines()[-1]


def counts(line):
    """What a summary counts, in the peers' form: `{"1,2": 17}` for 17 events from 1 to 2, days since 1970-01-01."""
    _, _, summary = line.partition(b'"summary":')
    moved = json.loads(summary.strip().removesuffix(b"}"))["moved"]
    by_pair = lambda steps: {f"{it['from']['code']},{it['to']['code']}": it["count"] for it in steps}
    return {
        **{key: moved[key] for key in ("events", "tickets", "handed_over", "closed", "reopened")},
        "stages": by_pair(moved["stages"]),
        "statuses": by_pair(moved["statuses"]),
        "closed_by": {str(it["status"]["code"]): it["count"] for it in moved["closed_by"]},
        "days": {str((date.fromisoformat(it["date"]) - EPOCH).days): it["count"] for it in moved["days"]},
    }
