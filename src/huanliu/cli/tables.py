"""Lists of provisions, routes, facts and differences in a terminal."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from rich.table import Table
from rich.text import Text as Line

from huanliu.base.whole import write_whole
from huanliu.cli.output import console
from huanliu.engine.differences import Difference
from huanliu.engine.lists import Rows
from huanliu.errors import DocumentError, Place
from huanliu.law.coverage import Coverage


def write_rows(rows: Rows, path: Path) -> None:
    """Rows as a CSV file, or as Parquet where the file is named so; whole or not at all."""
    import polars as pl

    frame = pl.DataFrame(rows, infer_schema_length=None)
    if path.suffix == ".parquet":
        try:
            frame.write_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise DocumentError("cannot write the file", place=Place(str(path)), hint="check the folder") from error
    else:
        write_whole(path, frame.write_csv())


def print_rows(rows: Rows) -> None:
    """A plain table."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for key in rows[0]:
        # An id is copied into the next command, so it never breaks.
        table.add_column(key, overflow="fold", no_wrap=key in ("id", "name", "stands", "confidence"))
    for row in rows:
        table.add_row(*(Line(str(value)) for value in row.values()))
    console().print(table)


def print_counts(found: dict[str, dict[str, int]]) -> None:
    """How many stand where, provision by provision."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("id", no_wrap=True)
    statuses = list(next(iter(found.values())))
    for status in statuses:
        table.add_column(status, justify="right")
    for name, counted in found.items():
        table.add_row(name, *(f"{counted[status]:,}" for status in statuses))
    console().print(table)


def print_coverage(found: Coverage) -> None:
    """The share, what is missing and why, and which examples of the sheets are not run."""
    out = console()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("confidence", "in the sheets", "encoded"):
        table.add_column(heading, justify="left" if heading == "confidence" else "right")
    for confidence, row in found.by_confidence().items():
        table.add_row(confidence, str(row["in_sheets"]), str(row["encoded"]))
    out.print(table)
    for name, why in found.missing.items():
        out.print(Line(f"✗ {name}: {why}", style="red"))
    for name, numbers in found.examples_missing.items():
        if name not in found.missing:
            out.print(
                Line(f"? {name}: examples {', '.join(map(str, numbers))} of the sheet are not run", style="yellow")
            )
    plain = found.plain()["examples"]
    out.print(
        f"{found.share:.1%} of what the sheets are sure of is encoded; {len(found.aliases)} under another id; "
        f"{plain['executable']} of {plain['in_sheets']} examples run"
    )


def print_differences(found: list[Difference], lang: str) -> None:
    """Provision by provision, the old beside the new."""
    out = console()
    if not found:
        out.print("nothing differs" if lang == "en" else "没有差别")
    for (identity, title), group in groupby(found, key=lambda d: (d.id, d.title.in_language(lang))):
        out.print(Line(f"{title}  {identity}", style="bold"))
        for difference in group:
            out.print(Line(f"  {difference.what} {difference.name}".rstrip(), style="dim"))
            if difference.before is not None:
                out.print(Line(f"    − {difference.before}", style="red"))
            if difference.after is not None:
                out.print(Line(f"    + {difference.after}", style="green"))
