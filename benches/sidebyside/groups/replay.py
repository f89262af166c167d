"""Rows: `replay`, encrypted and signed, against load testers that send one plain body to the same sink."""

import os
import re

from ..process import NotMeasured
from ..rounds import Spread
from ..senders import hey, oha, replay, wrk
from ..sink import start_sink
from ..table import Row, Wanted, plain, row

# Connections, what part of the events is sent over them, and what is wanted against oha.
COURSES = (
    (1, 20, Wanted(at_least=1)),
    (64, 5, Wanted(at_least=1)),
)


def rows(bench):
    """The same course over 1 and over 64 connections, each with a sink of its own."""
    found = []
    for connections, part, wanted in COURSES:
        count = max(64, bench.events // part // 64 * 64)
        try:
            with start_sink(bench) as sink:
                found += course(bench, sink, count, connections, wanted)
        except NotMeasured as reason:
            found.append(Row(f"`replay`, {connections} connections", wanted=wanted, absent=str(reason)))
    return found


def course(bench, sink, count, connections, wanted):
    """The rows of so many connections."""
    url, jobs = sink.url, ("--jobs", connections)
    makers = {
        "ours": lambda: replay(bench, url, count, *jobs),
        "oha": lambda: oha(bench, url, count, connections),
        "plain": lambda: replay(bench, url, count, *jobs, key=None),
        "hey": lambda: hey(bench, url, count, connections),
    }
    taken = bench.rounds(makers, check=sink.all_arrived)
    what = f"`replay`, encrypted and signed, {many(connections)}, {count:,} events"

    def against(peer):
        """The fields of a ratio of rates."""
        ratio = taken.ratio(peer, "ours")
        return rate(taken, "ours"), rate(taken, peer), ratio, "×"

    return [
        row(f"{what}, rate of oha with one plain body", lambda: against("oha"), wanted),
        row(f"{what}, rate of hey with the same", lambda: against("hey"), Wanted(at_least=1, strict=True)),
        row(
            f"sealing an event, processor time: encrypted less plain, {many(connections)}",
            lambda: sealing(taken),
            Wanted(at_most=5, unit=" µs", strict=True),
        ),
        row(
            f"{what}, peak memory (peer: oha)",
            lambda: (megabytes(taken, "ours"), megabytes(taken, "oha"), taken.peak("ours"), " MB"),
        ),
        row(f"{what}, at work meanwhile", lambda: shares(bench, sink, makers["ours"]())),
        row(f"rate of the sink itself: wrk, {many(connections)}", lambda: ceiling(bench, url, connections)),
    ]


def many(connections):
    """So many connections, in words."""
    return "1 connection" if connections == 1 else f"{connections} connections"


def rate(taken, name):
    """Events a second over a program's whole life, in words."""
    return f"{taken.commands[name].events / taken.wall(name).median:,.0f}/s"


def megabytes(taken, name):
    """A peak, in words; nothing if the program was not measured."""
    return "" if name in taken.absent else f"{plain(taken.peak(name).median)} MB"


def sealing(taken):
    """What encrypting and signing adds to the processor time of an event, in µs."""
    taken.need("ours", "plain")
    count = taken.commands["ours"].events
    pairs = zip(taken.taken["ours"], taken.taken["plain"])
    added = Spread.of([(a.cpu - b.cpu) / count * 1e6 for a, b in pairs])
    each = {name: plain(taken.spread(name, lambda it: it.cpu).median / count * 1e6) for name in ("ours", "plain")}
    return f"{each['ours']} µs", f"{each['plain']} µs", added, " µs"


def shares(bench, sink, command):
    """Who is at work while `replay` sends: the share of all cores that it takes, that the sink takes, and the rest."""
    before = sink.cpu()
    run = bench.measure(command)
    user, system = (after - start for after, start in zip(sink.cpu(), before))
    cores = run.wall * len(os.sched_getaffinity(0))
    percent = lambda time: f"{100 * time / cores:.0f} %"
    client = f"{percent(run.cpu)} ({percent(run.system)} in the kernel)"
    served = f"sink {percent(user + system)} ({percent(system)} in the kernel)"
    idle = max(0.0, 100 * (1 - (run.cpu + user + system) / cores))
    return client, served, Spread(idle, idle, idle), " % idle or others"


def ceiling(bench, url, connections):
    """What wrk brings to the sink in a second."""
    out = bench.scratch / "wrk"
    rates = []
    for _ in range(bench.runs):
        bench.measure(wrk(bench, url, 3, connections, out))
        found = re.search(r"Requests/sec:\s*([\d.]+)", out.read_text())
        if found is None:
            raise NotMeasured("wrk did not tell its rate")
        rates.append(float(found[1]))
    return "", "", Spread.of(rates), "/s"
