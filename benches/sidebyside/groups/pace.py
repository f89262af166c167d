"""Rows: `replay --rate` against oha at the same rate, both judged by when requests arrive at the sink."""

from ..process import NotMeasured
from ..rounds import Spread, quantile, say
from ..senders import oha, replay
from ..sink import start_sink
from ..table import Wanted, plain, row
from .arrivals import Arrivals

RATE = 2_000
SECONDS = 30
CONNECTIONS = 64
PAIRS = 2


def rows(bench):
    """Ours and oha in turn, each run with a sink of its own that records arrivals."""
    count = RATE * SECONDS
    found, absent = {"ours": [], "oha": []}, {}
    senders = {
        "ours": lambda url: replay(bench, url, count, "--rate", f"{RATE}/s", "--jobs", CONNECTIONS),
        "oha": lambda url: oha(bench, url, count, CONNECTIONS, "-q", RATE),
    }
    for turn in range(min(bench.runs, PAIRS)):
        for name in [it for it in senders if it not in absent]:
            say(f"pace, {name}: run {turn + 1}, {SECONDS} s")
            try:
                found[name].append(arrivals(bench, senders[name], count))
            except NotMeasured as reason:
                absent[name] = str(reason)
    say("")
    return table(found, absent)


def arrivals(bench, sender, count):
    """What one run of a sender looks like at the sink."""
    record = bench.scratch / "arrivals"
    with start_sink(bench, record) as sink:
        bench.measure(sender(sink.url))
        sink.quit()
    arrived = Arrivals(record, RATE)
    if len(arrived) != count:
        raise NotMeasured(f"{count:,} requests were sent, {len(arrived):,} arrived")
    return arrived


def table(found, absent):
    """The rows: the rate, then two kinds of jitter at two quantiles."""

    def spread(name, figure):
        """The spread of a figure over a sender's runs."""
        if name in absent:
            raise NotMeasured(absent[name])
        return Spread.of([figure(it) for it in found[name]])

    def off():
        """How far the rates are off, in percent."""
        ours = spread("ours", lambda it: it.error)
        peer = "" if "oha" in absent else f"{plain(spread('oha', lambda it: it.error).median)} %"
        return f"{spread('ours', lambda it: it.rate).median:,.2f}/s", peer, ours, " %"

    def jitter(kind, share):
        """Our jitter as a share of oha's, run by run."""
        figure = lambda it: quantile(getattr(it, kind)(), share)
        ours, theirs = spread("ours", figure), spread("oha", figure)
        ratios = Spread.of([figure(a) / figure(b) for a, b in zip(found["ours"], found["oha"])])
        return f"{plain(ours.median)} ms", f"{plain(theirs.median)} ms", ratios, "×"

    what = f"`replay --rate {RATE}/s`, {SECONDS} s"
    below = Wanted(at_most=1, strict=True)
    rows = [row(f"{what}, rate at the sink off by (peer: oha)", off, Wanted(at_most=0.1, unit=" %"))]
    for kind, words in (("intervals", "intervals"), ("slots", "absolute slots")):
        for share, name, wanted in ((0.5, "p50", below), (0.99, "p99", None)):
            rows.append(
                row(f"{what}, jitter {name} against {words}, of oha's", lambda k=kind, s=share: jitter(k, s), wanted)
            )
    return rows
