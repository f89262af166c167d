"""What the fields of a row say about times and memory."""

from ..rounds import Spread
from ..table import plain, seconds


def speed(taken, name):
    """The fields of a row about bytes and events a second."""
    size, count = taken.commands[name].size, taken.commands[name].events
    wall = taken.wall(name)
    figure = Spread(*(size / 1e6 / it for it in (wall.median, wall.high, wall.low)))
    return f"{seconds(wall.median)}, {plain(count / wall.median / 1e6)} M events/s", "", figure, " MB/s"


def against(taken, above, below, ours, events=None):
    """The fields of a row about a ratio. With `events` the peer did fewer, and its time is told scaled to so many."""
    ratio = taken.ratio(above, below)
    peer = below if ours == above else above
    theirs = taken.wall(peer).median
    if events and events != taken.commands[peer].events:
        scaled = theirs * events / taken.commands[peer].events
        return seconds(taken.wall(ours).median), f"{seconds(theirs)}, scaled {seconds(scaled)}", ratio, "×"
    return seconds(taken.wall(ours).median), seconds(theirs), ratio, "×"


def memory(taken, name):
    """A program's peak memory, in words; a peer that was not measured has none."""
    return "" if name in taken.absent else f"{plain(taken.peak(name).median)} MB"


def per_byte(taken, name, plain_name):
    """The fields of a row about the speed of one run as a share of another's, a byte against a byte."""
    sizes = taken.commands[name].size / taken.commands[plain_name].size
    shares = Spread.of([it * sizes for it in taken.ratios(plain_name, name, lambda it: it.wall)])
    return seconds(taken.wall(name).median), seconds(taken.wall(plain_name).median), shares, "×"
