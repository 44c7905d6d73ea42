"""huanliu law sql: the law as one SELECT for a database where the records already live."""

from __future__ import annotations

from typing import Annotated

import typer

from huanliu.cli.inputs import read_choice, read_days
from huanliu.cli.output import print_json


def sql(
    dialect: Annotated[str, typer.Option("--dialect", help="postgres, duckdb or spark.")] = "postgres",
    table: Annotated[str, typer.Option("--table", help="The table of facts; a schema may stand before it.")] = "people",
    key: Annotated[
        list[str] | None, typer.Option("--key", help="A column that passes through; may be repeated ('id' without it).")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the CREATE TABLE of the facts instead.")] = False,
    on: Annotated[str | None, typer.Option("--on", help="The day whose law is meant (today without it).")] = None,
    known_on: Annotated[str | None, typer.Option("--known-on", help="Only law published by this day.")] = None,
    only: Annotated[str | None, typer.Option("--only", help="A glob over provision ids, such as 'hk.*'.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: statement, schema, what is left out.")] = False,
) -> None:
    """The law of a day as one SELECT over a table with one column for each fact."""
    from huanliu.engine.bay import load
    from huanliu.engine.sqltext.dialects import DIALECTS
    from huanliu.engine.sqltext.writer import write_law

    day, known = read_days(on, known_on)
    chosen = read_choice("--dialect", dialect, list(DIALECTS))
    law = write_law(load(), chosen, table, day, known, only, tuple(key or ("id",)))
    if as_json:
        print_json(law.plain())
        return
    for line in law.remarks():
        typer.echo(f"-- {line}")
    typer.echo(f"{law.schema if schema else law.sql};")
