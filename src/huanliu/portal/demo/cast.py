"""Who is in the demonstration set: read from cast.yaml and crowd.yaml, and brought in as anybody comes in."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from huanliu.base.clock import today
from huanliu.base.document import read_document
from huanliu.base.language import Text
from huanliu.portal.authorities.registry import authorities

HERE = Path(__file__).parent
# Nobody can have an address there (RFC 2606).
DOMAIN = "example.org"
RELATIVE = re.compile(r"day([+-]\d+)")


@frozen
class Person:
    """Somebody invented."""

    key: str
    name: str
    language: str
    since: int
    agrees: tuple[str, ...]
    profiles: Mapping[str, Mapping[str, Any]]

    @property
    def email(self) -> str:
        """An address at which nobody is reached."""
        return f"{self.key}@{DOMAIN}"


@frozen
class Post:
    """For which authority somebody acts."""

    who: str
    authority: str
    layer: str
    roles: tuple[str, ...]


@cache
def document(name: str) -> dict[str, Any]:
    """A file of this folder as it stands."""
    return dict(read_document(HERE / name, name).plain())


@cache
def people() -> dict[str, Person]:
    """Everybody by key, in the order in which they came."""
    named = [_person(key, entry) for key, entry in document("cast.yaml")["people"].items()]
    found = [*named, *(_staff(post) for post in _hired())]
    return {each.key: each for each in sorted(found, key=lambda each: -each.since)}


def _person(key: str, entry: Mapping[str, Any]) -> Person:
    profiles: dict[str, dict[str, Any]] = {}
    for name, facts in entry.get("profiles", {}).items():
        own = {fact: value for fact, value in facts.items() if fact != "like"}
        profiles[name] = {**profiles.get(facts.get("like"), {}), **own}
    return Person(key, entry["name"], entry["language"], entry["since"], tuple(entry.get("agrees", ())), profiles)


def _staff(post: Post) -> Person:
    """An officer without a name: called after the office, in its language."""
    language = "zh-hans" if post.authority.startswith(("cn", "sz", "gd")) else "zh-hant"
    office, number = authorities()[post.authority].name, post.who.rpartition(".")[2]
    return Person(post.who, f"{_in(office, language)} {number}（演示）", language, 119, (), {})


def _in(text: Text, code: str) -> str:
    return text.in_language({"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}[code])


@cache
def posts() -> tuple[Post, ...]:
    """Every officer."""
    listed = document("cast.yaml")["officers"].items()
    named = (Post(who, e["at"], e.get("layer", "execution"), tuple(e["roles"])) for who, e in listed)
    return (*named, *_hired())


def _hired() -> Iterator[Post]:
    for authority, count in document("crowd.yaml")["staff"].items():
        for number in range(1, count + 1):
            yield Post(f"{authority}.{number}", authority, "execution", ("handler", "decider", "second"))


@cache
def roles() -> dict[str, str]:
    """As whom one may enter: the role, and who plays it."""
    return dict(document("cast.yaml")["roles"])


def dated(value: Any) -> Any:
    """A value with `day+30` written out, from the day of the clock."""
    if isinstance(value, dict):
        return {key: dated(each) for key, each in value.items()}
    if isinstance(value, list):
        return [dated(each) for each in value]
    found = RELATIVE.fullmatch(value) if isinstance(value, str) else None
    return value if found is None else today() + datetime.timedelta(days=int(found[1]))
