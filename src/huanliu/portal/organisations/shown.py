"""What pages show of facts and routes, in words."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.base.truth import Status
from huanliu.engine.subject import Intake
from huanliu.portal.bay import law_words, the_bay
from huanliu.portal.organisations.chances import Chance, Chances, employer_facts
from huanliu.portal.organisations.models import Organisation

SHUT = (Status.UNMET.value, Status.NOT_APPLICABLE.value)


@frozen
class FactRow:
    """A fact of the organisation: what it is called and what was told; None is not known."""

    name: str
    label: Text
    value: str | None


@frozen
class ChanceRow:
    """A route with the labels of the facts that the employer still has to say, and those on which it rests with what was told."""

    chance: Chance
    asked: tuple[tuple[str, Text], ...]
    rests: tuple[tuple[str, Text, str], ...]


@frozen
class StepRows:
    """Something to do on taking a candidate on, with its doors and the labels of what decides whether it is needed."""

    title: Text
    perhaps: bool
    asked: tuple[tuple[str, Text], ...]
    doors: list[ChanceRow]


def fact_rows(organisation: Organisation, code: str | None) -> list[FactRow]:
    """Every fact that routes ask of an employer, and every other that was told."""
    names = dict.fromkeys([*employer_facts(), *organisation.facts])
    words, statutes = law_words(code), the_bay().statutes
    read = Intake(statutes).read(organisation.facts)
    return [
        FactRow(name, label(name), words.value(read[name], statutes.kinds[name]) if name in read else None)
        for name in names
    ]


def label(name: str) -> Text:
    """What a fact is called."""
    law = the_bay().law
    return (law.facts.get(name) or law.definitions[name]).label


def asked(name: str) -> dict[str, Any]:
    """How a fact is asked, and its unit."""
    law, kind = the_bay().law, the_bay().statutes.kinds[name]
    stated = law.facts.get(name) or law.definitions[name]
    return {"label": stated.label, "question": stated.asks or stated.label, "unit": kind.currency or kind.unit}


def initial(organisation: Organisation, name: str) -> dict[str, str]:
    """What was told, as its form shows it."""
    value = organisation.facts.get(name)
    return {} if value is None else {"value": str(value).lower() if isinstance(value, bool) else str(value)}


class Rows:
    """Chances with labels, in the language of a page."""

    def __init__(self, organisation: Organisation, code: str | None) -> None:
        self.told = {row.name: row for row in fact_rows(organisation, code)}

    def row(self, each: Chance) -> ChanceRow:
        """A route or provision with labels."""
        rests = tuple((name, self.told[name].label, self.told[name].value or "") for name in each.rests)
        return ChanceRow(each, self._labelled(each.asked), rests)

    def routes(self, found: Chances) -> dict[str, list[ChanceRow]]:
        """The routes that are open or may yet be, and those that are shut."""
        rows: dict[str, list[ChanceRow]] = {"routes": [], "shut": []}
        for each in found.routes():
            rows["shut" if each.status in SHUT else "routes"].append(self.row(each))
        return rows

    def steps(self, found: Chances) -> list[StepRows]:
        """What there is to do."""
        return [
            StepRows(step.title, step.perhaps, self._labelled(step.asked), [self.row(each) for each in step.doors])
            for step in found.steps()
        ]

    def _labelled(self, names: tuple[str, ...]) -> tuple[tuple[str, Text], ...]:
        return tuple((name, label(name)) for name in names)
