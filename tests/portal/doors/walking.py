"""The addresses of the portal, the rows of doors.yaml, and walking through the one with the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from attrs import field, frozen
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests.portal.doors import offices as offices
from tests.portal.doors.objects import ANONYMOUS, BROWSERS, Made, everybody

# The objects of every desk: objects_<desk>.py beside doors_<desk>.yaml.
for desk in sorted(Path(__file__).parent.glob("objects_*.py")):
    import_module(f"tests.portal.doors.{desk.stem}")

VERBS = ("get", "post", "delete")
# What the rows need not name is tried by nobody at all and by whom the row names: who comes in at all.
OTHER_VERBS = ("head", "put", "patch", "options")
# Looking changes nothing.
LOOKING = ("get", "head", "options")
# What a look at a page may write: sessions, that somebody looked, and how often somebody asks.
LOOKS = ("session", "_look", "_access", "front_count")
# What a refusal may write beside: how often somebody may still try, and in the trail that it was tried or a file shown again.
TRIES = (*LOOKS, "front_bucket", "record_")
# Verbs that a row need not name, and whose answer is theirs.
AS = {"head": "get", "put": "delete", "patch": "delete"}
# Who stands for whom where a row does not name them.
STANDS = {
    "deactivated": ANONYMOUS,
    "recruiter": "person",
    "reader": "person",
    "other_admin": "person",
    "bare_officer": "person",
}
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO|TRUNCATE)\s+"?(\w+)', re.IGNORECASE)


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
    # Who is answered kindly and changes nothing all the same.

    def answers(self, who: str, verb: str) -> list[int]:
        """The statuses that are right."""
        named = self.expected.get(who, {}).get(verb)
        if named is not None:
            return named if isinstance(named, list) else [named]
        if verb == "options":
            # Django's own views say what they answer to whoever may come in.
            return [200, 405, *self.answers(who, "delete")]
        if verb == "put" and ":" not in self.name:
            # Forms of Django's own kind, as allauth's are, take a put for a post.
            return [*self.answers(who, "delete"), *self.answers(who, "post")]
        given = self.said(who, AS.get(verb, verb))
        if given is None:
            given = 405 if AS.get(verb, verb) == "delete" else None
        assert given is not None, f"{self.name}: doors.yaml does not say what {who} gets for {verb}"
        return given if isinstance(given, list) else [given]

    def said(self, who: str, verb: str) -> Any:
        """What the rows say; an officer without a second factor is sent to set one up wherever an officer comes in."""
        rows = [self.expected.get(name, {}) for name in (who, STANDS.get(who, who), "anyone")]
        given = next((row[verb] for row in rows if verb in row), None)
        if who == "bare_officer" and "officer" in self.expected and who not in self.expected:
            return [302, 405]
        return given

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


def who_come(found: Door) -> list[str]:
    """Everybody who tries a door; without an account only who is named there."""
    return [ANONYMOUS, *everybody(), *(who for who in BROWSERS if who in found.expected)]


def verbs_of(who: str, found: Door) -> tuple[str, ...]:
    """What somebody tries at a door."""
    named = who == ANONYMOUS or who in found.expected
    return (*VERBS, *OTHER_VERBS) if named else VERBS


@frozen
class Written:
    """The tables that are written while it listens to the database."""

    tables: set[str] = field(factory=set)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        wrote = WRITES.match(sql)
        if wrote is not None:
            self.tables.add(wrote[1])
        return execute(sql, params, many, context)

    def beside(self, allowed: tuple[str, ...]) -> list[str]:
        """Those of them that nobody may write here."""
        return sorted(name for name in self.tables if not any(part in name for part in allowed))


def ask(client: Client, verb: str, address: str, form: dict[str, Any]) -> HttpResponse:
    """One request."""
    return getattr(client, verb)(address, form if verb == "post" else {})  # type: ignore[no-any-return]
