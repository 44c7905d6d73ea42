"""Which text and which number of the law answers on a day, as it was known on a day.

`on` is the day whose law is asked for, `known_on` the day by which it must have been published. A version or value without
a day of publication counts as known from its first day on.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from enum import StrEnum

from attrs import frozen

from huanliu.base.period import rough_start
from huanliu.law.model import Dated, Member, Parameter, Provision, Version

ONE_DAY = datetime.timedelta(days=1)


class Force(StrEnum):
    """How a provision stands on a day."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"
    START_UNKNOWN = "start_unknown"
    TRIAL_RAN_OUT = "trial_ran_out"
    PROPOSAL = "proposal"
    NOT_KNOWN_THEN = "not_known_then"


@frozen
class Span:
    """A version with the first and the last day on which it answers (None: open)."""

    version: Version
    start: datetime.date | None
    end: datetime.date | None


def known_by(start: datetime.date | None, published: datetime.date | None, known_on: datetime.date | None) -> bool:
    """Whether something with these days was known on a day."""
    since = published or start
    return known_on is None or since is None or since <= known_on


def first_day(version: Version) -> datetime.date | None:
    """The first day in force, or the last day that a rough start may mean, or None."""
    if version.start is not None or version.start_approx is None:
        return version.start
    return rough_start(version.start_approx)


def spans(provision: Provision, known_on: datetime.date | None = None) -> list[Span]:
    """The versions known by a day in their order, each ending where the next begins."""
    known = [v for v in provision.versions if known_by(first_day(v), v.published, known_on)]
    found = []
    for position, version in enumerate(known):
        following = first_day(known[position + 1]) if position + 1 < len(known) else None
        ends = [day for day in (version.end, following - ONE_DAY if following else None) if day]
        found.append(Span(version, first_day(version), min(ends, default=None)))
    return found


def version_on(
    provision: Provision, on: datetime.date, known_on: datetime.date | None = None
) -> tuple[Version | None, Force]:
    """The version that answers on a day and how it stands; no version where none answers."""
    known = spans(provision, known_on)
    if not known:
        return None, Force.NOT_KNOWN_THEN
    for span in known:
        if (span.start is None or span.start <= on) and (span.end is None or on <= span.end):
            return span.version, _standing(provision, span.version, on)
    first = known[0]
    if first.start is not None and on < first.start:
        return None, Force.NOT_YET if first.version.start is not None else Force.START_UNKNOWN
    return None, Force.ENDED


def _standing(provision: Provision, version: Version, on: datetime.date) -> Force:
    if provision.status == "proposal":
        return Force.PROPOSAL
    if version.known_until is not None and on > version.known_until:
        return Force.TRIAL_RAN_OUT
    return Force.IN_FORCE


def value_on(parameter: Parameter, on: datetime.date, known_on: datetime.date | None = None) -> Dated | None:
    """The value in force on a day; None where none was."""
    candidates = [
        value
        for value in parameter.values
        if (value.start is None or value.start <= on)
        and (value.end is None or on <= value.end)
        and known_by(value.start, value.published, known_on)
    ]
    earliest = datetime.date.min
    return max(candidates, key=lambda v: (v.start or earliest, v.published or earliest), default=None)


def members_on(parameter: Parameter, on: datetime.date) -> tuple[str, ...]:
    """The members of a dated list on a day."""
    return tuple(member.id for member in parameter.members if _is_member(member, on))


def _is_member(member: Member, on: datetime.date) -> bool:
    return (member.start is None or member.start <= on) and (member.end is None or on <= member.end)


def change_days(parameter: Parameter) -> Sequence[datetime.date]:
    """The days on which a parameter takes another value, in order."""
    days = {value.start for value in parameter.values} | {member.start for member in parameter.members}
    ends = {value.end for value in parameter.values} | {member.end for member in parameter.members}
    return sorted({day for day in days if day} | {day + ONE_DAY for day in ends if day})
