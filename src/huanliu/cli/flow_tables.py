"""The tables, JSON and chart files of huanliu simulate, people, doors and asymmetry."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from attrs import frozen
from rich.table import Table
from rich.text import Text as Line

from huanliu.base.beside import beside
from huanliu.base.document import read_document
from huanliu.base.money import CURRENCIES, cents, grouped
from huanliu.cli.output import console
from huanliu.engine.words import Words
from huanliu.errors import Place, TableError
from huanliu.flows.asymmetry import Asymmetry, Balance, Between
from huanliu.flows.doors import DoorCount, Doors, HeldBack
from huanliu.flows.effects import PEOPLE, Effect, Simulation
from huanliu.flows.groups import Group
from huanliu.flows.people.recipe import Margin
from huanliu.flows.people.writing import Population, Written
from huanliu.law.reform import reform_title

SUFFIXES = (".csv", ".parquet")


@frozen(eq=False)
class Told:
    """How a result is told: in whose words, under which label of its table, and about which day."""

    words: Words
    label: str
    on: datetime.date

    def head(self) -> dict[str, Any]:
        """What every JSON answer begins with."""
        return {"on": self.on.isoformat(), "label": self.label or None}

    def note(self, key: str, **parts: object) -> list[str]:
        """The lines under a chart's title: a chart is passed on without the page around it, so the label stands there too."""
        line = self.words.say(key, on=self.words.day(self.on), **parts)
        return [line, self.label] if self.label else [line]

    def print_label(self) -> None:
        """The label, before any figure."""
        if self.label:
            console().print(Line(self.label, style="bold yellow"))


def write_table(path: Path | None, table: pl.DataFrame) -> None:
    """A table as CSV or Parquet, by its file's ending, whole or not at all. Raises TableError where it cannot be written."""
    if path is None:
        return
    if path.suffix not in SUFFIXES:
        raise TableError("a table is written as .csv or .parquet", place=Place(str(path)), expected=SUFFIXES)
    with beside(path) as partial:
        if path.suffix == ".csv":
            table.write_csv(partial)
        else:
            table.write_parquet(partial)


def _table(left: Sequence[str], right: Sequence[str]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in left:
        table.add_column(heading, overflow="fold")
    for heading in right:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def _printed(table: Table) -> None:
    console().print(table)


# -- simulate ---------------------------------------------------------------------------------------------------------


def title_of(reform: Path, told: Told) -> str:
    """What a reform is called."""
    return told.words.of(reform_title(read_document(reform, str(reform))))


def plain_simulation(found: Simulation, title: str, told: Told) -> dict[str, Any]:
    """JSON values."""
    effects = [effect.plain() for effect in found.effects]
    compared = [each.id for each in found.compared]
    return {**told.head(), "reform": title, "people": found.people, "provisions": compared, "effects": effects}


def print_simulation(found: Simulation, title: str, told: Told) -> None:
    """Everybody first, then each group; then the money."""
    words = told.words
    told.print_label()
    console().print(Line(words.say("simulate.title", title=title), style="bold"))
    if not found.compared:
        console().print(Line(words.say("simulate.nothing")))
        return
    table = _table(["", ""], [words.say(f"flows.{word}") for word in ("people", *PEOPLE)])
    for effect in found.of():
        if effect.level != "amount":
            table.add_row(_about(effect, words), effect.provision or "", *_counts(effect))
    _printed(table)
    _print_money(found, words)
    for group in found.groups:
        table = _table([_heading(group, words)], [words.say(f"flows.{word}") for word in ("people", *PEOPLE)])
        for effect in found.of(group.name, "reform"):
            table.add_row(Line(group.label(effect.group, words)), *_counts(effect))
        console().print()
        _printed(table)
    console().print(Line(words.say("simulate.undecided_why"), style="dim"))


def _heading(group: Group, words: Words) -> str:
    key = f"flows.{group.name}"
    return words.say(key) if key in words.law.words else words.label(group.reads)


def _about(effect: Effect, words: Words) -> Line:
    if effect.provision is None:
        return Line(words.say("flows.whole_reform"))
    provision = words.law.provisions[effect.provision]
    return Line(words.of(provision.title))


def _counts(effect: Effect) -> list[str]:
    return [f"{getattr(effect, name):,}" for name in ("people", *PEOPLE)]


def _print_money(found: Simulation, words: Words) -> None:
    rows = [effect for effect in found.of(level="amount") if effect.more or effect.less]
    if not rows:
        return
    names = ("winners", "losers", "undecided")
    table = _table(
        ["", ""], [*(words.say(f"flows.{word}") for word in names), words.say("flows.gained"), words.say("flows.lost")]
    )
    for effect in rows:
        counts = [f"{getattr(effect, name):,}" for name in names]
        sums = [_amount(effect, value, words) for value in (effect.gained, effect.lost)]
        table.add_row(Line(_amount_label(effect, words)), Line(str(effect.provision)), *counts, *sums)
    console().print()
    _printed(table)


def _amount_label(effect: Effect, words: Words) -> str:
    versions = words.law.provisions[str(effect.provision)].versions
    labels = [amount.label for version in versions for amount in version.amounts if amount.name == effect.amount]
    return words.of(labels[-1]) if labels else str(effect.amount)


def _amount(effect: Effect, value: Decimal | None, words: Words) -> str:
    if value is None:
        return "–"
    if effect.unit in CURRENCIES:
        # A reckoning may have more places than money has coins; the tidy table keeps them.
        return f"{CURRENCIES[effect.unit].code} {cents(value.quantize(Decimal('0.01')))}"
    shown = words.measured(f"unit.{effect.unit}", grouped(value), value == 1)
    return shown if f"unit.{effect.unit}" in words.law.words else f"{shown} {effect.unit or ''}".rstrip()


def draw_simulation(path: Path, found: Simulation, title: str, told: Told) -> None:
    """The chart; with several groups one file for each, the group's name before the ending."""
    from huanliu.charts.drawing import save
    from huanliu.charts.flows import gains_and_losses

    note = told.note("simulate.note", people=f"{found.people:,}")
    heading = told.words.say("simulate.title", title=title)
    groups: Sequence[Group | None] = found.groups or (None,)
    for group in groups:
        several = len(found.groups) > 1 and group is not None
        place = path.with_name(f"{path.stem}.{group.name}{path.suffix}") if several and group else path
        save(gains_and_losses(found, group, heading, note, told.words), place)


# -- people -----------------------------------------------------------------------------------------------------------


def plain_people(drawn: Population, written: Written, lang: str) -> dict[str, Any]:
    """JSON values."""
    recipe = drawn.recipe
    margins = [_plain_margin(margin, lang) for margin in (recipe.residents, recipe.employed)]
    assumed = {attribute.name: attribute.reason for attribute in recipe.attributes if attribute.assumed}
    assumed = {"age_band": recipe.ages_reason, recipe.education_fact: recipe.education_reason, **assumed}
    label = recipe.label.in_language(lang)
    return {"label": label, "seed": drawn.seed, **written.plain(), "margins": margins, "assumed": assumed}


def _plain_margin(margin: Margin, lang: str) -> dict[str, Any]:
    about = {"id": margin.id, "label": margin.label.in_language(lang), "year": margin.year}
    return {**about, "source": margin.source, "confidence": margin.confidence, "cities": dict(margin.cities)}


def print_people(drawn: Population, written: Written, words: Words) -> None:
    """The label, what was written, which margins it matches, and how much of it is assumption."""
    recipe, out = drawn.recipe, console()
    out.print(Line(words.of(recipe.label), style="bold yellow"))
    rows, people = f"{written.rows:,}", f"{written.people:,}"
    out.print(Line(words.say("people.written", rows=rows, people=people, out=written.path)))
    for margin in (recipe.residents, recipe.employed):
        parts = {"label": words.of(margin.label), "source": margin.source, "confidence": margin.confidence}
        out.print(Line(words.say("people.margin", **parts)))
    count = 2 + sum(attribute.assumed for attribute in recipe.attributes)
    out.print(Line(words.say("people.assumed", count=count, file="data/people/gba.yaml")))


# -- doors ------------------------------------------------------------------------------------------------------------


def plain_doors(found: DoorCount, told: Told) -> dict[str, Any]:
    """JSON values."""
    routes = {
        route.id: {
            "title": told.words.of(route.title),
            "profession": route.profession,
            "direction": route.direction,
            "steps": [told.words.of(step.title) for step in route.steps],
        }
        for route in found.routes
    }
    return {
        **told.head(),
        "people": found.people,
        "routes": routes,
        "doors": [doors.plain() for doors in found.doors],
        "ranking": [held.plain() for held in found.ranking],
        "at_doors": [held.plain() for held in found.at_doors],
    }


COUNTED = ("asked", "big_open", "small", "open", "undetermined")


def print_doors(found: DoorCount, top: int, told: Told) -> None:
    """Each route, each group, and the clauses that hold back most."""
    words, titles = told.words, {route.id: route.title for route in found.routes}
    told.print_label()
    console().print(Line(words.say("doors.title"), style="bold"))
    table = _table([words.say("doors.route")], [words.say(f"doors.{name}") for name in COUNTED])
    for doors in found.of():
        table.add_row(Line(words.of(titles[doors.route])), *_door_counts(doors))
    _printed(table)
    for group in found.groups:
        _print_doors_by(found, group, words)
    _print_ranking(found.ranking[:top], words)


def _door_counts(doors: Doors) -> list[str]:
    return [f"{getattr(doors, name):,}" for name in COUNTED]


def _print_doors_by(found: DoorCount, group: Group, words: Words) -> None:
    titles = {route.id: route.title for route in found.routes}
    headings = [_heading(group, words), words.say("doors.route")]
    table = _table(headings, [words.say(f"doors.{name}") for name in COUNTED])
    for doors in found.of(group.name):
        if doors.asked:
            cells = (Line(group.label(doors.group, words)), Line(words.of(titles[doors.route])))
            table.add_row(*cells, *_door_counts(doors))
    console().print()
    _printed(table)


def _print_ranking(ranking: Iterable[HeldBack], words: Words) -> None:
    counts = [words.say(f"doors.{key}") for key in ("held", "held_small", "doors")]
    table = _table([words.say("doors.clause"), words.say("doors.where")], counts)
    for held in ranking:
        cells = (Line(held.clause.text), Line(held.clause.file or "", style="dim"))
        table.add_row(*cells, f"{held.people:,}", f"{held.small:,}", f"{held.doors:,}")
    console().print()
    console().print(Line(words.say("doors.ranking"), style="bold"))
    _printed(table)


def draw_doors(chart: Path | None, ranking_chart: Path | None, found: DoorCount, small: bool, told: Told) -> None:
    """The two charts of doors, those that were asked for."""
    from huanliu.charts.drawing import save
    from huanliu.charts.flows import doors, held_back

    if chart is not None:
        save(doors(found, told.note("doors.note"), told.words), chart)
    if ranking_chart is not None:
        save(held_back(found.ranking, small, told.note("doors.ranking_note"), told.words), ranking_chart)


# -- asymmetry --------------------------------------------------------------------------------------------------------


def plain_asymmetry(found: Asymmetry, told: Told) -> dict[str, Any]:
    """JSON values."""
    balances = [balance.plain() for balance in found.balances]
    head = {**told.head(), "people": found.people, "home": found.home}
    return {**head, "balances": balances, "not_understood": dict(found.unread)}


def print_asymmetry(found: Asymmetry, told: Told) -> None:
    """Each topic between each two places."""
    words = told.words
    told.print_label()
    console().print(Line(words.say("asymmetry.title"), style="bold"))
    left = [words.say("asymmetry.topic"), words.say("asymmetry.between")]
    table = _table(left, [words.say(f"asymmetry.{key}") for key in ("there", "back", "ways", "index")])
    nobody = [balance for balance in found.balances if balance.index is None]
    for balance in found.balances:
        if balance not in nobody:
            table.add_row(*_balance_cells(balance, found, words))
    _printed(table)
    if nobody:
        console().print(Line(words.say("asymmetry.nobody", count=len(nobody)), style="dim"))
    home = words.say("asymmetry.home", column=found.home) if found.home else words.say("asymmetry.no_home")
    console().print(Line(f"{home} {words.say('asymmetry.source')}", style="dim"))
    for identity, direction in found.unread.items():
        console().print(Line(words.say("asymmetry.unread", id=identity, direction=direction), style="yellow"))


def _balance_cells(balance: Balance, found: Asymmetry, words: Words) -> list[Line | str]:
    from huanliu.charts.flows import topic_name

    places = found.places.places
    pair = f"{words.of(places[balance.one])} → {words.of(places[balance.two])}"
    ways = f"{len(balance.ways_there)} / {len(balance.ways_back)}"
    people = [_between(side) for side in (balance.there, balance.back)]
    return [Line(topic_name(balance.topic, words)), Line(pair), *people, ways, _index(balance)]


def _between(side: Between) -> str:
    return f"{side.least:,}" if side.least == side.most else f"{side.least:,}–{side.most:,}"


def _index(balance: Balance) -> str:
    assert balance.index is not None
    least, most = (f"{float(end):+.2f}" for end in balance.index)
    return least if least == most else f"{least} … {most}"


def draw_asymmetry(chart: Path | None, found: Asymmetry, told: Told) -> None:
    """The chart of one-sidedness, where it is asked for."""
    from huanliu.charts.drawing import save
    from huanliu.charts.flows import one_sidedness

    if chart is not None:
        save(one_sidedness(found, told.note("asymmetry.note"), told.words), chart)
