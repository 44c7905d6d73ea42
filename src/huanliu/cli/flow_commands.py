"""huanliu simulate, people, doors, asymmetry: what the law does to a population."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from huanliu.cli.inputs import read_day, read_language
from huanliu.cli.output import print_json

app = typer.Typer()

People = Annotated[Path, typer.Argument(help="A Parquet file, a row for each person, a column for each fact.")]
On = Annotated[str | None, typer.Option("--on", help="The day whose law is applied (today without it).")]
Lang = Annotated[str, typer.Option("--lang", help="en, zh-Hans or zh-Hant.")]
By = Annotated[str | None, typer.Option("--by", help="Columns to count by, such as city,age_band,profession.")]
Weight = Annotated[
    str | None, typer.Option("--weight", help="The column that says for how many people a row stands, such as weight.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Write the tidy table to this CSV or Parquet file.")]
Chart = Annotated[Path | None, typer.Option("--chart", help="Draw to this SVG file.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def simulate(
    people: People,
    reform: Annotated[Path, typer.Option("--reform", help="A reform file, laid over the law.")],
    by: By = None,
    weight: Weight = None,
    on: On = None,
    only: Annotated[str | None, typer.Option("--only", help="A glob over provision ids, such as 'hk.*'.")] = None,
    out: Out = None,
    chart: Chart = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """A reform over a population: who gains, who loses, who is undecided, and money by currency."""
    from huanliu.cli import flow_tables
    from huanliu.engine.bay import load, load_reform
    from huanliu.flows.effects import simulate as simulate_reform
    from huanliu.flows.label import label_of

    lang, day = read_language(lang), read_day(on)
    found = simulate_reform(load(), load_reform(reform), people, day, by, only, weight)
    told = flow_tables.Told(found.after.words(lang), label_of(people, lang), day)
    title = flow_tables.title_of(reform, told)
    flow_tables.write_table(out, found.table())
    if chart is not None:
        flow_tables.draw_simulation(chart, found, title, told)
    if as_json:
        print_json(flow_tables.plain_simulation(found, title, told))
    else:
        flow_tables.print_simulation(found, title, told)


@app.command()
def people(
    out: Annotated[Path, typer.Argument(help="The Parquet file to write.")],
    size: Annotated[
        int, typer.Option("--size", help="How many rows; 87546000 is everybody who lives there.")
    ] = 100_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same people.")] = 1,
    recipe: Annotated[
        Path | None, typer.Option("--recipe", help="Another file of margins and assumptions (data/people/gba.yaml).")
    ] = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """A synthetic population of the eleven cities: published margins, stated assumptions, nobody real."""
    from huanliu.cli import flow_tables
    from huanliu.engine.bay import load
    from huanliu.flows.people.recipe import read_recipe
    from huanliu.flows.people.writing import Population

    lang, bay = read_language(lang), load()
    drawn = Population(read_recipe(recipe), bay.statutes, size, seed)
    written = drawn.write(out)
    if as_json:
        print_json(flow_tables.plain_people(drawn, written, lang))
    else:
        flow_tables.print_people(drawn, written, bay.book().words(lang))


@app.command()
def doors(
    people: People,
    by: By = None,
    weight: Weight = None,
    on: On = None,
    only: Annotated[str | None, typer.Option("--only", help="A glob over route ids, such as '*lawyer*'.")] = None,
    everybody: Annotated[
        bool, typer.Option("--everybody", help="Ask also who is known to be of another profession.")
    ] = False,
    small: Annotated[
        bool, typer.Option("--small", help="Rank clauses by those whom they stop behind an open big door.")
    ] = False,
    top: Annotated[int, typer.Option("--top", min=1, help="How many clauses of the ranking to print.")] = 15,
    out: Out = None,
    chart: Chart = None,
    ranking_chart: Annotated[
        Path | None, typer.Option("--ranking-chart", help="Draw the ranking of clauses to this SVG file.")
    ] = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """For each route who stands before an open big door and a shut small one, and which clause shuts it."""
    from huanliu.cli import flow_tables
    from huanliu.engine.bay import load
    from huanliu.flows.doors import count_doors
    from huanliu.flows.label import label_of

    lang, day = read_language(lang), read_day(on)
    found = count_doors(load(), people, day, by, only, everybody, small, weight, lang)
    told = flow_tables.Told(found.book.words(lang), label_of(people, lang), day)
    flow_tables.write_table(out, found.table())
    flow_tables.draw_doors(chart, ranking_chart, found, small, told)
    if as_json:
        print_json(flow_tables.plain_doors(found, told))
    else:
        flow_tables.print_doors(found, top, told)


@app.command()
def asymmetry(
    people: People,
    weight: Weight = None,
    on: On = None,
    home: Annotated[
        str | None,
        typer.Option(
            "--home", help="The column that says where people live (person.place_of_residence); none: nobody's counts."
        ),
    ] = None,
    out: Out = None,
    chart: Chart = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """One-way absorption: by topic and two places, whom the law lets through each way, and how one-sided that is."""
    from huanliu.cli import flow_tables
    from huanliu.engine.bay import load
    from huanliu.flows.asymmetry import count_asymmetry
    from huanliu.flows.label import label_of

    lang, day = read_language(lang), read_day(on)
    found = count_asymmetry(load(), people, day, home, weight)
    told = flow_tables.Told(found.book.words(lang), label_of(people, lang), day)
    flow_tables.write_table(out, found.table())
    flow_tables.draw_asymmetry(chart, found, told)
    if as_json:
        print_json(flow_tables.plain_asymmetry(found, told))
    else:
        flow_tables.print_asymmetry(found, told)
