"""Directions: "hk,mo->sz" read as ordered pairs of the four places. What the words mean stands in `data/flows/places.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from attrs import frozen

from huanliu.base.document import read_document
from huanliu.base.language import Text
from huanliu.law.fields import Fields, read_text_node, scalar_text
from huanliu.law.library import bundled_folder

Pair = tuple[str, str]
BOTH_WAYS = "<->"
ARROW = re.compile(r"(<->|->)")
REMARK = re.compile(r"\(.*?\)")


@frozen
class Places:
    """The places that are counted between, parts of them, and the words for everywhere."""

    places: Mapping[str, Text]
    parts: Mapping[str, str]
    together: Mapping[str, tuple[str, ...]]
    everywhere: tuple[str, ...]

    def of(self, word: str) -> frozenset[str] | None:
        """The places that a word means, None for a word that is not known."""
        if word in self.everywhere:
            return frozenset(self.places)
        if word in self.together:
            return frozenset(self.together[word])
        place = self.parts.get(word, word)
        return frozenset({place}) if place in self.places else None


@cache
def bundled_places() -> Places:
    """The places of the bundled file."""
    path = bundled_folder().parent / "data" / "flows" / "places.yaml"
    fields = Fields(read_document(path, path.name), "the list of places")
    found = Places(
        {name: read_text_node(node, name) for name, node in fields.pairs("places")},
        {name: scalar_text(node, name) for name, node in fields.pairs("parts")},
        {name: tuple(node.plain()) for name, node in fields.pairs("together")},
        fields.strings("everywhere"),
    )
    fields.done()
    return found


def pairs_of(direction: str | None, places: Places) -> tuple[frozenset[Pair], frozenset[str]]:
    """The ordered pairs of different places that a direction leads between, and the words in it that are not known.

    "hk,mo->sz" is two pairs, "hk<->mainland" two, "all->mainland" one from each other place, "mo->hengqin->hk" the pairs of its legs;
    "within hk" and "hk" lead nowhere. A remark in brackets is not read.
    """
    pairs: set[Pair] = set()
    unread: set[str] = set()
    for part in _parts(direction or ""):
        first, *legs = ARROW.split(part)
        for arrow, end in zip(legs[::2], legs[1::2], strict=True):
            starts, ends = (_read(side, places, unread) for side in (first, end))
            pairs |= {(one, two) for one in starts for two in ends if one != two}
            if arrow == BOTH_WAYS:
                pairs |= {(two, one) for one in starts for two in ends if one != two}
            first = end
    return frozenset(pairs), frozenset(unread)


def _parts(direction: str) -> Iterator[str]:
    """Directions stand one after the other with a comma and a space, or a semicolon, between them."""
    for part in REMARK.sub("", direction).replace(";", ", ").split(", "):
        yield part.strip()


def _read(side: str, places: Places, unread: set[str]) -> set[str]:
    found: set[str] = set()
    # "mo users": only the place is read.
    for word in (word.split()[0] for word in side.split(",") if word.strip()):
        meant = places.of(word)
        if meant is None:
            unread.add(word)
        else:
            found |= meant
    return found
