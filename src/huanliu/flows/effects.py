"""What a reform does to a population: winners, losers, who cannot be decided, and money.

A person wins by a provision that goes from not met to met, or whose amount changes in their favour, and loses where it is the other way
round; who does both is counted as mixed, never netted out. Whose finding is, or becomes, undetermined is undecided: never a loser, and
never somebody for whom nothing changed. Of a tax or a contribution what counts is the amount (nothing where it does not apply), because
being charged is no gain; of any other provision the standing counts, and its amounts where it is met under both laws.

Money is summed for each amount in its own currency. Amounts are never added to one another: a provision shows a tax before and after
its reduction, and two currencies have no sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import reduce
from operator import or_
from typing import Any

import polars as pl
from attrs import field, frozen

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay, Day
from huanliu.engine.columns.answers import STATUS, provision_columns
from huanliu.engine.columns.frame import Source
from huanliu.engine.columns.sheet import Working
from huanliu.engine.columns.survey import read_table
from huanliu.engine.columns.texts import written
from huanliu.engine.gains import BURDENS
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import RuleBook
from huanliu.errors import TableError
from huanliu.flows.census import Census
from huanliu.flows.groups import Group, find_groups, find_weight, head_count, kept_for, rolled_up, summed, tally, whole
from huanliu.flows.touched import touched
from huanliu.flows.worth import Sense, sense_of
from huanliu.law.model import Provision

REFORM = "reform"  # the level of a row about everything that the reform touches
PEOPLE = ("winners", "losers", "mixed", "undecided", "unchanged")


@frozen
class Charge:
    """One numeric amount of a provision, under either law."""

    name: str
    unit: str | None
    sense: Sense
    places: int


@frozen
class Compared:
    """A provision that the reform touches; `by_standing` says whether being met is itself a gain."""

    id: str
    amounts: tuple[Charge, ...]
    by_standing: bool


@frozen
class Effect:
    """One row of the result: everybody or a group, and the whole reform, a provision or one of its amounts.

    `more` and `less` are the sums by which the amount rises and falls, `gained` and `lost` the same seen from the person (None where
    more is neither better nor worse); all in `unit`, None for what is no amount.
    """

    by: str
    group: str | None
    level: str
    provision: str | None
    amount: str | None
    people: int
    winners: int
    losers: int
    mixed: int
    undecided: int
    unchanged: int
    unit: str | None = None
    more: Decimal | None = None
    less: Decimal | None = None
    gained: Decimal | None = None
    lost: Decimal | None = None

    def plain(self) -> dict[str, Any]:
        """JSON values; money as exact texts."""
        names = ("by", "group", "level", "provision", "amount", "people", *PEOPLE, "unit")
        sums = {name: getattr(self, name) for name in ("more", "less", "gained", "lost")}
        return {name: getattr(self, name) for name in names} | {
            name: None if value is None else str(value) for name, value in sums.items()
        }


@frozen(eq=False)
class Simulation:
    """Two laws over one table. `effects` come in the order everybody, then group by group; `groups` are what was counted by."""

    before: RuleBook
    after: RuleBook
    people: int
    compared: tuple[Compared, ...]
    groups: tuple[Group, ...]
    effects: tuple[Effect, ...] = field(repr=False)

    def of(self, by: str = "", level: str | None = None) -> list[Effect]:
        """The rows about everybody, or by one group; of one level where it is given."""
        return [effect for effect in self.effects if effect.by == by and level in (None, effect.level)]

    def table(self) -> pl.DataFrame:
        """The tidy table: one observation a row, sums as exact decimals."""
        places = max((charge.places for each in self.compared for charge in each.amounts), default=0)
        decimal = pl.Decimal(38, places)
        schema: dict[str, Any] = dict.fromkeys(("by", "group", "level", "provision", "amount"), pl.String)
        schema |= dict.fromkeys(("people", *PEOPLE), pl.Int64) | {"unit": pl.String}
        schema |= dict.fromkeys(("more", "less", "gained", "lost"), decimal)
        rows = [[getattr(effect, name) for name in schema] for effect in self.effects]
        return pl.DataFrame(rows, schema=schema, orient="row")


def simulate(
    before: Bay,
    after: Bay,
    source: Source,
    on: Day = None,
    by: str | None = None,
    only: str | None = None,
    weight: str | None = None,
) -> Simulation:
    """Everybody of a table under two laws of one day (today without one), counted by `by` (names with commas between them).

    Raises TableError or SubjectError where the table cannot be assessed, UnknownNameError for a group that it has no column for or a
    glob `only` that matches no provision.
    """
    if before.statutes.kinds != after.statutes.kinds:
        raise TableError("the two laws do not share one vocabulary of facts", hint="a reform changes law, not facts")
    old, new = before.book(on), after.book(on)
    census = Census(read_table(before.statutes, source))
    chosen = None if only is None else _chosen(before, after, only)
    groups, weighing = find_groups(by, census, old), find_weight(weight, census)
    outputs: dict[str, Working] = {}
    compared = tuple(_compared(census, old, new, touched(old, new), chosen, outputs))
    frame = census.frame(outputs, kept_for(groups, weighing))
    frame = _judged(frame, compared)
    sums = _sums(compared, weighing)
    cube = summed(frame, groups, sums)
    effects = tuple(_effects(rolled_up(cube, groups, list(sums)), compared))
    return Simulation(old, new, effects[0].people, compared, groups, effects)


def _chosen(before: Bay, after: Bay, only: str) -> set[str]:
    """The ids in either law that match a glob; the error is the old law's."""
    added = {name for name in after.law.provisions if fnmatchcase(name, only)}
    return added or set(before.matching(only))


def _compared(
    census: Census,
    old: RuleBook,
    new: RuleBook,
    names: Iterable[str],
    chosen: set[str] | None,
    outputs: dict[str, Working],
) -> Iterable[Compared]:
    """What differs in some row for all that is known beforehand, with its columns put among the outputs."""
    for name in names:
        if chosen is not None and name not in chosen:
            continue
        sides = [_columns(census, book, name) for book in (old, new)]
        if sides[0] == sides[1]:
            continue  # the same workings: no row can tell the two laws apart
        amounts = tuple(_charges(old, new, name))
        kind = _provision(old, new, name).kind
        by_standing = kind not in BURDENS or all(charge.sense is Sense.NEUTRAL for charge in amounts)
        for side, columns in zip("ba", sides, strict=True):
            wanted = {name, *(f"{name}.{charge.name}" for charge in amounts)}
            outputs |= {f"{side}:{column}": working for column, working in columns.items() if column in wanted}
        yield Compared(name, amounts, by_standing)


def _provision(old: RuleBook, new: RuleBook, name: str) -> Provision:
    return (new if name in new.statutes.law.provisions else old).statutes.law.provisions[name]


def _columns(census: Census, book: RuleBook, name: str) -> dict[str, Working]:
    if name not in book.statutes.law.provisions:
        return {name: written(census.sheet, Status.UNMET.value, STATUS)}
    return provision_columns(census.sheet, census.stretch(book), name)


def _charges(old: RuleBook, new: RuleBook, name: str) -> Iterable[Charge]:
    """The numeric amounts of a provision under either law."""
    kinds: dict[str, Kind] = {}
    for book in (old, new):
        if name not in book.statutes.law.provisions:
            continue
        ruling = book.ruling(name)
        for amount, (_, sql) in ruling.amounts.items():
            if amount in kinds and kinds[amount].currency != sql.kind.currency:
                raise TableError(f"{name}.{amount} is in another currency after the reform: the two cannot be compared")
            if sql.kind.numeric:
                kinds[amount] = sql.kind
    for amount, kind in kinds.items():
        sense = sense_of(name, _provision(old, new, name).kind, amount)
        yield Charge(amount, kind.currency or kind.unit, sense, kind.places)


def _judged(frame: pl.LazyFrame, compared: Sequence[Compared]) -> pl.LazyFrame:
    """Flags for each provision and for the reform as a whole, and what each amount changes by."""
    have = set(frame.collect_schema())
    changes = [
        _change(each.id, charge, have).alias(f"change:{each.id}.{charge.name}")
        for each in compared
        for charge in each.amounts
    ]
    frame = frame.with_columns(changes)
    frame = frame.with_columns([flag for each in compared for flag in _raw_flags(each)])
    return frame.with_columns(
        [flag for each in compared for flag in _settled(each.id, [each.id])]
        + list(_settled(REFORM, [each.id for each in compared]))
    )


def _is(side: str, name: str, status: Status) -> pl.Expr:
    return pl.col(f"{side}:{name}") == status.value


def _change(name: str, charge: Charge, have: set[str]) -> pl.Expr:
    old, new = (_or_nothing(side, name, charge, have) for side in "ba")
    return new - old


def _or_nothing(side: str, name: str, charge: Charge, have: set[str]) -> pl.Expr:
    """An amount, nothing where its provision is not met, null where either is not known."""
    column = f"{side}:{name}.{charge.name}"
    dtype = pl.Decimal(38, charge.places)
    known = pl.col(column).cast(dtype) if column in have else pl.lit(0, dtype=dtype)
    undetermined = _is(side, name, Status.UNDETERMINED)
    nothing = pl.lit(0, dtype=dtype)
    return pl.when(_is(side, name, Status.MET)).then(known).when(~undetermined).then(nothing)


def _raw_flags(each: Compared) -> Iterable[pl.Expr]:
    """Whether something is not known, gained and lost in one provision, before they are weighed against one another."""
    unknown = [_is(side, each.id, Status.UNDETERMINED) for side in "ba"]
    gains: list[pl.Expr] = [pl.lit(False)]
    losses: list[pl.Expr] = [pl.lit(False)]
    if each.by_standing:
        met = [_is(side, each.id, Status.MET) for side in "ba"]
        gains.append(~met[0] & met[1])
        losses.append(met[0] & ~met[1])
    for charge in each.amounts:
        if charge.sense is not Sense.NEUTRAL:
            change = pl.col(f"change:{each.id}.{charge.name}")
            weighed = pl.when(met[0] & met[1]).then(change).otherwise(0) if each.by_standing else change
            better, worse = (weighed > 0, weighed < 0) if charge.sense is Sense.BETTER else (weighed < 0, weighed > 0)
            unknown.append(weighed.is_null())
            gains.append(better.fill_null(False))
            losses.append(worse.fill_null(False))
    for word, flags in (("unknown", unknown), ("gain", gains), ("loss", losses)):
        yield reduce(or_, flags).alias(f"{word}:{each.id}")


def _settled(name: str, parts: Sequence[str]) -> Iterable[pl.Expr]:
    """Winner, loser, mixed or undecided by a provision, or by all together: exactly one, or unchanged."""
    unknown, gain, loss = (
        reduce(or_, [pl.col(f"{word}:{part}") for part in parts], pl.lit(False)) for word in ("unknown", "gain", "loss")
    )
    yield unknown.alias(f"undecided={name}")
    yield (~unknown & gain & ~loss).alias(f"winners={name}")
    yield (~unknown & ~gain & loss).alias(f"losers={name}")
    yield (~unknown & gain & loss).alias(f"mixed={name}")
    yield (~unknown & ~gain & ~loss).alias(f"unchanged={name}")


def _sums(compared: Sequence[Compared], weight: str | None) -> dict[str, pl.Expr]:
    """Every sum of the result by its name."""
    sums: dict[str, pl.Expr] = {"people": head_count(weight)}
    for name in (REFORM, *(each.id for each in compared)):
        sums |= {f"{word}={name}": tally(pl.col(f"{word}={name}"), weight) for word in PEOPLE}
    for each in compared:
        for charge in each.amounts:
            key = f"{each.id}.{charge.name}"
            change = pl.col(f"change:{key}")
            sums |= {
                f"rises={key}": tally(change > 0, weight),
                f"falls={key}": tally(change < 0, weight),
                f"same={key}": tally(change == 0, weight),
                f"unknown={key}": tally(change.is_null(), weight),
                f"more={key}": _added_up(change, change > 0, weight),
                f"less={key}": _added_up(-change, change < 0, weight),
            }
    return sums


def _added_up(change: pl.Expr, where: pl.Expr, weight: str | None) -> pl.Expr:
    """The sum of a change: exact over rows; times the people that rows stand for it is an estimate, so a float will do."""
    if weight is None:
        return change.filter(where).sum()
    return (change.cast(pl.Float64) * pl.col(weight).cast(pl.Float64)).filter(where).sum()


def _effects(rows: pl.DataFrame, compared: Sequence[Compared]) -> Iterable[Effect]:
    for row in rows.iter_rows(named=True):
        yield _standing(row, REFORM, REFORM, None)
        for each in compared:
            yield _standing(row, each.id, "provision", each.id)
            yield from (_amount(row, each, charge) for charge in each.amounts)


def _standing(row: Mapping[str, Any], key: str, level: str, provision: str | None) -> Effect:
    people = whole(row["people"])
    winners, losers, mixed, undecided, unchanged = (whole(row[f"{word}={key}"]) for word in PEOPLE)
    about = (row["by"], row["group"], level, provision, None)
    return Effect(*about, people, winners, losers, mixed, undecided, unchanged)


def _amount(row: Mapping[str, Any], each: Compared, charge: Charge) -> Effect:
    key = f"{each.id}.{charge.name}"
    people, same = whole(row["people"]), whole(row[f"same={key}"])
    rises, falls, unknown = (whole(row[f"{word}={key}"]) for word in ("rises", "falls", "unknown"))
    more, less = (_exact(row[f"{word}={key}"], charge.places) for word in ("more", "less"))
    sense = charge.sense
    sides = (rises, falls) if sense is Sense.BETTER else (falls, rises)
    money = (more, less) if sense is Sense.BETTER else (less, more)
    judged = sense is not Sense.NEUTRAL
    return Effect(
        by=row["by"],
        group=row["group"],
        level="amount",
        provision=each.id,
        amount=charge.name,
        people=people,
        winners=sides[0] if judged else 0,
        losers=sides[1] if judged else 0,
        mixed=0,
        undecided=unknown,
        unchanged=same if judged else same + rises + falls,
        unit=charge.unit,
        more=more,
        less=less,
        gained=money[0] if judged else None,
        lost=money[1] if judged else None,
    )


def _exact(value: Decimal | float | None, places: int) -> Decimal:
    """A sum as an exact decimal; one that was weighed is rounded to the places of its amount."""
    return (
        Decimal(str(value or 0)).quantize(Decimal(1).scaleb(-places))
        if isinstance(value, float)
        else Decimal(value or 0)
    )
