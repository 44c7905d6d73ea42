"""One-way absorption (单向吸纳): for each topic and pair of places, how many of a population the law lets through each way.

A topic is the kind of a provision (admission, tax, practice ...) or the profession of a route. A way is a provision met, with discretion
or without, or a route whose every door is open; a person counts once for each ordered pair however many ways there are. Where the table
says where people live, a way from a place counts only those who live there.

How one-sided a pair is: (a - b) / (a + b), with a people let through one way and b the other; +1 is all one way, 0 even, -1 all the
other way. It is the net migration over the gross migration between two places, the index of the effectiveness of migration: D. S.
Thomas, *Social and Economic Aspects of Swedish Population Movements 1750-1933* (1941); H. S. Shryock, J. S. Siegel and associates, *The
Methods and Materials of Demography* (U.S. Bureau of the Census, 1971), on internal migration. Here it is taken of those whom the law admits, not of those who moved.

What is not known stays a range: `least` are those surely let through, `most` those who are not surely refused. The index rises with a and
falls with b, so it lies between (least a - most b) / (least a + most b) and (most a - least b) / (most a + least b). Where nobody may pass
either way it has no value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import polars as pl
from attrs import field, frozen

from huanliu.engine.bay import Bay, Day
from huanliu.engine.columns.frame import Source
from huanliu.engine.columns.sheet import Sort, Working
from huanliu.engine.columns.survey import read_table
from huanliu.engine.rulings import RuleBook
from huanliu.errors import UnknownNameError, nearest
from huanliu.flows.census import Census, counted
from huanliu.flows.directions import Pair, Places, bundled_places, pairs_of
from huanliu.flows.groups import find_weight, kept_for, tally, whole

HOME = "person.place_of_residence"
NOBODY = "none"


@frozen
class Between:
    """A number that is known between two ends."""

    least: int
    most: int

    def plain(self) -> dict[str, int]:
        """JSON values."""
        return {"least": self.least, "most": self.most}


@frozen
class Way:
    """A provision or route that leads from one place to another, and whom it lets through."""

    id: str
    topic: str
    start: str
    end: str
    people: Between

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        return {"id": self.id, "from": self.start, "to": self.end, **self.people.plain()}


@frozen
class Balance:
    """One topic between two places: the ways there and back, whom they let through, and how one-sided that is.

    `index` is the least and the most that (there - back) / (there + back) may be, None where nobody may pass.
    """

    topic: str
    one: str
    two: str
    there: Between
    back: Between
    ways_there: tuple[Way, ...]
    ways_back: tuple[Way, ...]

    @property
    def index(self) -> tuple[Fraction, Fraction] | None:
        """The range of the index of effectiveness."""
        return one_sidedness(self.there, self.back)

    def plain(self) -> dict[str, Any]:
        """JSON values; the index rounded to four places."""
        ends = None if self.index is None else [round(float(end), 4) for end in self.index]
        return {
            "topic": self.topic,
            "between": [self.one, self.two],
            "there": self.there.plain(),
            "back": self.back.plain(),
            "index": None if ends is None else {"least": ends[0], "most": ends[1]},
            "ways_there": [way.plain() for way in self.ways_there],
            "ways_back": [way.plain() for way in self.ways_back],
        }


@frozen(eq=False)
class Asymmetry:
    """Every topic between every two places. `unread` are directions with words that are not known, which were left out."""

    book: RuleBook
    places: Places
    people: int
    home: str | None
    balances: tuple[Balance, ...] = field(repr=False)
    unread: Mapping[str, str] = field(repr=False)

    def table(self) -> pl.DataFrame:
        """The tidy table: a row for each topic and two places."""
        schema: dict[str, Any] = {"topic": pl.String, "one": pl.String, "two": pl.String}
        counts = ("there_least", "there_most", "back_least", "back_most", "ways_there", "ways_back")
        schema |= dict.fromkeys(counts, pl.Int64) | {"index_least": pl.Float64, "index_most": pl.Float64}
        return pl.DataFrame([_row(balance) for balance in self.balances], schema=schema, orient="row")


def _row(balance: Balance) -> tuple[Any, ...]:
    ends = balance.index or (None, None)
    return (
        *(balance.topic, balance.one, balance.two),
        *(balance.there.least, balance.there.most, balance.back.least, balance.back.most),
        *(len(balance.ways_there), len(balance.ways_back)),
        *(None if end is None else float(end) for end in ends),
    )


def one_sidedness(there: Between, back: Between) -> tuple[Fraction, Fraction] | None:
    """The least and the most of (there - back) / (there + back); None where nobody may pass either way.

    Thomas (1941); Shryock and Siegel (1971). With nobody ever on one side it is all one way, if anybody passes at all.
    """
    if there.most + back.most == 0:
        return None
    if there.most == 0 or back.most == 0:
        only = Fraction(1 if back.most == 0 else -1)
        return only, only
    return _index(there.least, back.most), _index(there.most, back.least)


def _index(there: int, back: int) -> Fraction:
    return Fraction(there - back, there + back)


@frozen(eq=False)
class _Path:
    """A way with its columns: who surely passes, and who is not surely refused."""

    id: str
    topic: str
    pair: Pair
    least: Working
    most: Working


def count_asymmetry(
    bay: Bay, source: Source, on: Day = None, home: str | None = None, weight: str | None = None
) -> Asymmetry:
    """Everybody of a table through every directed provision and route on one day (today without one).

    `home` is the column that says where people live, in the words of `data/flows/places.yaml`; without one the fact
    person.place_of_residence is taken where the table has it, and with "none" everybody counts for every way. `weight` names the
    column that says for how many people a row stands. Raises TableError or
    SubjectError where the table cannot be assessed, UnknownNameError for a column that is not there.
    """
    book, places = bay.book(on), bundled_places()
    census = Census(read_table(bay.statutes, source))
    column = _home(census, home)
    homes = _Homes(census, places, column)
    unread: dict[str, str] = {}
    paths = list(_paths(census, book, homes, unread))
    outputs = {f"{number} {end}": getattr(path, end) for number, path in enumerate(paths) for end in ("least", "most")}
    together = _together(census, paths)
    outputs |= {f"{topic} {pair} {end}": rows for (topic, pair, end), rows in together.items()}
    weighing = find_weight(weight, census)
    frame = census.frame(outputs, kept_for((), weighing))
    row = (
        counted(frame.select(tally(pl.col(name), weighing).alias(name) for name in outputs)).row(0, named=True)
        if paths
        else {}
    )
    ways = [Way(p.id, p.topic, *p.pair, _counted(row, str(n))) for n, p in enumerate(paths)]
    balances = tuple(_balances(ways, row, places))
    return Asymmetry(book, places, census.table.rows, column, balances, unread)


def _home(census: Census, home: str | None) -> str | None:
    schema = census.table.schema
    if home == NOBODY or (home is None and HOME not in schema):
        return None
    column = home or HOME
    if column not in schema:
        hint = nearest(column, schema) or f"{NOBODY}: everybody counts for every way"
        raise UnknownNameError(f"the table has no column {column[:80]!r}", found=column[:80], hint=hint)
    return column


class _Homes:
    """Who lives in a place: surely, and possibly. Without a column everybody counts everywhere."""

    def __init__(self, census: Census, places: Places, column: str | None) -> None:
        self.census, self.places, self.column = census, places, column

    def lives_in(self, place: str) -> Working:
        """Whether somebody lives in a place; not known where the column is empty."""
        sheet = self.census.sheet
        if self.column is None:
            return sheet.truth(True)
        words = [place, *(word for word, whole in self.places.parts.items() if whole == place)]
        dtype = self.census.table.schema[self.column]
        raw = sheet.column(self.column, dtype)
        return sheet.put(("lives in", place), Sort.TRUTH, lambda x: _among(x, words, dtype), (raw,), known=False)


def _among(column: pl.Expr, words: list[str], dtype: pl.DataType) -> pl.Expr:
    """Whether a place is one of some; where a column numbers its texts, the numbers are compared and no letters."""
    if not isinstance(dtype, pl.Enum):
        return column.cast(pl.String).is_in(words)
    known = pl.Series([word for word in words if word in dtype.categories], dtype=dtype)
    return column.is_in(pl.lit(known).implode())


def _paths(census: Census, book: RuleBook, homes: _Homes, unread: dict[str, str]) -> Iterator[_Path]:
    for name, topic, direction, least, most in (*_provisions(census, book), *_routes(census, book)):
        pairs, unknown = pairs_of(direction, homes.places)
        if unknown:
            unread[name] = direction
        for pair in sorted(pairs):
            lives = homes.lives_in(pair[0])
            surely = census.every((least, census.surely(lives, True)))
            maybe = census.every((most, census.negate(census.surely(lives, False))))
            yield _Path(name, topic, pair, surely, maybe)


Directed = tuple[str, str, str, Working, Working]


def _provisions(census: Census, book: RuleBook) -> Iterator[Directed]:
    """Provisions about persons, as `huanliu population` counts them: met, and met or undetermined."""
    for name, provision in book.statutes.law.provisions.items():
        if provision.subject == "person" and provision.direction is not None:
            ruling = book.ruling(name)
            applies, condition = census.read(ruling.applies, book), census.read(ruling.condition, book)
            met = census.every((census.surely(applies, True), census.surely(condition, True)))
            not_refused = census.negate(census.surely(condition, False))
            open_still = census.some((census.unknown(applies), not_refused))
            maybe = census.every((census.negate(census.surely(applies, False)), open_still))
            yield name, provision.kind, provision.direction, met, maybe


def _routes(census: Census, book: RuleBook) -> Iterator[Directed]:
    for name, route in book.statutes.law.routes.items():
        if route.direction is not None:
            truths = [census.read(condition, book) for condition in book.steps(name)]
            least = census.every(census.surely(truth, True) for truth in truths)
            most = census.every(census.negate(census.surely(truth, False)) for truth in truths)
            yield name, route.profession or "", route.direction, least, most


def _together(census: Census, paths: Iterable[_Path]) -> dict[tuple[str, Pair, str], Working]:
    """For each topic and pair who passes by any way: a person who may go two ways is one person."""
    ways: dict[tuple[str, Pair, str], list[Working]] = defaultdict(list)
    for path in paths:
        for end in ("least", "most"):
            ways[path.topic, path.pair, end].append(getattr(path, end))
    return {key: census.some(rows) for key, rows in ways.items()}


def _balances(ways: list[Way], row: Mapping[str, float], places: Places) -> Iterator[Balance]:
    order = {place: number for number, place in enumerate(places.places)}
    by_pair: dict[tuple[str, Pair], list[Way]] = defaultdict(list)
    for way in ways:
        by_pair[way.topic, (way.start, way.end)].append(way)
    asked = dict.fromkeys((topic, *sorted(pair, key=order.__getitem__)) for topic, pair in by_pair)
    for topic, one, two in sorted(asked, key=lambda key: (key[0], order[key[1]], order[key[2]])):
        sides = [
            (_counted(row, f"{topic} {pair}"), tuple(by_pair.get((topic, pair), ())))
            for pair in ((one, two), (two, one))
        ]
        (there, ways_there), (back, ways_back) = sides
        yield Balance(topic, one, two, there, back, ways_there, ways_back)


def _counted(row: Mapping[str, float], key: str) -> Between:
    return Between(*(whole(row.get(f"{key} {end}", 0)) for end in ("least", "most")))
