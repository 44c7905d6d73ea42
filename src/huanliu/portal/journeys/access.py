"""Who may: everybody, for a goal that there is. The answers are those of the session that asks, and of no other."""

from __future__ import annotations

from django.http import Http404

from huanliu.engine.rulings import RuleBook
from huanliu.portal.bay import book, the_bay
from huanliu.portal.journeys.goals import Aim, aim_of
from huanliu.portal.journeys.sheet import Sheet


def aim(identity: str) -> Aim:
    """A goal by its id."""
    found = aim_of(the_bay().law, identity)
    if found is None:
        raise Http404(f"there is no goal {identity[:80]!r}")
    return found


def journey(identity: str) -> Aim:
    """A goal that has a plan."""
    found = aim(identity)
    if found.journey is None:
        raise Http404("only a journey has a plan")
    return found


def door(identity: str, goal: Aim) -> str:
    """A door of a goal by its id."""
    law = the_bay().law
    doors = [name for task in goal.journey.tasks for name in task.doors] if goal.journey else [goal.id]
    if identity not in doors or (identity not in law.routes and identity not in law.provisions):
        raise Http404(f"there is no door {identity[:80]!r} here")
    return identity


def fact(identity: str, rules: RuleBook) -> str:
    """A fact that may be asked."""
    law = rules.statutes.law
    askable = identity in law.facts or (identity in law.definitions and law.definitions[identity].asks is not None)
    if not askable or identity.startswith("person.family."):
        raise Http404(f"there is no question {identity[:80]!r}")
    return identity


def law_of(sheet: Sheet) -> RuleBook:
    """The law of the day that the session asks about."""
    return book(sheet.day)
