"""Pairs: files of `sql / facts / expected value` that say what the language means, for whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from huanliu.base.document import Node, read_document

FOLDER = Path(__file__).parent / "pairs"


@frozen
class Pair:
    """An expression over the small law, a subject, and what it comes to (None: not known)."""

    name: str
    sql: str
    value: Any
    facts: dict[str, Any]
    on: str
    known_on: str | None


def pairs() -> list[Pair]:
    """Every pair of every file."""
    return [pair for path in sorted(FOLDER.glob("*.yaml")) for pair in _pairs_of(path)]


def _pairs_of(path: Path) -> Iterator[Pair]:
    entries = read_document(path, path.name).value
    assert isinstance(entries, list)
    return (_pair(node) for node in entries)


def _pair(node: Node) -> Pair:
    plain = node.plain()
    value = None if plain["value"] == "unknown" else plain["value"]
    on, known_on = plain.get("on", "2026-06-01"), plain.get("known_on")
    return Pair(str(node.place), plain["sql"], value, plain.get("facts", {}), str(on), known_on and str(known_on))
