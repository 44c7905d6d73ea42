"""Reads purposes.yaml: the purposes, whom they serve, how long, on which basis; and the clocks of requests."""

from __future__ import annotations

import datetime
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from huanliu.base.document import read_document
from huanliu.base.language import Text
from huanliu.portal.words import Word

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "pt")
CONSENT, CASE = "consent", "case"


class UnlistedPurposeError(LookupError):
    """A purpose that purposes.yaml does not name: nobody may read anything for it."""


@frozen
class Basis:
    """By which articles of the law of a jurisdiction data are handled for a purpose."""

    jurisdiction: str
    law: Word
    articles: str


@frozen
class Purpose:
    """What data are touched for, by whose words a person agrees to it."""

    id: str
    version: int
    needs: str
    separate: tuple[str, ...]
    guardian: bool
    each: bool
    reads: frozenset[str]
    recipients: tuple[str, ...]
    keep_days: int
    keep_since: str
    title: Word
    why: Word
    bases: tuple[Basis, ...]
    kept_by_law: Basis | None

    @property
    def asks_consent(self) -> bool:
        """Whether a receipt of this very purpose is needed."""
        return self.needs == CONSENT

    def shown(self, code: str) -> dict[str, Any]:
        """Everything that a person is shown before consenting, in one language."""
        return {
            "purpose": self.id,
            "version": self.version,
            "title": self.title.in_page(code)[0],
            "why": self.why.in_page(code)[0],
            "reads": sorted(self.reads),
            "recipients": list(self.recipients),
            "keep": [self.keep_days, self.keep_since],
            "basis": [[each.jurisdiction, each.articles] for each in self.bases],
        }

    def digest(self, code: str) -> str:
        """The hash of what is shown: a receipt is for these words and no others."""
        return hashlib.sha256(json.dumps(self.shown(code), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def outlived(self, since: datetime.date) -> datetime.date:
        """The first day on which what is kept since a day may be there no more."""
        return since + datetime.timedelta(days=self.keep_days)


@frozen
class Clock:
    """How long an answer to a request may take; `own` where the law names no number and the portal promises one."""

    jurisdiction: str
    days: int
    own: bool
    law: Word
    articles: str


@cache
def document() -> dict[str, Any]:
    """The file as it stands."""
    return dict(read_document(Path(__file__).parent / "purposes.yaml", "purposes.yaml").plain())


def word_of(texts: dict[str, str]) -> Word:
    """A text of the file, which is written in all four languages."""
    return Word(Text(texts["en"], texts["zh-Hans"], texts["zh-Hant"]), texts["pt"])


@cache
def named(section: str) -> dict[str, Word]:
    """Laws, jurisdictions or recipients by id."""
    return {name: word_of(texts) for name, texts in document()[section].items()}


LAW_OF = {"cn": "pipl", "hk": "pdpo", "mo": "pdpa"}


@cache
def purposes() -> dict[str, Purpose]:
    """Every purpose by id, in the order of the file."""
    return {item["id"]: _purpose(item) for item in document()["purposes"]}


def purpose(name: str) -> Purpose:
    """One purpose. Raises UnlistedPurposeError."""
    try:
        return purposes()[name]
    except KeyError:
        raise UnlistedPurposeError(f"{name[:60]!r} is not in purposes.yaml") from None


def _purpose(item: dict[str, Any]) -> Purpose:
    laws, kept = named("laws"), item.get("law")
    return Purpose(
        id=item["id"],
        version=item["version"],
        needs=item["needs"],
        separate=tuple(item.get("separate", ())),
        guardian=item.get("guardian", False),
        each=item.get("each", False),
        reads=frozenset(item["reads"]),
        recipients=tuple(item["recipients"]),
        keep_days=item["keep"]["days"],
        keep_since=item["keep"]["since"],
        title=word_of(item["title"]),
        why=word_of(item["why"]),
        bases=tuple(Basis(side, laws[LAW_OF[side]], str(text)) for side, text in item["basis"].items()),
        kept_by_law=Basis("", laws[kept["law"]], kept["articles"]) if kept else None,
    )


def consented() -> list[Purpose]:
    """The purposes that a person says yes or no to."""
    return [each for each in purposes().values() if each.asks_consent]


def storing(data_class: str) -> Purpose | None:
    """The consent under which a person's own facts of a class are kept: the one that nobody else receives."""
    return next((each for each in consented() if data_class in each.reads and each.recipients == ("nobody",)), None)


def reading_class(data_class: str) -> list[Purpose]:
    """The purposes that may read a class."""
    return [each for each in purposes().values() if data_class in each.reads]


def consent_lasts() -> datetime.timedelta:
    """How long a consent holds before it is asked for again."""
    return datetime.timedelta(days=document()["consent_lasts"])


def guardian_below() -> int:
    """The age below which a parent or guardian consents."""
    return int(document()["guardian_below"])


@cache
def clocks() -> dict[str, Clock]:
    """The clock of requests by jurisdiction."""
    laws = named("laws")
    return {
        side: Clock(side, item["days"], item["own"], laws[item["law"]], item["articles"])
        for side, item in document()["requests"]["clocks"].items()
    }


def request_kinds() -> list[str]:
    """What a person may ask about the own data."""
    return list(document()["requests"]["kinds"])
