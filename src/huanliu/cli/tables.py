"""Lists of provisions, routes, facts and differences in a terminal."""

from __future__ import annotations

import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text as Line

from huanliu.base.whole import write_whole
from huanliu.cli.output import console
from huanliu.engine.bay import Bay
from huanliu.engine.differences import Difference
from huanliu.errors import DocumentError, Place
from huanliu.law.coverage import Coverage
from huanliu.law.model import Law

Rows = list[dict[str, Any]]


def provision_rows(bay: Bay, names: list[str], day: datetime.date, lang: str) -> Rows:
    """Id, title, subject, how it stands on a day and how sure it is."""
    book = bay.book(day)
    rows = []
    for name in names:
        ruling = book.ruling(name)
        rows.append(
            {
                "id": name,
                "title": ruling.provision.title.in_language(lang),
                "subject": ruling.provision.subject,
                "kind": ruling.provision.kind,
                "stands": ruling.force.value,
                "confidence": ruling.provision.confidence,
            }
        )
    return rows


def route_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Id, title and number of steps."""
    routes = [bay.law.routes[name] for name in names]
    return [{"id": r.id, "title": r.title.in_language(lang), "steps": len(r.steps)} for r in routes]


def journey_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Id, title and number of tasks."""
    journeys = [bay.law.journeys[name] for name in names]
    return [{"id": j.id, "title": j.title.in_language(lang), "tasks": len(j.tasks)} for j in journeys]


def service_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Id, title, and how many things it did on which day."""
    services = [bay.law.services[name] for name in names]
    return [
        {
            "id": service.id,
            "title": service.title.in_language(lang),
            "items": None if service.items is None else service.items.count,
            "counted": None if service.items is None else str(service.items.on),
        }
        for service in services
    ]


def profession_rows(law: Law, chosen: list[str], lang: str) -> Rows:
    """A row for each way into a profession."""
    return [
        {
            "profession": each.title.in_language(lang),
            "direction": each.direction,
            "form": law.forms[way.form].in_language(lang),
            "place": way.place or "",
            "id": way.provision or "",
            "scope": "" if way.scope is None else way.scope.in_language(lang),
        }
        for each in law.professions
        if each.profession in chosen
        for way in each.ways
    ]


def fact_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Name, type, label."""
    rows = []
    for name in names:
        stated = bay.law.facts.get(name) or bay.law.definitions[name]
        kind = bay.statutes.kinds[name]
        rows.append({"name": name, "type": str(kind), "label": stated.label.in_language(lang)})
    return rows


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


def payslip_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Id, title, where one lives and works, and in which currency."""
    payslips = [bay.law.payslips[name] for name in names]
    return [
        {"id": p.id, "title": p.title.in_language(lang), "lives": p.lives, "works": p.works, "currency": p.currency}
        for p in payslips
    ]


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
