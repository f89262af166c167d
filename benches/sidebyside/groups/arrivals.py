"""How well requests that should come at a fixed rate did come, judged where they arrive."""

import array


class Arrivals:
    """The times at which a sink had each request in whole, in ns, as `benches/sink.rs` records them.

    The same formulas for every sender, over all requests from the first to the last:

    - `rate`: how many intervals lie between the first and the last arrival, by the time between those two.
    - `intervals`: how far each interval between neighbours is from the wanted one, 1 / rate; in ms. Two requests that
      come at once, with a gap of two after them, are one interval off each.
    - `slots`: how far each arrival is from its own place in the absolute schedule; in ms. The schedule is the straight
      line that fits the arrivals best (least squares over their numbers), so that neither a constant delay on the way
      nor a rate that is off, which `rate` shows, counts as jitter.
    """

    def __init__(self, path, wanted):
        self.wanted = wanted
        self.times = array.array("Q")
        self.times.frombytes(path.read_bytes())

    def __len__(self):
        return len(self.times)

    @property
    def rate(self):
        """Arrivals a second."""
        return (len(self.times) - 1) / (self.times[-1] - self.times[0]) * 1e9

    @property
    def error(self):
        """How far the rate is off, in percent of the wanted one."""
        return abs(self.rate / self.wanted - 1) * 100

    def intervals(self):
        """|interval - 1 / rate|, sorted, in ms."""
        due = 1e9 / self.wanted
        return sorted(abs(b - a - due) / 1e6 for a, b in zip(self.times, self.times[1:]))

    def slots(self):
        """|arrival - its slot|, sorted, in ms."""
        count = len(self.times)
        middle, mean = (count - 1) / 2, sum(self.times) / count
        slope = sum((at - middle) * (time - mean) for at, time in enumerate(self.times))
        slope /= count * (count**2 - 1) / 12
        return sorted(abs(time - mean - slope * (at - middle)) / 1e6 for at, time in enumerate(self.times))
