"""What pages show of facts and routes, in words."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from huanliu.base.language import Text
from huanliu.engine.subject import Intake
from huanliu.portal.bay import law_words, the_bay
from huanliu.portal.organisations.chances import Chance, employer_facts
from huanliu.portal.organisations.models import Organisation


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


def chance_rows(found: list[Chance], organisation: Organisation, code: str | None) -> list[ChanceRow]:
    """Routes with labels."""
    told = {row.name: row for row in fact_rows(organisation, code)}
    return [
        ChanceRow(
            each,
            tuple((name, label(name)) for name in each.asked),
            tuple((name, told[name].label, told[name].value or "") for name in each.rests),
        )
        for each in found
    ]
