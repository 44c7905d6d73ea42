"""What a session holds of an interview: answers in plain JSON values, what is not known, the order, and the day asked about.

`session["answers"]` is {fact: plain value}; other desks read it where a person wants to keep it. The rest is this desk's own.
"""

from __future__ import annotations

import datetime
from collections.abc import MutableMapping
from typing import Any

from attrs import define

from huanliu.base.clock import today
from huanliu.base.period import parse_date
from huanliu.engine.rulings import RuleBook
from huanliu.engine.subject import Intake
from huanliu.errors import DateError, SubjectError

ANSWERS, INTERVIEW = "answers", "interview"
Session = MutableMapping[str, Any]


@define
class Sheet:
    """A session as a sheet of answers. Writing assigns whole values, for a session only notices that."""

    session: Session

    @property
    def answers(self) -> dict[str, Any]:
        """The answers as they were given."""
        return dict(self.session.get(ANSWERS, {}))

    def note(self, key: str, otherwise: Any) -> Any:
        """One of this desk's own notes."""
        return self.session.get(INTERVIEW, {}).get(key, otherwise)

    def write(self, key: str, value: Any) -> None:
        """Write one of them."""
        self.session[INTERVIEW] = {**self.session.get(INTERVIEW, {}), key: value}

    @property
    def silent(self) -> list[str]:
        """The facts that the subject does not know."""
        return list(self.note("silent", []))

    @property
    def day(self) -> datetime.date:
        """The day asked about: the one that was chosen, or today."""
        chosen = self.note("on", None)
        try:
            return parse_date(chosen) if chosen else today()
        except DateError:
            return today()

    def began(self, goal: str) -> bool:
        """Whether an interview about a goal was begun in this session."""
        return goal in self.note("begun", [])

    def order(self, goal: str) -> list[str]:
        """The questions of a goal that were answered, in their order."""
        return list(self.note("order", {}).get(goal, []))

    def readable(self, rules: RuleBook) -> dict[str, Any]:
        """The answers that the law of the day can read: a pack may have changed under a session that is hours old."""
        intake, answers = Intake(rules.statutes), self.answers
        try:
            intake.read(answers)
            return answers
        except SubjectError:
            return {name: value for name, value in answers.items() if _reads(intake, name, value)}

    def unknown(self, rules: RuleBook) -> list[str]:
        """The facts not known, of those that the law of the day has."""
        return [name for name in self.silent if name in rules.statutes.kinds]


def _reads(intake: Intake, name: str, value: Any) -> bool:
    try:
        intake.read({name: value})
    except SubjectError:
        return False
    return True
