"""Three-valued truth: True, False, and None for "not known yet" (Kleene's strong logic, which is SQL's)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

Truth = bool | None


class Status(StrEnum):
    """What assessing a provision gives. There are four answers, never fewer."""

    MET = "met"
    UNMET = "unmet"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"


def negate(value: Truth) -> Truth:
    """Not; unknown stays unknown."""
    return None if value is None else not value


def every(values: Iterable[Truth]) -> Truth:
    """And: one False decides, else one unknown leaves it unknown; of nothing it is True."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def some(values: Iterable[Truth]) -> Truth:
    """Or: one True decides, else one unknown leaves it unknown; of nothing it is False."""
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def at_least(needed: int, values: Iterable[Truth]) -> Truth:
    """Whether at least `needed` hold, decided as soon as the unknown ones cannot change it."""
    held = possible = 0
    for value in values:
        held += value is True
        possible += value is not False
    if held >= needed:
        return True
    return False if possible < needed else None


def status_of(applies: Truth, condition: Truth) -> Status:
    """The finding's status from its two truths."""
    if applies is False:
        return Status.NOT_APPLICABLE
    if applies is None or condition is None:
        return Status.UNDETERMINED
    return Status.MET if condition else Status.UNMET


def truth_of(status: Status) -> Truth:
    """A status read by another provision: met is true, undetermined unknown, the rest false."""
    if status is Status.UNDETERMINED:
        return None
    return status is Status.MET
