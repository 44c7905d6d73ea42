"""What changed and what will: versions that begin or end, numbers that take another value, trials that run out, by their day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache

from attrs import frozen

from huanliu.base.language import Text
from huanliu.engine.terms import kind_of_parameter
from huanliu.law.calendar import ONE_DAY, Span, spans
from huanliu.law.model import Dated, Parameter, Provision
from huanliu.portal.bay import the_bay
from huanliu.reference.threads import numbers_in, roots_of
from huanliu.reference.voice import Voice

LATELY = datetime.timedelta(days=365)


@frozen
class Event:
    """Something that happens to the law on a day. `what`: began, changed, ended, trial or number; a number is not in `about` alone where
    several provisions rest on it."""

    day: datetime.date
    what: str
    about: tuple[Provision, ...]
    told: Text | None = None
    number: Parameter | None = None
    before: Dated | None = None
    after: Dated | None = None

    def value(self, dated: Dated | None, voice: Voice) -> str:
        """A value of the number in words; a table has none."""
        if self.number is None or dated is None or self.number.form not in ("scalar",):
            return ""
        return voice.words.value(dated.value, kind_of_parameter(self.number))

    @property
    def places(self) -> frozenset[str]:
        """The jurisdictions that it concerns."""
        return frozenset(provision.id.split(".")[0] for provision in self.about)


@cache
def events() -> tuple[Event, ...]:
    """Everything that has a day, the earliest first."""
    law = the_bay().law
    found = [event for provision in law.provisions.values() for event in _of_provision(provision)]
    users = _users()
    found += [
        event
        for name, parameter in law.parameters.items()
        for event in _of_number(parameter, tuple(users.get(name, ())))
    ]
    return tuple(sorted(found, key=lambda event: event.day))


def lately(today: datetime.date, place: str = "") -> list[Event]:
    """The past year, the latest first."""
    return [event for event in reversed(events()) if today - LATELY < event.day <= today and _in(event, place)]


def coming(today: datetime.date, place: str = "") -> list[Event]:
    """What is known to come."""
    return [event for event in events() if event.day > today and _in(event, place)]


def of_year(year: int, place: str = "") -> list[Event]:
    """A year, in order."""
    return [event for event in events() if event.day.year == year and _in(event, place)]


def years() -> list[int]:
    """The years in which something happens, the latest first."""
    return sorted({event.day.year for event in events()}, reverse=True)


def _in(event: Event, place: str) -> bool:
    return not place or place in event.places


def _users() -> dict[str, list[Provision]]:
    """The provisions that rest on each shared number."""
    found: dict[str, list[Provision]] = {}
    statutes = the_bay().statutes
    for provision in statutes.law.provisions.values():
        nodes = numbers_in(root for text in statutes.texts[provision.id] for root in roots_of(text))
        for name in dict.fromkeys(node.name for node in nodes if node.own is None):
            found.setdefault(name, []).append(provision)
    return found


def _of_provision(provision: Provision) -> Iterator[Event]:
    known = spans(provision)
    for position, span in enumerate(known):
        following = known[position + 1] if position + 1 < len(known) else None
        yield from _of_span(provision, span, position == 0, following)
    for parameter in provision.parameters.values():
        yield from _of_number(parameter, (provision,))


def _of_span(provision: Provision, span: Span, first: bool, following: Span | None) -> Iterator[Event]:
    version = span.version
    if version.start is not None:
        yield Event(version.start, "began" if first else "changed", (provision,), version.change)
    followed = following is not None and span.end is not None and following.start == span.end + ONE_DAY
    if span.end is not None and not followed:
        yield Event(span.end + ONE_DAY, "ended", (provision,))
    if version.known_until is not None and following is None:
        yield Event(version.known_until + ONE_DAY, "trial", (provision,))


def _of_number(parameter: Parameter, about: tuple[Provision, ...]) -> Iterator[Event]:
    """Each later value; the first came with the provision itself."""
    for before, after in zip(parameter.values, parameter.values[1:], strict=False):
        if after.start is not None and about:
            yield Event(after.start, "number", about, parameter.label, parameter, before, after)
