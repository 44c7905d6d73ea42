"""Which way data may take over which border: the table of purposes.yaml. No line, no way."""

from __future__ import annotations

import datetime
from functools import cache

from attrs import frozen

from huanliu.base.clock import today
from huanliu.portal.consent.purposes import document, purpose


class NoWayError(PermissionError):
    """Data may not go from here to there."""


@frozen
class Way:
    """An instrument by which data may go from a side to a side, and the consent of the person that it needs."""

    start: str
    end: str
    instrument: str
    consent: str
    provision: str | None
    since: datetime.date
    filing_working_days: int | None


@cache
def ways() -> tuple[Way, ...]:
    """Every line of the table."""
    return tuple(
        Way(
            item["from"],
            item["to"],
            item["instrument"],
            item["consent"],
            item.get("provision"),
            item["since"],
            item.get("filing_working_days"),
        )
        for item in document()["border"]
    )


def instruments(start: str, end: str, data_class: str, on: datetime.date | None = None) -> list[Way]:
    """The ways for a class of data from a side to a side on a day."""
    day = on or today()
    return [
        way
        for way in ways()
        if (way.start, way.end) == (start, end) and way.since <= day and data_class in purpose(way.consent).reads
    ]


def way_by(start: str, end: str, data_class: str, instrument: str, on: datetime.date | None = None) -> Way:
    """The way by one instrument. Raises NoWayError."""
    for way in instruments(start, end, data_class, on):
        if way.instrument == instrument:
            return way
    raise NoWayError(f"{data_class} data may not go from {start[:20]!r} to {end[:20]!r} by {instrument[:40]!r}")
