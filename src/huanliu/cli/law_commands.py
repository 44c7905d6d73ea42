"""huanliu law: list, show, check, coverage, diff, prove, reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huanliu.cli import sql_commands
from huanliu.cli.inputs import read_day, read_language, read_span
from huanliu.cli.output import print_json
from huanliu.errors import DateError

app = typer.Typer(help="The law itself: list, show, check, diff, prove, sql.")

Only = Annotated[str | None, typer.Option("--only", help="A glob over ids, such as 'hk.*'.")]
Lang = Annotated[str, typer.Option("--lang", help="en, zh-Hans or zh-Hant.")]
On = Annotated[str | None, typer.Option("--on", help="The day whose law is meant (today without it).")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_law(
    only: Only = None,
    facts: Annotated[bool, typer.Option("--facts", help="List facts instead of provisions.")] = False,
    routes: Annotated[bool, typer.Option("--routes", help="List routes instead of provisions.")] = False,
    journeys: Annotated[bool, typer.Option("--journeys", help="List journeys instead of provisions.")] = False,
    payslips: Annotated[bool, typer.Option("--payslips", help="List the places whose net pay can be told.")] = False,
    services: Annotated[bool, typer.Option("--services", help="List the windows where things are done.")] = False,
    on: On = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Every provision, route, journey, service or fact with its title."""
    from huanliu.cli import tables
    from huanliu.engine import lists
    from huanliu.engine.bay import load
    from huanliu.engine.lists import chosen

    lang, bay, day = read_language(lang), load(), read_day(on)
    if facts:
        rows = lists.fact_rows(bay, chosen([*bay.law.facts, *bay.law.definitions], only), lang)
    elif journeys:
        rows = lists.journey_rows(bay, chosen(list(bay.law.journeys), only), lang)
    elif payslips:
        rows = lists.payslip_rows(bay, chosen(list(bay.law.payslips), only), lang)
    elif services:
        rows = lists.service_rows(bay, chosen(list(bay.law.services), only), lang)
    elif routes:
        rows = lists.route_rows(bay, chosen(list(bay.law.routes), only), lang)
    else:
        rows = lists.provision_rows(bay, chosen(list(bay.law.provisions), only), day, lang)
    if as_json:
        print_json(rows)
    else:
        tables.print_rows(rows)


@app.command()
def show(
    provision: Annotated[str, typer.Argument(help="The id of a provision.")],
    on: On = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """One provision: its versions, clauses, numbers, sources."""
    from huanliu.cli import showing
    from huanliu.engine import provisions
    from huanliu.engine.bay import load

    lang, book = read_language(lang), load().book(read_day(on))
    ruling = book.ruling(provision)
    if as_json:
        print_json(provisions.plain(book, ruling, lang))
    else:
        showing.print_provision(book, ruling, lang)


@app.command()
def check(only: Only = None, as_json: AsJson = False) -> None:
    """Every example and every lint, and that somebody can meet each provision; fails on any."""
    from huanliu.engine.bay import load
    from huanliu.engine.check import check_law
    from huanliu.engine.lists import chosen

    bay = load()
    found = check_law(bay, set(chosen([*bay.law.provisions, *bay.law.routes], only)))
    if as_json:
        print_json(found.plain())
    else:
        for line in (*found.remarks, *found.failures):
            typer.echo(str(line))
        typer.echo(
            f"{found.owners} provisions and routes, {found.examples} examples: {len(found.failures)} failed, "
            f"{len(found.remarks)} remarks; {len(found.ahead)} ids named as next steps are not encoded yet"
        )
    if not found.clean:
        raise typer.Exit(1)


app.command()(sql_commands.sql)


@app.command()
def coverage(
    sheets: Annotated[
        Path | None, typer.Option("--sheets", help="The folder of the fact sheets (their bundled list without it).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What of the fact sheets is encoded, what under another id, what not and why."""
    from huanliu.cli.tables import print_coverage
    from huanliu.engine.bay import load
    from huanliu.law.coverage import bundled_sheets, read_sheets, reasons
    from huanliu.law.coverage import coverage as compare

    listed, left_out = bundled_sheets() if sheets is None else (read_sheets(sheets), reasons())
    found = compare(load().law, listed, left_out)
    if as_json:
        print_json(found.plain())
    else:
        print_coverage(found)


@app.command()
def matrix(
    profession: Annotated[str | None, typer.Option("--profession", help="Only this one, such as tax_adviser.")] = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Professions by direction: which ways there are, in which form, where and for what."""
    from huanliu.cli import tables
    from huanliu.engine import lists
    from huanliu.engine.bay import load
    from huanliu.engine.lists import chosen

    lang, law = read_language(lang), load().law
    rows = lists.profession_rows(law, chosen([each.profession for each in law.professions], profession), lang)
    if as_json:
        print_json(rows)
    else:
        tables.print_rows(rows)


@app.command()
def diff(
    start: Annotated[str | None, typer.Argument(help="The earlier day (with a reform: the day looked at).")] = None,
    end: Annotated[str | None, typer.Argument(help="The later day.")] = None,
    reform: Annotated[Path | None, typer.Option("--reform", help="A reform file to compare with the law.")] = None,
    packs: Annotated[Path | None, typer.Option("--packs", help="Another folder of packs to compare with.")] = None,
    only: Only = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """What differs between two days, or between the law and a reform or other packs."""
    from huanliu.cli import tables
    from huanliu.engine.bay import load, load_reform
    from huanliu.engine.differences import differences
    from huanliu.engine.lists import chosen

    lang, bay = read_language(lang), load()
    if reform is not None or packs is not None:
        other = load_reform(reform) if reform is not None else load(packs)
        day = read_day(end or start)
        before, after = bay.book(day), other.book(day)
    else:
        if start is None:
            raise DateError("nothing to compare", expected="one or two days", hint="give two days, --reform or --packs")
        first, last = read_span(start, end or read_day(None).isoformat())
        before, after = bay.book(first), bay.book(last)
    names = [*before.statutes.law.provisions, *after.statutes.law.provisions]
    found = differences(before, after, lang, set(chosen(names, only)))
    if as_json:
        print_json([difference.plain(lang) for difference in found])
    else:
        tables.print_differences(found, lang)


@app.command()
def prove(
    only: Only = None,
    on: On = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind", help="unreachable, outcomes, clauses, doors, routes, exclusive or cliffs; may be repeated."
        ),
    ] = None,
    reform: Annotated[
        Path | None, typer.Option("--reform", help="Who gains and who loses by a reform, by proof.")
    ] = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Proofs: what nobody can meet, doors that never open, incomes at which one more leaves less."""
    from huanliu.cli.proving import prove_law, prove_reform
    from huanliu.engine.bay import load

    lang, bay, day = read_language(lang), load(), read_day(on)
    if reform is not None:
        prove_reform(bay, reform, day, only, lang, as_json)
    else:
        prove_law(bay.book(day), only, kind or [], lang, as_json)


@app.command()
def reference(
    out: Annotated[Path, typer.Argument(help="The folder to write; an earlier reference in it is replaced.")],
    on: On = None,
    lang: Annotated[str, typer.Option("--lang", help="en, zh-Hans, zh-Hant or all.")] = "all",
    as_json: AsJson = False,
) -> None:
    """Every provision, route, journey, service, fact and source as static pages that need no server and no script."""
    from huanliu.base.language import LANGUAGES
    from huanliu.engine.bay import load
    from huanliu.reference.site import write_reference

    day, languages = read_day(on), LANGUAGES if lang == "all" else (read_language(lang),)
    pages = write_reference(load(), day, out, languages)
    if as_json:
        print_json({"on": day.isoformat(), "pages": pages, "languages": languages, "out": str(out)})
    else:
        typer.echo(f"{pages:,} pages, law of {day}: {out / 'index.html'}")
