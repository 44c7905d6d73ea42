"""The command line: parses, calls a room, prints. Bad input is one clear line and exit code 2."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from huanliu.cli import flow_commands, law_commands
from huanliu.cli.arguments import spread_keep
from huanliu.cli.inputs import read_choice, read_days, read_language, read_situation
from huanliu.cli.output import console, print_json
from huanliu.engine import plainly
from huanliu.errors import HuanliuError

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Huanliu (环流): the law of the Greater Bay Area as data, and an engine that never guesses.",
)
app.add_typer(law_commands.app, name="law")
app.add_typer(flow_commands.app)

Subject = Annotated[Path, typer.Argument(help="A YAML file of facts about a subject.")]
On = Annotated[str | None, typer.Option("--on", help="The day whose law is applied (today without it).")]
KnownOn = Annotated[str | None, typer.Option("--known-on", help="Only law published by this day.")]
Lang = Annotated[str, typer.Option("--lang", help="en, zh-Hans or zh-Hant.")]
Only = Annotated[str | None, typer.Option("--only", help="A glob over provision ids, such as 'hk.*'.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def assess(
    subject: Subject,
    on: On = None,
    known_on: KnownOn = None,
    lang: Lang = "en",
    only: Only = None,
    record: Annotated[Path | None, typer.Option("--record", help="Write the decision record of every finding.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every finding.")] = False,
    as_json: AsJson = False,
) -> None:
    """A finding for every provision."""
    from huanliu.cli.printing import print_findings
    from huanliu.engine.bay import load

    lang, bay = read_language(lang), load()
    situation = read_situation(bay, subject, on, known_on)
    findings = bay.assess_situation(situation, only)
    if record is not None:
        from huanliu.engine.record import record_of, write_records

        write_records(record, [record_of(finding) for finding in findings.values()])
    if as_json:
        print_json(plainly.assessed(findings, situation, lang))
    else:
        print_findings(console(), findings.values(), situation.book.words(lang), everything)


@app.command()
def replay(
    record: Annotated[Path, typer.Argument(help="A file written by assess --record.")], as_json: AsJson = False
) -> None:
    """Run recorded findings again and compare."""
    from huanliu.engine.bay import load
    from huanliu.engine.record import read_records, replay_record

    outcomes = [replay_record(item, load()) for item in read_records(record)]
    if as_json:
        print_json([outcome.plain() for outcome in outcomes])
    else:
        for outcome in outcomes:
            console().print(outcome.sentence(), markup=False)
    if not all(outcome.same for outcome in outcomes):
        raise typer.Exit(1)


@app.command()
def explain(
    provision: Annotated[str, typer.Argument(help="The id of a provision.")],
    subject: Annotated[
        Path | None, typer.Argument(help="A subject file; without one the clauses are shown as they stand.")
    ] = None,
    on: On = None,
    known_on: KnownOn = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Why: clause by clause, what the law asks and what it saw."""
    from huanliu.cli.printing import print_finding
    from huanliu.engine.assess import assess_one
    from huanliu.engine.bay import load
    from huanliu.engine.evaluate import Situation

    lang, bay = read_language(lang), load()
    if subject is None:
        day, known = read_days(on, known_on)
        situation = Situation({}, bay.book(day, known))
    else:
        situation = read_situation(bay, subject, on, known_on)
    finding = assess_one(situation.book.ruling(provision), situation)
    if as_json:
        print_json(plainly.explained(finding, lang))
    else:
        print_finding(console(), finding, lang)


@app.command()
def route(
    goal: Annotated[str, typer.Argument(help="The id of a route, such as chain.tax.hk_mo_to_qianhai.")],
    subject: Subject,
    on: On = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Every door of a route, and the first shut one."""
    from huanliu.cli.printing import print_route
    from huanliu.engine.bay import load
    from huanliu.engine.routes import find_route, follow

    lang, bay = read_language(lang), load()
    found = follow(find_route(bay.law.routes, goal), read_situation(bay, subject, on))
    if as_json:
        print_json(plainly.followed(found, lang))
    else:
        print_route(console(), found, lang)


@app.command()
def recourse(
    goal: Annotated[str, typer.Argument(help="The id of a provision or route.")],
    subject: Subject,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", help="A fact that may not change; may be repeated.")
    ] = None,
    on: On = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """The least that would have to change."""
    from huanliu.engine.bay import load
    from huanliu.engine.recourse import recourse as find_recourse

    lang, bay = read_language(lang), load()
    situation = read_situation(bay, subject, on)
    found = find_recourse(situation.book, goal, situation, set(keep or ()))
    if as_json:
        print_json(plainly.recoursed(found, situation, lang))
    else:
        console().print(found.text(lang), markup=False)


@app.command()
def plan(
    journey: Annotated[str, typer.Argument(help="The id of a journey; huanliu law list --journeys shows all.")],
    subject: Subject,
    start: Annotated[str | None, typer.Option("--start", help="The day to begin on (the day assessed on).")] = None,
    on: On = None,
    lang: Lang = "en",
    form: Annotated[str, typer.Option("--as", help="text, markdown, json or ics.")] = "text",
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead of the screen.")] = None,
    as_json: AsJson = False,
) -> None:
    """A journey as tasks in order: who decides, papers, fees, dates, what can run side by side, what lapses."""
    from huanliu.cli.inputs import read_day
    from huanliu.cli.planning import Form, show_plan
    from huanliu.engine.bay import load
    from huanliu.engine.planning.making import find_journey, make_plan

    lang, bay = read_language(lang), load()
    chosen = Form.JSON if as_json else Form(read_choice("--as", form, list(Form)))
    found = find_journey(bay.law.journeys, journey)
    situation = read_situation(bay, subject, on)
    show_plan(make_plan(found, situation, None if start is None else read_day(start)), lang, chosen, out)


@app.command("better-off")
def better_off(
    subject: Subject,
    place: Annotated[
        list[str] | None, typer.Option("--place", help="The id of a payslip; may be repeated (all without it).")
    ] = None,
    rate: Annotated[list[str] | None, typer.Option("--rate", help="HKD/CNY=0.92, as you know it; repeatable.")] = None,
    along: Annotated[str | None, typer.Option("--along", help="A range of pay, 0..3000000, for the curve.")] = None,
    chart: Annotated[Path | None, typer.Option("--chart", help="Draw it as this SVG file.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Every line as this CSV or Parquet file.")] = None,
    on: On = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """What is left of a year's pay after taxes, contributions and subsidies, place by place."""
    from huanliu.cli import earning
    from huanliu.engine.bay import load
    from huanliu.engine.payslips.compare import find_payslips
    from huanliu.engine.payslips.told import read_range, read_rates

    lang, bay = read_language(lang), load()
    rates, span = read_rates(rate or ()), None if along is None else read_range(along)
    payslips, at = find_payslips(bay.law.payslips, place or ()), read_situation(bay, subject, on)
    words, day = at.book.words(lang), at.book.words(lang).day(at.book.days.on)
    if span is None:
        accounts = earning.show_places(payslips, at, rates, lang, as_json)
        if out is not None:
            earning.write_table(accounts, lang, out)
    else:
        curves = earning.show_curves(payslips, at, span, lang, as_json)
    if chart is not None:
        from huanliu.charts import drawing
        from huanliu.charts.payslips import net_against_gross, places

        drawing.save(places(accounts, words) if span is None else net_against_gross(curves, words, day), chart)


@app.command()
def ask(
    goal: Annotated[list[str], typer.Argument(help="Ids of provisions or routes.")],
    on: On = None,
    lang: Lang = "en",
    save: Annotated[Path | None, typer.Option("--save", help="Write the answers as a subject file.")] = None,
    as_json: AsJson = False,
) -> None:
    """The interview: only questions that matter, until the goal is decided. With --json it talks on standard error."""
    from huanliu.cli.asking import ask as ask_questions
    from huanliu.cli.inputs import read_day
    from huanliu.engine.bay import load

    ask_questions(load(), goal, read_day(on), read_language(lang), save, console(stderr=as_json), as_json)


@app.command()
def population(
    table: Annotated[Path, typer.Argument(help="A Parquet file, a row for each subject, a column for each fact.")],
    out: Annotated[Path, typer.Argument(help="The Parquet file to write.")],
    on: On = None,
    known_on: KnownOn = None,
    only: Only = None,
    engine: Annotated[str, typer.Option("--engine", help="polars, duckdb or spark.")] = "polars",
    as_json: AsJson = False,
) -> None:
    """Millions of subjects at once: a column for each provision and amount."""
    from huanliu.cli.tables import print_counts
    from huanliu.engine.bay import load
    from huanliu.engine.columns.counts import counts
    from huanliu.engine.sqltext.populations import Engine, population_of

    (day, known), chosen, bay = read_days(on, known_on), Engine(read_choice("--engine", engine, list(Engine))), load()
    rows = population_of(chosen)(bay, table, out, on=day, known_on=known, only=only)
    found = counts(out, bay.matching(only))
    if as_json:
        print_json({"on": bay.book(day).days.on.isoformat(), "subjects": rows, "out": str(out), "counts": found})
    else:
        print_counts(found)
        typer.echo(f"{rows:,} subjects assessed: {out}")


@app.command()
def start(lang: Lang = "en") -> None:
    """A bundled example, and the interview where there is somebody to ask."""
    from huanliu.cli.opening import open_house

    open_house(console(), read_language(lang))


@app.command()
def serve(
    port: Annotated[int, typer.Option("--port", envvar="PORT", min=1, max=65535, help="Where it listens.")] = 8000,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", envvar="OPEN", help="Open a browser.")] = True,
) -> None:
    """The portal, on this machine, until Ctrl-C."""
    from huanliu.cli.serving import serve as serve_portal

    serve_portal(port, open_browser, typer.echo)


def main() -> None:
    """Run a command; whatever is wrong with its input is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(spread_keep(sys.argv[1:]), standalone_mode=False)
    except HuanliuError as error:
        code = refuse(error.sentence())
    except TyperException as error:
        code = refuse(f"{' '.join(str(error).split()) or 'the command line is not complete'} (huanliu --help)")
    except (typer.Abort, KeyboardInterrupt):
        code = refuse("stopped")
    except BrokenPipeError:
        # Whoever read the output has seen enough; Python would otherwise complain while closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


def refuse(sentence: str) -> int:
    """One line on standard error; the exit code of bad input."""
    sys.stderr.write(f"huanliu: {sentence}\n")
    return 2
