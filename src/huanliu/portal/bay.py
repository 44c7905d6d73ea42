"""The law, loaded once per process. Pages of one request are always answered by one and the same law."""

from __future__ import annotations

import datetime
from functools import cache

import huanliu
from huanliu.base.clock import today
from huanliu.base.period import parse_date
from huanliu.engine.bay import Bay
from huanliu.engine.rulings import RuleBook
from huanliu.engine.words import Words

# Django's names of the languages, and ours. The law itself is not written in Portuguese: its words are then English.
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "pt": "en"}


@cache
def the_bay() -> Bay:
    """Every pack."""
    return huanliu.load()


def book(on: datetime.date | None = None) -> RuleBook:
    """The law of a day, today without one."""
    return the_bay().book(on or today())


def law_language(code: str | None) -> str:
    """The language in which the law speaks on a page."""
    return LANGUAGES.get(code or "en", "en")


def law_words(code: str | None, on: datetime.date | None = None) -> Words:
    """The words of the law in the language of a page."""
    return book(on).words(law_language(code))


def day_of(text: str | None) -> datetime.date:
    """A day from an address or a form, today without one. Anything else is a DateError with its sentence."""
    return parse_date(text) if text else today()
