"""Rows: one small file, where starting is all there is to do."""

from ..table import Wanted, row
from .fields import against

PAIRS = 30


def rows(bench):
    """Validates one bundled sample; jq only reads it, which is the least it can do."""
    one = bench.corpora.one()
    makers = {
        "ours": lambda: bench.ours("validate", "-q", one),
        "jsonschema-cli": lambda: bench.peer("jsonschema-cli", "validate", bench.corpora.schema(), "-i", one),
        "jq": lambda: bench.peer("jq", "empty", one),
    }
    taken = bench.rounds(makers, max(PAIRS, bench.runs))
    return [
        row(
            "`validate`, one small file, time of jsonschema-cli",
            lambda: against(taken, "ours", "jsonschema-cli", ours="ours"),
            Wanted(at_most=0.6),
        ),
        row(
            "`validate`, one small file, against `jq empty`",
            lambda: against(taken, "jq", "ours", ours="ours"),
            Wanted(at_least=4),
        ),
    ]
