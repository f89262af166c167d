"""Rows: `listen`, each event in the record and synced before its answer, against itself without a record; wrk sends."""

import re
import subprocess
import time
from contextlib import contextmanager

from ..process import NotMeasured
from ..rounds import Spread, say
from ..senders import wrk
from ..table import Wanted, row

CONNECTIONS = 64
SECONDS = 5
PAIRS = 3
UNITS = {"us": 1e-3, "ms": 1, "s": 1e3}


def rows(bench):
    """With and without a record in turn, each run with a server of its own."""
    record = bench.scratch / "record.ndjson"
    servers = {"recorded": ("--record", record), "bare": ()}
    rates, slow, absent = {name: [] for name in servers}, [], ""
    try:
        for turn in range(min(bench.runs, PAIRS)):
            for name, options in servers.items():
                say(f"listen, {name}: run {turn + 1}, {SECONDS} s")
                record.unlink(missing_ok=True)
                count, rate, p99 = loaded(bench, options)
                rates[name].append(rate)
                if name == "recorded":
                    slow.append(p99)
                    all_recorded(record, count)
    except NotMeasured as reason:
        absent = str(reason)
    say("")

    def of(figures):
        """The spread of some figures, if all were measured."""
        if absent:
            raise NotMeasured(absent)
        return Spread.of(figures)

    def share():
        """The rate with a record as a share of that without, run by run."""
        ours, bare = of(rates["recorded"]).median, of(rates["bare"]).median
        return f"{ours:,.0f}/s", f"{bare:,.0f}/s", of([a / b for a, b in zip(*rates.values())]), "×"

    what = f"`listen`, recorded and synced, {CONNECTIONS} connections"
    return [
        row(f"{what}, rate of the same server without a record", share, Wanted(at_least=0.5)),
        row(f"{what}, p99 of the answers", lambda: ("", "", of(slow), " ms"), Wanted(at_most=10, unit=" ms", strict=True)),
    ]


@contextmanager
def listening(bench, options):
    """A server as long as the `with` block lasts; its URL."""
    ready = bench.scratch / "listen.url"
    ready.unlink(missing_ok=True)
    argv = [str(it) for it in (bench.binary, "listen", "--port", 0, "--ready-file", ready, "--format", "ndjson", *options)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(argv, stdin=quiet, stdout=quiet, stderr=quiet)
    try:
        for _ in range(1_000):
            if ready.exists() or process.poll() is not None:
                break
            time.sleep(0.01)
        if not ready.exists():
            raise NotMeasured("`listen` is not ready")
        yield ready.read_text().strip()
    finally:
        process.terminate()
        process.wait()


def loaded(bench, options):
    """How many requests were answered, how many a second, and in how many ms 99 of 100 of them."""
    out = bench.scratch / "wrk"
    with listening(bench, options) as url:
        bench.measure(wrk(bench, url, SECONDS, CONNECTIONS, out))
    said = out.read_text()
    count = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec:\s*([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if not (count and rate and p99) or "Non-2xx" in said:
        raise NotMeasured(f"wrk was not answered as it should be: {said.strip().splitlines()[-1]}")
    return int(count[1]), float(rate[1]), float(p99[1]) * UNITS[p99[2]]


def all_recorded(record, count):
    """Raises unless the record has a line for each request that was answered."""
    with open(record, "rb") as lines:
        found = sum(1 for _ in lines)
    if found < count:
        raise NotMeasured(f"{count:,} requests were answered, {found:,} are recorded")
