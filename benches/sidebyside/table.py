"""The table: what was measured, what was wanted, and whether it was met; in Markdown."""

from dataclasses import dataclass

from .process import NotMeasured
from .rounds import Spread


@dataclass(frozen=True)
class Wanted:
    """A limit that a figure must keep, and the goal beyond it. `strict` leaves out the limit itself."""

    at_least: float | None = None
    at_most: float | None = None
    goal: float | None = None
    unit: str = "×"
    strict: bool = False

    def __str__(self):
        """As the issue says it: `≥ 30×, goal 60×`."""
        least = self.at_least is not None
        sign = ("> " if least else "< ") if self.strict else ("≥ " if least else "≤ ")
        text = sign + plain(self.at_least if least else self.at_most) + self.unit
        return text if self.goal is None else f"{text}, goal {plain(self.goal)}{self.unit}"

    def keeps(self, figure, limit):
        """Whether a figure is on the right side of a limit."""
        if self.strict and figure == limit:
            return False
        return figure >= limit if self.at_least is not None else figure <= limit

    def met(self, figure):
        """`no`, `yes`, or `yes, goal too`."""
        if not self.keeps(figure, self.at_least if self.at_least is not None else self.at_most):
            return "**no**"
        return "yes, goal too" if self.goal is not None and self.keeps(figure, self.goal) else "yes"


@dataclass(frozen=True)
class Row:
    """One line. `figure` is what is judged; without `wanted` it is only told. `absent` is why there is none."""

    name: str
    ours: str = ""
    peer: str = ""
    figure: Spread | None = None
    unit: str = "×"
    wanted: Wanted | None = None
    absent: str = ""

    @property
    def met(self):
        """Whether the figure is as wanted, in words; empty if nothing was."""
        if self.wanted is None:
            return ""
        return "not measured" if self.figure is None else self.wanted.met(self.figure.median)

    @property
    def is_good(self):
        """False if the figure is missing or not as wanted."""
        return not self.absent and self.met != "**no**"


def row(name, make, wanted=None):
    """The row that `make()` fills (ours, peer, figure, unit); if it cannot, a row that says why."""
    try:
        ours, peer, figure, unit = make()
    except NotMeasured as reason:
        return Row(name, wanted=wanted, absent=str(reason))
    return Row(name, ours, peer, figure, unit, wanted)


def markdown(rows):
    """The rows as a Markdown table."""
    lines = ["| what | ours | peer | figure (min–max) | wanted | met |", "| --- | --: | --: | --: | --- | --- |"]
    for it in rows:
        figure = f"not measured: {it.absent}" if it.absent else spread(it.figure, it.unit)
        lines.append(f"| {it.name} | {it.ours} | {it.peer} | {figure} | {it.wanted or ''} | {it.met} |")
    return "\n".join(lines)


BEGIN, END = "<!-- benches/peers begins -->", "<!-- benches/peers ends -->"


def put(document, text):
    """A document with `text` between the lines that say where it belongs; without them a `ValueError`."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"there is no {BEGIN} with an {END} below it")
    return f"{before}{BEGIN}\n\n{text}\n{END}{after}"


def spread(figure, unit):
    """A spread in words: `31.2× (29.8–33.0)`; one figure alone has no range."""
    if figure is None:
        return ""
    text = plain(figure.median) + unit
    return text if figure.low == figure.high else f"{text} ({plain(figure.low)}–{plain(figure.high)})"


def plain(figure):
    """Three digits that matter: 0.0123, 1.23, 12.3, 1,234."""
    if figure == int(figure) and abs(figure) < 1e4:
        return str(int(figure))
    for limit, digits in ((0.001, 5), (0.1, 4), (1, 3), (10, 2), (100, 1)):
        if abs(figure) < limit:
            return f"{figure:.{digits}f}"
    return f"{figure:,.0f}"


def seconds(time):
    """A time in s or ms, three digits."""
    return f"{plain(time)} s" if time >= 1 else f"{plain(time * 1e3)} ms"
