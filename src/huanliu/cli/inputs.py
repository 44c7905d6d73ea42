"""What a command is given: a subject file, a day, a language; checked before anything is answered."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path

from huanliu.base.clock import today
from huanliu.base.document import read_document
from huanliu.base.language import language
from huanliu.base.period import parse_date
from huanliu.engine.bay import Bay
from huanliu.engine.evaluate import Situation
from huanliu.errors import DateError, UnknownNameError, nearest


def read_day(text: str | None) -> datetime.date:
    """A day given as text, today without one."""
    return today() if text is None else parse_date(text)


def read_days(on: str | None, known_on: str | None) -> tuple[datetime.date, datetime.date | None]:
    """The two dates of an assessment; what is asked for may not have been known before it was thought of."""
    day = read_day(on)
    known = None if known_on is None else parse_date(known_on)
    return day, known


def read_span(start: str, end: str) -> tuple[datetime.date, datetime.date]:
    """Two days in their order."""
    first, last = parse_date(start), parse_date(end)
    if first > last:
        raise DateError(
            f"the span from {first} to {last} runs backwards", found=f"{first}..{last}", hint="swap the two"
        )
    return first, last


def read_situation(bay: Bay, path: Path, on: str | None, known_on: str | None = None) -> Situation:
    """A subject file against the law of a day."""
    day, known = read_days(on, known_on)
    situation, doubts = bay.stated(read_document(path, str(path)), day, known)
    for doubt in doubts:
        sys.stderr.write(f"huanliu: {path}: {doubt.sentence()}\n")
    return situation


def read_choice(option: str, given: str, known: Sequence[str]) -> str:
    """One of a few words that an option takes."""
    if given in known:
        return given
    hint = nearest(given, known) or f"one of {', '.join(known)}"
    raise UnknownNameError(f"{option} is {given[:40]!r}", found=given[:40], expected=tuple(known), hint=hint)


def read_language(lang: str) -> str:
    """One of the three languages."""
    return language(lang)
