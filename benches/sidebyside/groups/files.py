"""Rows: a thousand single files, given as a list."""

from ..build import built
from ..process import Command
from ..table import Wanted, row
from .fields import against

COUNT = 1_000


def rows(bench):
    """Validates the files in one process each of ours and of jsonschema-cli, and opens them with `benches/opens.rs`."""
    files = lambda: bench.corpora.singles(COUNT)
    makers = {
        "ours": lambda: bench.ours("validate", "-q", *files(), jobs=2, events=COUNT),
        "jsonschema-cli": lambda: bench.peer(
            *("jsonschema-cli", "validate", bench.corpora.schema()),
            *(part for file in files() for part in ("-i", file)),
            events=COUNT,
        ),
        "opens": lambda: Command((built(bench, "opens"), *files()), events=COUNT),
    }
    taken = bench.rounds(makers, max(10, bench.runs))
    return [
        row(
            f"`validate`, {COUNT:,} files, against jsonschema-cli given the same list",
            lambda: against(taken, "jsonschema-cli", "ours", ours="ours"),
            Wanted(at_least=1),
        ),
        row(
            f"`validate`, {COUNT:,} files, time of opening, reading and closing them and nothing else",
            lambda: against(taken, "ours", "opens", ours="ours"),
            Wanted(at_most=1.25),
        ),
    ]
