"""The bound law as SQL: one SELECT for PostgreSQL, DuckDB or Spark, and the runners of the last two."""
