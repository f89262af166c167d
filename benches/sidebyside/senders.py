"""How each program is told to send the same events to a sink: ours and three load testers."""

KEY = "peers-encrypt-key"


def replay(bench, url, count, *options, key=KEY):
    """`replay` of so many events, encrypted and signed unless `key` is None; a report without a line per event."""
    key = () if key is None else ("--encrypt-key", key)
    how = ("--url", url, *key, "--format", "markdown", "-q", *options)
    return bench.ours("replay", *how, bench.corpora.events(count), events=count)


def body(bench):
    """A file with one plain event of a log, which the load testers send again and again.

    It is one of middle length, so that they send about as many bytes as `replay` would without a key.
    """

    def make(path):
        with open(bench.corpora.events(1_000), "rb") as lines:
            events = sorted((line.rstrip(b"\n") for line in lines), key=len)
        path.write_bytes(events[len(events) // 2])

    return bench.corpora.made("body.json", make)


def oha(bench, url, count, connections, *options):
    """oha, without its display; it keeps every result in memory and prints none."""
    how = ("--no-tui", "--output-format", "quiet", "-n", count, "-c", connections, "-m", "POST")
    what = ("-T", "application/json", "-D", body(bench), *options, url)
    return bench.peer("oha", *how, *what, events=count)


def hey(bench, url, count, connections):
    """hey; it sends the same number over each connection, so the count must be a multiple of them."""
    how = ("-n", count, "-c", connections, "-m", "POST", "-T", "application/json", "-D", body(bench))
    return bench.peer("hey", *how, url, events=count)


def wrk(bench, url, time, connections, out):
    """wrk with one thread for so many seconds; the lightest sender, it shows what the sink can take."""

    def make(path):
        head = 'wrk.method = "POST"\nwrk.headers["Content-Type"] = "application/json"\n'
        path.write_text(f"{head}wrk.body = io.open({str(body(bench))!r}):read('*a')\n")

    script = bench.corpora.made("wrk.lua", make)
    how = ("-t", 1, "-c", connections, "-d", f"{time}s", "--latency", "-s", script)
    return bench.peer("wrk", *how, url, stdout=str(out))
