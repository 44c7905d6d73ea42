"""What a visitor does to the sheet of answers. Nothing of it is written anywhere but in the session, so nothing of it is in the
audit trail: there is nobody whom it would be about.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from huanliu.engine.asking.interview import SKIP, Interview
from huanliu.engine.record import plain_value
from huanliu.portal.journeys.goals import Aim
from huanliu.portal.journeys.sheet import ANSWERS, INTERVIEW, Session, Sheet
from huanliu.portal.journeys.standing import statuses

MONEY = "money"


def begin(session: Session, goal: Aim, day: datetime.date | None) -> None:
    """Begin about a goal, under the law of a day (None: today, also tomorrow)."""
    sheet = Sheet(session)
    sheet.write("on", None if day is None else day.isoformat())
    sheet.write("begun", list(dict.fromkeys([*sheet.note("begun", []), goal.id])))


def answer(session: Session, goal: Aim, interview: Interview, fact: str, value: Any) -> None:
    """Take an answer or SKIP in an interview and in the session that it was taken up from; raises SubjectError and leaves both as
    they were if it will not do."""
    sheet = Sheet(session)
    before = statuses(interview)
    interview.answer(fact, value)
    after = statuses(interview)
    _write(sheet, fact, value if value is SKIP else plain_value(interview.facts[fact]))
    sheet.write("order", {**sheet.note("order", {}), goal.id: list(dict.fromkeys([*sheet.order(goal.id), fact]))})
    sheet.write("just", {goal.id: {name: word for name, word in after.items() if before[name] != word}})


def _write(sheet: Sheet, fact: str, value: Any) -> None:
    answers, silent = sheet.answers, [name for name in sheet.silent if name != fact]
    answers.pop(fact, None)
    if value is SKIP:
        silent.append(fact)
    else:
        answers[fact] = value
    sheet.session[ANSWERS] = answers
    sheet.write("silent", silent)


def keep(session: Session, facts: Mapping[str, Any]) -> None:
    """Put what was tried out in place of the answers given."""
    sheet = Sheet(session)
    for name, value in facts.items():
        _write(sheet, name, plain_value(value))
    sheet.write("just", {})


def tell_pay(session: Session, pay: Mapping[str, str], rates: Mapping[str, str]) -> None:
    """Yearly pay by fact and rates as told, for the money side only."""
    Sheet(session).write(MONEY, {"pay": dict(pay), "rates": dict(rates)})


def forget(session: Session) -> None:
    """Forget every answer."""
    for key in (ANSWERS, INTERVIEW):
        session.pop(key, None)
