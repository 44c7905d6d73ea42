"""Subjects asked in a database, and where its answers are not those of the reference reader."""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from huanliu.engine.bay import Bay, Day
from huanliu.engine.sqltext.vocabulary import counted, row_kinds
from huanliu.engine.sqltext.writer import WrittenLaw
from tests.strategies import Subjects, named_facts

LISTS = ("person.family", "person.day_log")
Row = Mapping[str, Any]
DAYS = [datetime.date(2026, 6, 1), datetime.date(2026, 4, 14), datetime.date(2025, 12, 31), datetime.date(2023, 1, 1)]


def draw(bay: Bay, random: Random, count: int, lines: dict[str, list[Any]] | None = None) -> list[dict[str, Any]]:
    """Subjects of facts that a column holds, lists and what the law counts in them among these, known and unknown mixed."""
    subjects = Subjects(bay, random, lines)
    known = {*bay.law.facts, *counted(bay.statutes)}
    names = [name for name in named_facts(bay) if name in known]
    gaps = {name: random.choice((0, 0, 0.3, 1)) for name in names}
    # A number given takes the list's place, so most have none.
    gaps |= {name: random.choice((0.5, 1, 1, 1)) for name in counted(bay.statutes)}
    gaps |= {name: random.choice((0, 0.1)) for name in LISTS}
    return [
        {k: v for name, gap in gaps.items() for k, v in subjects.subject([name], gap).items()} for _ in range(count)
    ]


def values(bay: Bay, subject: Row, names: Iterable[str], as_json: bool = False) -> list[Any]:
    """A subject as a row of these columns; family members and days with every field, or as JSON."""
    return [_value(bay, name, subject.get(name), as_json) for name in names]


def _value(bay: Bay, name: str, value: Any, as_json: bool) -> Any:
    if value is None or not isinstance(value, frozenset | set | list):
        return value
    if name not in LISTS:
        return sorted(value)
    fields = row_kinds(bay.statutes, bay.statutes.kinds[name])
    return json.dumps(value, default=str) if as_json else [{key: row.get(key) for key in fields} for row in value]


def normalized(value: Any) -> Any:
    """The same facts with every text in the form NFC."""
    if isinstance(value, dict):
        return {key: normalized(each) for key, each in value.items()}
    if isinstance(value, list):
        return [normalized(each) for each in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def differences(bay: Bay, subjects: Sequence[Row], law: WrittenLaw, rows: Sequence[Row], day: Day) -> list[str]:
    """Where the rows that a statement gave are not the reference answers."""
    assert len(rows) == len(subjects)
    expected = [_expected(bay, subject, day, law) for subject in subjects]
    return [
        f"row {at}: {name} is {row[law.names[name]]!r} for {subjects[at]}, the reference says {value!r}"
        for at, (row, answers) in enumerate(zip(rows, expected, strict=True))
        for name, value in answers.items()
        if row[law.names[name]] != value or (value is None) != (row[law.names[name]] is None)
    ]


def _expected(bay: Bay, subject: Row, day: Day, law: WrittenLaw) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for identity, finding in bay.assess(subject, day).items():
        if identity in law.left_out:
            continue
        answers[identity] = finding.status.value
        amounts, open_ones, held = finding.amounts, finding.outcomes_open, finding.outcomes
        answers |= {f"{identity}.{name}": amounts.get(name) for name in finding.ruling.amounts}
        for outcome, _ in finding.ruling.outcomes:
            answers[f"{identity}#{outcome.id}"] = None if outcome.id in open_ones else outcome.id in held
    assert answers.keys() == law.names.keys()
    return answers
