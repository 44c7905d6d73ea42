"""Doors: of everybody before a route, how many stand at an open big door and a shut small one, and which clause shuts it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

import polars as pl
from attrs import field, frozen

from huanliu.base.document import read_document
from huanliu.engine.bay import Bay, Day
from huanliu.engine.columns.frame import Source
from huanliu.engine.columns.sheet import Working
from huanliu.engine.columns.survey import read_table
from huanliu.engine.columns.texts import equal
from huanliu.engine.rulings import RuleBook
from huanliu.errors import UnknownNameError, nearest
from huanliu.flows.census import Census
from huanliu.flows.groups import (
    Group,
    find_groups,
    find_weight,
    head_count,
    kept_for,
    rolled_up,
    summed_beside,
    tally,
    whole,
)
from huanliu.flows.shutting import Clause, Shutting
from huanliu.law.fields import Fields
from huanliu.law.library import bundled_folder
from huanliu.law.model import Route

PROFESSION, PEOPLE = "person.profession", "people"


@frozen
class Doors:
    """One route for everybody or a group of those before it.

    `asked` are those whose profession is the route's, or not known; `open` have every door open, `undetermined` none shut but not all known to be
    open, `shut_at[k]` a first shut door k (from 1). `small` stand behind an open first door before a shut later one.
    """

    by: str
    group: str | None
    route: str
    asked: int
    big_open: int
    small: int
    open: int
    undetermined: int
    shut_at: tuple[int, ...]

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        shut = {str(number): count for number, count in enumerate(self.shut_at, start=1)}
        names = ("by", "group", "route", "asked", "big_open", "small", "open", "undetermined")
        return {name: getattr(self, name) for name in names} | {"shut_at": shut}


@frozen
class HeldBack:
    """How many a clause holds back: it fails in the first shut step of so many (of these `small` behind an open big door).

    `route` and `step` are None where all doors are taken together; each person then counts once.
    """

    clause: Clause
    people: int
    small: int
    doors: int
    route: str | None = None
    step: int | None = None

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        counts = {"people": self.people, "small": self.small, "doors": self.doors}
        return {**self.clause.plain(), **counts, "route": self.route, "step": self.step}


@frozen(eq=False)
class DoorCount:
    """Every route over one table; `at_doors` clause by door, `ranking` clause by clause, both with those that hold back most first."""

    book: RuleBook
    people: int
    groups: tuple[Group, ...]
    routes: tuple[Route, ...]
    doors: tuple[Doors, ...] = field(repr=False)
    at_doors: tuple[HeldBack, ...] = field(repr=False)
    ranking: tuple[HeldBack, ...] = field(repr=False)

    def of(self, by: str = "") -> list[Doors]:
        """The rows about everybody, or by one group."""
        return [doors for doors in self.doors if doors.by == by]

    def table(self) -> pl.DataFrame:
        """The tidy table: a row for each route, group and step, with how many have their first shut door there (step 0: all open,
        step -1: undetermined)."""
        rows = [
            (doors.by, doors.group, doors.route, step, count, doors.asked, doors.big_open, doors.small)
            for doors in self.doors
            for step, count in enumerate((doors.undetermined, doors.open, *doors.shut_at), start=-1)
        ]
        schema: dict[str, Any] = {"by": pl.String, "group": pl.String, "route": pl.String}
        schema |= dict.fromkeys(("first_shut_step", "people", "asked", "big_open", "small"), pl.Int64)
        return pl.DataFrame(rows, schema=schema, orient="row")


@frozen(eq=False)
class _Chain:
    """One route's columns."""

    route: Route
    asked: Working
    truths: tuple[Working, ...]
    first_shut: tuple[Working, ...]


def count_doors(
    bay: Bay,
    source: Source,
    on: Day = None,
    by: str | None = None,
    only: str | None = None,
    everybody: bool = False,
    small_first: bool = False,
    weight: str | None = None,
    lang: str = "en",
) -> DoorCount:
    """Everybody of a table before every route (or those matching the glob `only`) on one day (today without one).

    Who is known to be of another profession than the route's is not asked, unless `everybody`. Clauses are ranked by how many they hold
    back, or (`small_first`) by how many of these stand behind an open big door. `weight` names the column that says for how many people a
    row stands. Raises TableError or SubjectError where
    the table cannot be assessed, UnknownNameError for a group or a route that is not there.
    """
    book = bay.book(on)
    census = Census(read_table(bay.statutes, source))
    chains = [_chain(census, book, route, everybody) for route in _chosen(bay, only)]
    groups, weighing = find_groups(by, census, book), find_weight(weight, census)
    stands = [_columns(census, chain) for chain in chains]
    held = _held(census, Shutting(census, book, book.words(lang)), chains)
    grouped = _Counts(working for columns in stands for working in columns.values())
    once = _Counts((rows for _, rows in held), but=grouped)
    frame = census.frame(grouped.outputs | once.outputs, kept_for(groups, weighing))
    sums = {PEOPLE: head_count(weighing)} | grouped.sums(weighing)
    cube, total = summed_beside(frame, groups, sums, once.sums(weighing))
    rows = rolled_up(cube, groups, list(sums))
    top = rows.row(0, named=True) | total
    doors = tuple(
        _doors(row, chain.route, columns)
        for row in rows.iter_rows(named=True)
        for chain, columns in zip(chains, stands, strict=True)
    )
    at_doors, ranking = _ranked([key for key, _ in held], [_count(top, each) for _, each in held], small_first)
    return DoorCount(book, whole(top[PEOPLE]), groups, tuple(c.route for c in chains), doors, at_doors, ranking)


class _Counts:
    """Columns to be counted: what several questions ask is one column, what is the same in every row is none."""

    def __init__(self, asked: Iterable[Working], but: _Counts | None = None) -> None:
        before = {} if but is None else but.outputs
        named = {_name(working): working for working in asked if not working.settled}
        self.outputs: dict[str, Working] = {name: working for name, working in named.items() if name not in before}

    def sums(self, weighing: str | None) -> dict[str, pl.Expr]:
        """The sum of each column."""
        return {name: tally(pl.col(name), weighing) for name in self.outputs}


def _name(working: Working) -> str:
    return f"rows {working.number}"


def _count(row: Mapping[str, Any], working: Working) -> int:
    """How many a column holds for, from the sums of a group."""
    if working.settled:
        return whole(row[PEOPLE]) if working.constant else 0
    return whole(row[_name(working)])


def _chosen(bay: Bay, only: str | None) -> list[Route]:
    routes = bay.law.routes
    found = [route for name, route in routes.items() if only is None or fnmatchcase(name, only)]
    if not found:
        hint = nearest(only or "", routes) or "huanliu law list --routes shows all"
        raise UnknownNameError(f"no route matches {str(only)[:80]!r}", found=only, hint=hint)
    return found


def _chain(census: Census, book: RuleBook, route: Route, everybody: bool) -> _Chain:
    truths = tuple(census.read(condition, book) for condition in book.steps(route.id))
    asked = census.sheet.truth(True) if everybody else _concerned(census, book, route)
    first, still = [], asked
    for truth in truths:
        shut = census.surely(truth, False)
        first.append(census.every((still, shut)))
        still = census.every((still, census.negate(shut)))
    return _Chain(route, asked, truths, tuple(first))


def _concerned(census: Census, book: RuleBook, route: Route) -> Working:
    """Who is not known to be of another profession: unknown is never no."""
    kind = book.statutes.kinds.get(PROFESSION)
    given = census.reader(book).given(PROFESSION)
    meant = [name for name in professions_of(route) if kind is not None and name in kind.values]
    if given is None or not meant:
        return census.sheet.truth(True)
    same = census.some(equal(census.sheet, given, census.sheet.text(name)) for name in meant)
    return census.negate(census.surely(same, False))


def professions_of(route: Route) -> tuple[str, ...]:
    """The values of person.profession that a route is for: its own word, or what `data/flows/professions.yaml` says it means."""
    word = route.profession or ""
    return _meanings().get(word, (word,))


@cache
def _meanings() -> dict[str, tuple[str, ...]]:
    path = bundled_folder().parent / "data" / "flows" / "professions.yaml"
    fields = Fields(read_document(path, path.name), "the list of professions")
    found = {word: tuple(node.plain()) for word, node in fields.pairs("professions")}
    fields.done()
    return found


def _columns(census: Census, chain: _Chain) -> dict[str, Working]:
    every = census.every
    known_open = [census.surely(truth, True) for truth in chain.truths]
    shut = census.some(chain.first_shut)
    all_open = every((chain.asked, *known_open))
    big = every((chain.asked, known_open[0]))
    columns = {
        "asked": chain.asked,
        "big_open": big,
        "small": every((big, shut)),
        "open": all_open,
        "undetermined": every((chain.asked, census.negate(shut), census.negate(all_open))),
    }
    columns |= {f"shut {number}": rows for number, rows in enumerate(chain.first_shut, start=1)}
    return columns


def _doors(row: Mapping[str, Any], route: Route, columns: Mapping[str, Working]) -> Doors:
    counts = {key: _count(row, columns[key]) for key in ("asked", "big_open", "small", "open", "undetermined")}
    shut = tuple(_count(row, columns[f"shut {number}"]) for number in range(1, len(route.steps) + 1))
    return Doors(row["by"], row["group"], route.id, **counts, shut_at=shut)


@frozen
class _Key:
    """What a column of held back rows is about: a clause at a door, or (no route) at any door; `small` only behind an open big door."""

    clause: Clause
    route: str | None
    step: int | None
    small: bool


def _held(census: Census, shutting: Shutting, chains: Iterable[_Chain]) -> list[tuple[_Key, Working]]:
    found: list[tuple[_Key, Working]] = []
    anywhere: dict[tuple[Clause, bool], Working] = {}
    for chain in chains:
        big = census.surely(chain.truths[0], True)
        conditions = shutting.book.steps(chain.route.id)
        for number, (condition, shut) in enumerate(zip(conditions, chain.first_shut, strict=True), start=1):
            for clause, rows in shutting.clauses(condition, shut).items():
                for small, counted in ((False, rows), (True, census.every((rows, big)))):
                    found.append((_Key(clause, chain.route.id, number, small), counted))
                    before = anywhere.get((clause, small), census.sheet.truth(False))
                    anywhere[clause, small] = census.some((before, counted))
    return found + [(_Key(clause, None, None, small), rows) for (clause, small), rows in anywhere.items()]


def _ranked(
    keys: list[_Key], counts: list[int], small_first: bool
) -> tuple[tuple[HeldBack, ...], tuple[HeldBack, ...]]:
    """Clause by door and clause by clause, those that hold back most first; clauses that hold back nobody are left out."""
    people = dict(zip(keys, counts, strict=True))
    doors: dict[Clause, int] = {}
    for key in keys:
        if key.route is not None and not key.small and people[key]:
            doors[key.clause] = doors.get(key.clause, 0) + 1
    found = [
        HeldBack(key.clause, people[key], people[_behind(key)], doors.get(key.clause, 0), key.route, key.step)
        for key in keys
        if not key.small and people[key]
    ]
    found.sort(
        key=lambda held: (
            -held.small if small_first else 0,
            -held.people,
            held.route or "",
            held.step or 0,
            held.clause.text,
        )
    )
    return tuple(held for held in found if held.route), tuple(held for held in found if held.route is None)


def _behind(key: _Key) -> _Key:
    return _Key(key.clause, key.route, key.step, True)
