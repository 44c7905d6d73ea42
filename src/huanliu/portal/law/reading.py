"""What the pages of the law are made of: the reference room's sheets, for a day and in a language.

Only so many days are kept: an address may name any of a hundred thousand.
"""

from __future__ import annotations

import datetime
from functools import cache, lru_cache
from typing import Any

from huanliu.engine.bay import Bay
from huanliu.law.model import Definition, Fact, Provision, Route, Service
from huanliu.portal.bay import law_language, the_bay
from huanliu.reference import sheets
from huanliu.reference.sheets import Material
from huanliu.reference.threads import Threads, threads
from huanliu.reference.voice import PageWords, Voice

DAYS_KEPT = 24


@cache
def the_threads() -> Threads:
    """Every connection of the law, which hang on no day."""
    return threads(the_bay().statutes)


@lru_cache(maxsize=DAYS_KEPT)
def material(on: datetime.date) -> Material:
    """The law of a day with its connections. The day has a Bay of its own, so that its rule books go with it."""
    bay = Bay(the_bay().statutes)
    return Material(bay, bay.book(on), the_threads())


@cache
def _voice(lang: str) -> Voice:
    return Voice(PageWords(the_bay().law, lang))


def voice(code: str | None) -> Voice:
    """What the pages of a language speak with."""
    return _voice(law_language(code))


def _page(code: str | None, on: datetime.date, sheet: dict[str, Any]) -> dict[str, Any]:
    spoken = voice(code)
    return {**sheet, "v": spoken, "law_lang": spoken.lang, "on": on, "law": the_bay().law}


def provision_page(found: Provision, on: datetime.date, code: str | None) -> dict[str, Any]:
    """Everything the page of a provision says."""
    return _page(code, on, sheets.provision_sheet(material(on), found, voice(code)))


def route_page(found: Route, on: datetime.date, code: str | None) -> dict[str, Any]:
    """Everything the page of a route says."""
    return _page(code, on, sheets.route_sheet(material(on), found, voice(code)))


def service_page(found: Service, on: datetime.date, code: str | None) -> dict[str, Any]:
    """Everything the page of a service says."""
    return _page(code, on, sheets.service_sheet(material(on), found, voice(code)))


def fact_page(found: Fact | Definition, on: datetime.date, code: str | None) -> dict[str, Any]:
    """Everything the page of a fact says."""
    return _page(code, on, sheets.fact_sheet(material(on), found, voice(code)))


def plain_page(on: datetime.date, code: str | None, **given: Any) -> dict[str, Any]:
    """A page about no one thing."""
    return _page(code, on, given)
