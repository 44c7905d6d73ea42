"""The worked examples, run: each with what was given and what it came to."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from huanliu.engine import expression as tree
from huanliu.engine.assess import Finding, assess_one
from huanliu.engine.bay import Bay
from huanliu.engine.evaluate import Situation
from huanliu.engine.kinds import Kind
from huanliu.engine.routes import RouteFinding, follow
from huanliu.engine.words import Words
from huanliu.law.model import Example, Provision, Route

LISTS = ("members", "day_log")
ASKED = "met_discretionary"


@frozen
class Case:
    """An example and its finding."""

    example: Example
    situation: Situation
    found: Finding | RouteFinding


@frozen
class CaseTold:
    """The same in words: `mark` is the plain status, or `met_discretionary` where met is not all; `more` its amounts, outcomes
    and missing facts."""

    example: Example
    given: list[tuple[str, str]]
    mark: str
    status: str
    more: list[str]


def run_cases(bay: Bay, owner: Provision | Route) -> list[Case]:
    """Every example of a provision or route, run once for all languages."""
    return [_run(bay, owner, example) for example in owner.examples]


def _run(bay: Bay, owner: Provision | Route, example: Example) -> Case:
    on = example.on or getattr(owner, "verified_on", None)
    at = bay.situation(example.facts, on, example.known_on)
    return Case(
        example, at, follow(owner, at) if isinstance(owner, Route) else assess_one(at.book.ruling(owner.id), at)
    )


def told(cases: Iterable[Case], bay: Bay, words: Words) -> list[CaseTold]:
    """The cases in the reader's language."""
    return [_told(case, bay, words) for case in cases]


def _told(case: Case, bay: Bay, words: Words) -> CaseTold:
    given = [(words.label(name), _shown(name, case, bay, words)) for name in case.example.facts]
    if isinstance(case.found, RouteFinding):
        return CaseTold(case.example, given, case.found.status.value, *_route_result(case.found, words))
    return CaseTold(case.example, given, _mark(case.found), words.say(case.found.word), _more(case.found, words))


def _mark(found: Finding) -> str:
    """What an authority still decides, or what was not tested whole, does not look like what is open."""
    return found.status.value if found.word == found.status.value else ASKED


def _route_result(found: RouteFinding, words: Words) -> tuple[str, list[str]]:
    small = found.small_door
    if small is None:
        word = "route_open" if found.status.value == "met" else "route_undetermined"
        return words.say(f"terminal.{word}"), []
    word = "small_door" if found.big_door_open and small.number > 1 else "shut_at"
    return words.say(f"terminal.{word}", number=small.number, title=words.of(small.step.title)), []


def _shown(name: str, case: Case, bay: Bay, words: Words) -> str:
    kind = bay.statutes.kinds[name]
    value = case.situation.fact(name)
    if kind.name in LISTS:
        return words.say("reference.rows", count=len(value))
    return words.value(value, kind)


def _more(found: Finding, words: Words) -> list[str]:
    lines = [_amount(found, name, value, words) for name, value in found.amounts.items()]
    titles = {outcome.id: outcome.title for outcome, _ in found.ruling.outcomes}
    lines += [words.of(titles[name]) for name in found.outcomes]
    if found.missing:
        lines.append(words.say("reference.missing", facts=words.joined([words.label(name) for name in found.missing])))
    return lines


def _amount(found: Finding, name: str, value: object, words: Words) -> str:
    amount, expression = found.ruling.amounts[name]
    label = words.of(amount.label)
    return words.say("seen_each", item=label, value=words.value(value, figure_kind(expression, amount.unit)))


def figure_kind(expression: tree.Expression, unit: str | None) -> Kind:
    """The kind of an amount with the unit that its label speaks of."""
    from attrs import evolve

    kind = expression.kind
    return evolve(kind, unit=unit) if kind.numeric and unit and not kind.currency else kind
