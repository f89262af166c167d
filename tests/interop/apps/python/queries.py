"""Runs the queries of docs/many-machines.md over the rows of several machines, on DuckDB or Spark.

Usage: queries.py PAGE ENGINE, in the folder that holds `rows/`. Prints the answers as one JSON array.
"""

import json
import re
import sys

page, engine = sys.argv[1:]
blocks = re.findall(r"```sql\n(.*?)```", open(page, encoding="utf-8").read(), re.DOTALL)
script = re.sub(r"--.*", "", blocks[{"duckdb": 0, "spark": 1}[engine]])
queries = [query for query in script.split(";") if query.strip()]

if engine == "duckdb":
    import duckdb

    session = duckdb.connect()
    answers = [session.execute(query).fetchall() for query in queries]
else:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    answers = [[list(row) for row in session.sql(query).collect()] for query in queries]

# The first one makes the view.
print(json.dumps([[list(row) for row in rows] for rows in answers[1:]]))
