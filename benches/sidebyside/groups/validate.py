"""Rows: `validate` on a big log, against a validator, against counting lines, against itself."""

import json

from ..process import NotMeasured
from ..table import Wanted, row
from .fields import against, memory, per_byte, speed


def rows(bench):
    """Validates clean and faulty logs; one round has every program once."""
    count, short = bench.events, bench.short
    clean = lambda: bench.corpora.events(count)
    faulty = lambda: bench.corpora.faulty(count)
    docker = lambda: bench.corpora.docker(count)
    makers = {
        "validate": lambda: bench.ours("validate", "-q", clean(), jobs=2, events=count, size=clean().stat().st_size),
        "docker": lambda: bench.ours("validate", "-q", docker(), jobs=2, events=count, size=docker().stat().st_size),
        "wc": lambda: bench.wc(clean(), count),
        "one core": lambda: bench.ours("validate", "-q", clean(), jobs=1, events=count),
        "faulty": lambda: bench.ours(
            "validate", "-q", "--format", "short", faulty(), jobs=2, events=count, ok=(1,)
        ),
        "jsonschema-cli": lambda: jsonschema(bench, short),
    }
    taken = bench.rounds(makers)
    return [
        row(f"`validate`, {count:,} events, speed", lambda: speed(taken, "validate")),
        row(
            f"`validate`, {count:,} events, against jsonschema-cli on {short:,} of them as one array, an event",
            lambda: against(taken, "jsonschema-cli", "validate", ours="validate", events=count),
            Wanted(at_least=60),
        ),
        row(
            f"`validate`, {count:,} events, time of `wc -l`",
            lambda: against(taken, "validate", "wc", ours="validate"),
            Wanted(at_most=2.4),
        ),
        row(
            "`validate`, the second core: `--jobs 1` against `--jobs 2`",
            lambda: against(taken, "one core", "validate", ours="validate"),
            Wanted(at_least=1.6),
        ),
        row(
            f"`validate`, {count:,} events, peak memory",
            lambda: (memory(taken, "validate"), memory(taken, "jsonschema-cli"), taken.peak("validate"), " MB"),
            Wanted(at_most=32, goal=16, unit=" MB"),
        ),
        row(
            f"`validate`, {count:,} events in docker's json-file, speed against the bare ones, a byte",
            lambda: per_byte(taken, "docker", "validate"),
            Wanted(at_least=0.3),
        ),
        row(
            f"`validate`, {count:,} events in docker's json-file, peak memory",
            lambda: (memory(taken, "docker"), memory(taken, "validate"), taken.peak("docker"), " MB"),
            Wanted(at_most=32, unit=" MB"),
        ),
        row(
            f"`validate --format short`, 1 % faulty of {count:,}, all explained, time of clean ones",
            lambda: (explained(bench, count), against(taken, "faulty", "validate", ours="faulty"))[1],
            Wanted(at_most=1.5),
        ),
    ]


def jsonschema(bench, count):
    """jsonschema-cli on one array of events, its best case: it does not read one event a line."""
    array, schema = bench.corpora.array(count, bench.events), bench.corpora.array_schema()
    return bench.peer("jsonschema-cli", "validate", schema, "-i", array, events=count)


def explained(bench, count):
    """Raises unless every broken line that the labels tell is found, and no other."""
    file, labels = bench.corpora.faulty(count), bench.corpora.labels(count)
    told = {json.loads(label)["line"] for label in labels.read_text().splitlines()}
    out = bench.scratch / "findings"
    bench.measure(bench.ours("validate", "-q", "--format", "short", file, ok=(1,), stdout=str(out)))
    with open(out, encoding="utf-8", errors="replace") as lines:
        found = {int(line.removeprefix(f"{file}:").split(":")[0]) for line in lines}
    if told != found:
        raise NotMeasured(f"{len(told)} lines are broken, {len(found)} were found")
