"""Counts with DuckDB what `diff --summary` counts of stages and statuses. Run as `python transitions.py FILE`.

The columns are named and typed, so that DuckDB reads nothing else and guesses nothing: its fastest way of several.
"""

import json
import sys

import duckdb

THREADS = 2
COLUMNS = """{event: 'STRUCT("object" STRUCT(ticket_id VARCHAR, stage TINYINT, status TINYINT),
                             old_object STRUCT(stage TINYINT, status TINYINT))'}"""
READ = f"""
create temp table moved as
select event."object".ticket_id as ticket, event."object".stage as stage, event."object".status as status,
       coalesce(event.old_object.stage, stage) as old_stage, coalesce(event.old_object.status, status) as old_status
from read_ndjson(?, columns = {COLUMNS})
"""


def counted(db, column):
    """How many events went from which value to which."""
    found = db.execute(f"select old_{column}, {column}, count(*) from moved group by all").fetchall()
    return {f"{old},{new}": count for old, new, count in found}


def main(file):
    """Prints the counts as JSON."""
    db = duckdb.connect(config={"threads": THREADS})
    db.execute(READ, [file])
    events, tickets = db.execute("select count(*), count(distinct ticket) from moved").fetchone()
    counts = {"events": events, "tickets": tickets}
    print(json.dumps({**counts, "stages": counted(db, "stage"), "statuses": counted(db, "status")}))


if __name__ == "__main__":
    main(sys.argv[1])
