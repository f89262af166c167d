"""Counts with DuckDB what `diff --summary` counts; only the lengths of stays are left out. `python transitions.py FILE`.

The columns are named and typed, so that DuckDB reads nothing else and guesses nothing: its fastest way of several.
"""

import json
import sys

import duckdb

THREADS = 2
COLUMNS = """{header: 'STRUCT(create_time BIGINT)',
              event: 'STRUCT("object" STRUCT(ticket_id VARCHAR, stage TINYINT, status TINYINT, updated_at BIGINT),
                             old_object STRUCT(stage TINYINT, status TINYINT))'}"""
READ = f"""
create temp table moved as
select event."object".ticket_id as ticket, event."object".stage as stage, event."object".status as status,
       coalesce(event.old_object.stage, stage) as old_stage, coalesce(event.old_object.status, status) as old_status,
       coalesce(event."object".updated_at, header.create_time) // 86400000 as day
from read_ndjson(?, columns = {COLUMNS})
"""
# A ticket counts once, however often it was handed over, closed or reopened.
TICKETS = """
select count(*) as events, count(distinct ticket) as tickets,
       count(distinct ticket) filter (old_stage = 1 and stage = 2) as handed_over,
       count(distinct ticket) filter (status >= 50 and status <> old_status) as closed,
       count(distinct ticket) filter (old_status >= 50 and status < 50) as reopened
from moved
"""
STEPS = "select old_{0} || ',' || {0}, count(*) from moved group by all"
CLOSED_BY = "select status, count(*) from moved where status >= 50 and status <> old_status group by all"
DAYS = "select day, count(*) from moved group by all"


def main(file):
    """Prints the counts as JSON."""
    db = duckdb.connect(config={"threads": THREADS})
    db.execute(READ, [file])
    row = db.execute(TICKETS).fetchone()
    counts = dict(zip((column[0] for column in db.description), row))
    queries = {
        "stages": STEPS.format("stage"),
        "statuses": STEPS.format("status"),
        "closed_by": CLOSED_BY,
        "days": DAYS,
    }
    for name, query in queries.items():
        counts[name] = {str(key): count for key, count in db.execute(query).fetchall()}
    print(json.dumps(counts))


if __name__ == "__main__":
    main(sys.argv[1])
