"""The addresses of the portal, the rows of doors.yaml, and walking through the one with the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from attrs import frozen
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.portal.doors import offices as offices
from tests.portal.doors.objects import ANONYMOUS, Made

# The objects of every desk: objects_<desk>.py beside doors_<desk>.yaml.
for desk in sorted(Path(__file__).parent.glob("objects_*.py")):
    import_module(f"tests.portal.doors.{desk.stem}")

VERBS = ("get", "post", "delete")
# What a look at a page may write: sessions, and that somebody looked.
LOOKS = ("sessions", "usersessions", "_look", "_access")


def names(patterns: list[Any] | None = None, within: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every address of the URLconf."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield ":".join([*within, str(pattern.name)])
        else:
            yield from names(pattern.url_patterns, (*within, pattern.namespace) if pattern.namespace else within)


@cache
def table() -> dict[str, Any]:
    """doors.yaml and, beside it, a file a desk: doors_<desk>.yaml."""
    found: dict[str, Any] = {"groups": {}, "doors": {}}
    for path in sorted(Path(__file__).parent.glob("doors*.yaml")):
        read = yaml.safe_load(path.read_text())
        for part in found:
            assert not set(found[part]) & set(read.get(part) or {}), f"{path.name}: written twice"
            found[part] |= read.get(part) or {}
    return found


@frozen
class Door:
    """One address, and what whoever comes to it gets."""

    name: str
    expected: dict[str, dict[str, Any]]
    thing: str | None
    form: dict[str, Any]

    def answers(self, who: str, verb: str) -> list[int]:
        """The statuses that are right."""
        given = self.expected.get(who, {}).get(verb, self.expected.get("anyone", {}).get(verb))
        if given is None:
            given = 405 if verb == "delete" else None
        assert given is not None, f"{self.name}: doors.yaml does not say what {who} gets for {verb}"
        return given if isinstance(given, list) else [given]

    def address(self, made: Made) -> str:
        """Where it is."""
        return reverse(self.name, kwargs=made.address_of(self.thing))


def door(name: str) -> Door:
    """A row, its group filled in."""
    row = table()["doors"][name]
    row = {"group": row} if isinstance(row, str) else row
    expected = {who: dict(verbs) for who, verbs in table()["groups"].get(row.get("group"), {}).items()}
    for who, verbs in row.get("but", {}).items():
        expected.setdefault(who, {}).update(verbs)
    return Door(name, expected, row.get("object"), row.get("form", {}))


def who_come(made: Made) -> list[str]:
    """Everybody who tries a door."""
    return [ANONYMOUS, *made.cast]


def counted() -> dict[str, int]:
    """How many rows every table has, but for sessions and looks."""
    return {
        model._meta.db_table: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
        if not any(part in model._meta.db_table for part in LOOKS)
    }


def ask(client: Client, verb: str, address: str, form: dict[str, Any]) -> HttpResponse:
    """One request."""
    return getattr(client, verb)(address, form if verb == "post" else {})  # type: ignore[no-any-return]
