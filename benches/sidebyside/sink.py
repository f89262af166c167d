"""The receiver that everybody sends to: `benches/sink.rs`, or another program given with `--sink`."""

import os
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager

from .build import built
from .process import NotMeasured


class Sink:
    """A running sink: where it is, how many requests it had, what time it used."""

    def __init__(self, process, url):
        self.process = process
        self.url = url
        self.checked = 0

    def all_arrived(self, command):
        """Raises unless as many requests came since the last check as the command should have sent."""
        came, self.checked = self.count() - self.checked, self.count()
        if came != command.events:
            raise NotMeasured(f"{command.events:,} requests should have come, {came:,} did")

    def count(self):
        """How many requests came so far."""
        return int(self.ask("count", "GET"))

    def ask(self, path, method):
        """What the sink answers to a question about itself."""
        try:
            with urllib.request.urlopen(urllib.request.Request(self.url + path, method=method), timeout=10) as answer:
                return answer.read()
        except (OSError, urllib.error.URLError) as error:
            raise NotMeasured(f"the sink does not answer: {error}") from error

    def cpu(self):
        """Seconds of processor time outside and inside the kernel, up to now."""
        with open(f"/proc/{self.process.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        ticks = os.sysconf("SC_CLK_TCK")
        return int(fields[11]) / ticks, int(fields[12]) / ticks

    def quit(self):
        """Ends it, so that it writes what it recorded."""
        self.ask("quit", "POST")
        self.process.wait(timeout=30)


@contextmanager
def start_sink(bench, record=None):
    """A sink as long as the `with` block lasts; it records arrivals in the file `record`."""
    argv = [str(bench.sink or built(bench, "sink")), *(("--record", str(record)) if record else ())]
    try:
        process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    except OSError as error:
        raise NotMeasured(f"{argv[0]}: {error.strerror}") from error
    try:
        url = process.stdout.readline().strip()
        if not url.startswith("http"):
            raise NotMeasured("the sink did not print its address")
        yield Sink(process, url)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
