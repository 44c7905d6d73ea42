"""The authorities, and which of them decides a provision: read from `authorities.yaml` and from what the law itself names."""

from __future__ import annotations

import fnmatch
import re
from functools import cache
from pathlib import Path

from attrs import frozen

from huanliu.base.document import read_document
from huanliu.base.language import Text
from huanliu.law.model import Provision

JURISDICTIONS = ("cn", "gd", "sz", "hk", "mo", "gba")
COORDINATION = "gba.coordination"
# A city without authorities of its own belongs to its province.
BELONGS = {"gz": "gd"}


@frozen
class Authority:
    """An office that handles tasks. Its id begins with its jurisdiction."""

    id: str
    jurisdiction: str
    name: Text
    pt: str | None
    reads: tuple[str, ...]
    decides: tuple[str, ...]
    window: bool


@frozen
class Competence:
    """Who decides a provision and who else is named. `named` is False where the law names nobody we know: the window then."""

    decides: str
    joint: tuple[str, ...]
    named: bool


@cache
def authorities() -> dict[str, Authority]:
    """Every authority by its id."""
    listed = read_document(Path(__file__).parent / "authorities.yaml", "authorities.yaml").plain()["authorities"]
    return {identity: _authority(identity, entry) for identity, entry in listed.items()}


def _authority(identity: str, entry: dict[str, object]) -> Authority:
    name = entry["name"]
    assert isinstance(name, dict) and entry["at"] in JURISDICTIONS, identity
    return Authority(
        identity,
        str(entry["at"]),
        Text(name["en"], name.get("zh-Hans"), name.get("zh-Hant")),
        name.get("pt"),
        tuple(entry.get("reads", ())),  # type: ignore[arg-type]
        tuple(entry.get("decides", ())),  # type: ignore[arg-type]
        bool(entry.get("window", False)),
    )


def is_authority(identity: str) -> bool:
    """Whether there is an authority of this id."""
    return identity in authorities()


def jurisdiction_of(authority: str) -> str:
    """The jurisdiction that an authority belongs to."""
    return authorities()[authority].jurisdiction


def side_of(authority: str) -> str:
    """The side of the border that an authority stands on: Guangdong and Shenzhen are the Mainland."""
    jurisdiction = jurisdiction_of(authority)
    return "mainland" if jurisdiction in ("cn", "gd", "sz") else jurisdiction


# Whose law on personal data a side answers under, as consent/purposes.yaml names them.
LAW_SIDES = {"mainland": "cn", "hk": "hk", "mo": "mo"}


def law_side(authority: str) -> str | None:
    """The side whose requests about personal data a window answers; None for any office that is no window of a side."""
    return LAW_SIDES.get(side_of(authority)) if authorities()[authority].window else None


def across(one: str, other: str) -> bool:
    """Whether what goes from one authority to another crosses a border."""
    return side_of(one) != side_of(other)


def competence(provision: Provision) -> Competence:
    """Who decides a provision, as its text names them; else by the list; else the window of its jurisdiction."""
    here = _place(provision.id.split(".")[0])
    text = provision.authority.en if provision.authority is not None else ""
    # Where offices of several sides are named, the one on the provision's own side decides.
    named = sorted(_named(text), key=lambda name: jurisdiction_of(name) != here)
    listed = _listed(provision.id)
    if listed is not None:
        named = [listed, *(name for name in named if name != listed)]
    if not named:
        return Competence(COORDINATION if here == "gba" else f"{here}.window", (), False)
    return Competence(named[0], tuple(named[1:]), True)


def _place(prefix: str) -> str:
    return BELONGS.get(prefix, prefix)


def _named(text: str) -> list[str]:
    """The authorities that a text names, in its order. A longer phrase hides a shorter one that lies within it."""
    taken = [False] * len(text)
    found: list[tuple[int, str]] = []
    for phrase, authority in _phrases():
        for hit in re.finditer(rf"(?<![A-Za-z]){re.escape(phrase)}(?![A-Za-z])", text):
            if not any(taken[hit.start() : hit.end()]):
                taken[hit.start() : hit.end()] = [True] * (hit.end() - hit.start())
                found.append((hit.start(), authority))
    return list(dict.fromkeys(authority for _, authority in sorted(found)))


@cache
def _phrases() -> list[tuple[str, str]]:
    pairs = [(phrase, each.id) for each in authorities().values() for phrase in each.reads]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def _listed(identity: str) -> str | None:
    for authority in authorities().values():
        if any(fnmatch.fnmatchcase(identity, glob) for glob in authority.decides):
            return authority.id
    return None
