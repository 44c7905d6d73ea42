"""The catalogue: every page there is, with its title, and the index that the search looks into."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from attrs import frozen

from huanliu.base.language import LANGUAGES, Text
from huanliu.engine.rulings import RuleBook
from huanliu.law.model import Law

ROOMS = ("routes", "journeys", "services")


@frozen
class Entry:
    """One line of the index: where it leads, how it is found and narrowed down."""

    id: str
    group: str
    path: str
    title: Text
    kind: str
    confidence: str | None = None
    force: str | None = None
    aliases: tuple[str, ...] = ()


def path_of(room: str, identity: str) -> str:
    """The page of something, below the folder of a language. An id is never a path: what is no letter is quoted."""
    return f"{room}/{quote(identity, safe='')}.html"


def address(path: str) -> str:
    """A path as it stands in a link."""
    return quote(path)


def entries(book: RuleBook) -> list[Entry]:
    """Provisions by jurisdiction and title, then routes, journeys and services."""
    law = book.statutes.law
    return [*_provisions(book), *_others(law)]


def _provisions(book: RuleBook) -> Iterator[Entry]:
    for provision in book.statutes.law.provisions.values():
        yield Entry(
            provision.id,
            provision.id.split(".")[0],
            path_of("provisions", provision.id),
            provision.title,
            provision.kind,
            provision.confidence,
            book.ruling(provision.id).force.value,
            provision.aliases,
        )


def _others(law: Law) -> Iterator[Entry]:
    for room in ROOMS:
        for thing in getattr(law, room).values():
            yield Entry(thing.id, room, path_of(room, thing.id), thing.title, room)


def fact_entries(law: Law) -> list[Entry]:
    """Facts and definitions by their subject."""
    labels = [(name, fact.label) for name, fact in law.facts.items()]
    labels += [(name, definition.label) for name, definition in law.definitions.items()]
    return [Entry(name, name.split(".")[0], path_of("facts", name), label, "fact") for name, label in labels]


def by_group(found: list[Entry]) -> dict[str, list[Entry]]:
    """Entries under their groups, in the order of the first of each."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.group, []).append(entry)
    return groups


def search_index(found: list[Entry]) -> str:
    """The words by which each entry is found: its id, its other names, its title in every language."""
    index = {entry.id: list(dict.fromkeys(_names(entry))) for entry in found}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":"))


def _names(entry: Entry) -> Iterator[str]:
    yield entry.id
    yield from entry.aliases
    yield from (entry.title.in_language(lang) for lang in LANGUAGES)


def facets(found: list[Entry], of: str) -> list[Any]:
    """The values by which a list can be narrowed, each once."""
    return list(dict.fromkeys(value for entry in found if (value := getattr(entry, of)) is not None))
