"""Where data about people lie: each desk registers what it holds, so that export, deletion, the taking back of a consent and
the retention sweep reach every desk without knowing any."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import frozen
from django.apps import apps
from django.db.models import QuerySet

from huanliu.base.language import Text


@frozen
class Kept:
    """Something that stays although its person asked for deletion: what, by which law (a key of purposes.yaml), until when.
    `what` is a class of data."""

    what: str
    law: str
    articles: str
    until: datetime.date | None = None

    def plain(self) -> dict[str, str | None]:
        """As JSON values."""
        until = self.until.isoformat() if self.until else None
        return {"what": self.what, "law": self.law, "articles": self.articles, "until": until}


@frozen
class Piece:
    """Something that is kept for a purpose and has a term: `since` is the day from which the purpose counts."""

    person: str
    purpose: str
    since: datetime.date
    destroy: Callable[[], object]


@frozen
class Rest:
    """Something under way that rests on a consent, and the word for what becomes of it when that is taken back."""

    what: Text
    said_key: str


def _nothing(person: str) -> list[Kept]:
    return []


@frozen
class Holding:
    """What one desk holds about people. People are named by their public id.

    `export` gives everything about a person as JSON values by model or topic; `destroy` deletes it and says what it must
    keep; `keeps` says the same beforehand; `forget` deletes what is of some classes (a consent was taken back); `read` gives
    values of fields to `consent.access.reading`; `pieces` gives what has a term.
    """

    app: str
    classes: frozenset[str]
    export: Callable[[str], Mapping[str, Any]]
    destroy: Callable[[str], list[Kept]]
    keeps: Callable[[str], list[Kept]] = _nothing
    forget: Callable[[str, frozenset[str]], None] = lambda person, classes: None
    read: Callable[[str, tuple[str, ...], str], Mapping[str, Any]] = lambda person, fields, about: {}
    pieces: Callable[[], Iterable[Piece]] = tuple
    # What is under way under a purpose: shown before its consent is taken back.
    rests: Callable[[str, str], list[Rest]] = lambda person, purpose: []
    # Papers in the export: name inside the archive -> bytes.
    files: Callable[[str], Mapping[str, bytes]] = lambda person: {}
    # How much of each class: for the page "my data".
    counts: Callable[[str], Mapping[str, int]] = lambda person: {}


_registered: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Called once by each desk when it is ready (AppConfig.ready)."""
    _registered[holding.app] = holding


def holdings() -> list[Holding]:
    """Every holding, upper desks first: what stands on a person goes before the person."""
    order = [config.label for config in apps.get_app_configs()]
    return sorted(_registered.values(), key=lambda each: order.index(each.app))


def rows(queryset: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    """Rows as JSON values, by the names given: for `export`."""
    return [{name: _plain(value) for name, value in row.items()} for row in queryset.values(*names)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value
