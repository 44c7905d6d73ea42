"""The bundled law through time: on every quarter day of a provision's life exactly one version answers, and it can be bound."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from attrs import evolve

from huanliu.engine import expression as tree
from huanliu.engine.bay import load
from huanliu.engine.expression import Expression, walk
from huanliu.engine.rulings import RuleBook, Ruling
from huanliu.law.calendar import Force, first_day, spans, version_on
from huanliu.law.model import Provision

BAY = load()
QUARTERS = [
    datetime.date(year, month, day)
    for year in range(2022, 2029)
    for month, day in ((1, 1), (3, 31), (4, 1), (6, 30), (7, 1), (9, 30), (10, 1), (12, 31))
]
PROVISIONS = BAY.law.provisions


def alive(provision: Provision) -> Iterator[datetime.date]:
    """The quarter days from its first day to its last."""
    start, end = first_day(provision.versions[0]), spans(provision)[-1].end
    return (day for day in QUARTERS if (start is None or start <= day) and (end is None or day <= end))


@pytest.mark.parametrize("name", PROVISIONS)
def test_on_every_quarter_day_of_its_life_exactly_one_version_answers(name: str) -> None:
    provision = PROVISIONS[name]
    for day in alive(provision):
        answering = [span for span in spans(provision) if _answers(span.start, span.end, day)]
        assert len(answering) == 1, f"{len(answering)} versions on {day}"
        version, force = version_on(provision, day)
        assert version is answering[0].version
        assert force in (Force.IN_FORCE, Force.PROPOSAL, Force.TRIAL_RAN_OUT)


def _answers(start: datetime.date | None, end: datetime.date | None, day: datetime.date) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


@pytest.mark.parametrize("name", PROVISIONS)
def test_outside_its_life_none_answers(name: str) -> None:
    provision = PROVISIONS[name]
    for day in set(QUARTERS) - set(alive(provision)):
        version, force = version_on(provision, day)
        assert version is None
        assert force in (Force.NOT_YET, Force.ENDED, Force.START_UNKNOWN)


@pytest.mark.parametrize("name", PROVISIONS)
def test_versions_stand_in_the_order_of_their_days(name: str) -> None:
    starts = [first_day(version) for version in PROVISIONS[name].versions]
    assert all(start is not None for start in starts[1:])
    later = [start for start in starts if start is not None]
    assert later == sorted(set(later))


def roots(ruling: Ruling) -> list[Expression]:
    """Every expression of a ruling."""
    amounts = [expression for _, expression in ruling.amounts.values()]
    return [ruling.applies, ruling.condition, *(condition for _, condition in ruling.outcomes), *amounts]


def books() -> list[RuleBook]:
    """The law on quarter days, by what was known then and by all that is known."""
    return [BAY.book(day, known) for day in QUARTERS[::2] for known in (None, day)]


@pytest.mark.parametrize("name", PROVISIONS)
def test_it_is_bound_on_every_quarter_day_and_nothing_is_left_unbound(name: str) -> None:
    for book in books():
        for root in roots(book.ruling(name)):
            left = [
                node for node in walk(root) if isinstance(node, (tree.Parameter, tree.Listed, tree.Lookup, tree.AtDate))
            ]
            assert not left, f"{left[0]} on {book.days.on}"


@pytest.mark.parametrize("name", BAY.law.routes)
def test_the_doors_of_a_route_are_bound_on_every_quarter_day(name: str) -> None:
    assert all(len(book.steps(name)) == len(BAY.law.routes[name].steps) for book in books())


def test_every_definition_is_bound_on_every_quarter_day() -> None:
    for name in BAY.law.definitions:
        # The unit is the definition's own word; the expression that it is bound to may have none.
        kinds = {evolve(book.definition(name).kind, unit=None) for book in books()}  # type: ignore[union-attr]
        assert kinds == {evolve(BAY.statutes.kinds[name], unit=None)}, name
