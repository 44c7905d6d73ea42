"""Directions as pairs of sides, so that every way of writing one can be looked for."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise, product

# The four sides between which something crosses; every place named in a direction lies on one or more of them.
SIDES = ("mainland", "hk", "mo", "world")
ON = {
    **dict.fromkeys(("mainland", "gd", "sz", "gz", "hengqin", "gba9", "cn"), ("mainland",)),
    "hk": ("hk",),
    "mo": ("mo",),
    "world": ("world",),
    "tw": ("world",),
    "gba": ("mainland", "hk", "mo"),
    "all": SIDES,
    "any": SIDES,
}
BRACKETS = re.compile(r"\s*\([^)]*\)")
CROSSINGS = tuple(f"{start}->{end}" for start, end in product(SIDES, SIDES) if start != end)
INSIDE = tuple(f"{side}->{side}" for side in SIDES[:3])
ALL_DIRECTIONS = CROSSINGS + INSIDE


@cache
def ways(direction: str | None) -> frozenset[str]:
    """The plain directions that a direction of the packs takes in: 'hk,mo<->mainland' is four of them."""
    found: set[str] = set()
    for part in re.split(r",\s+", BRACKETS.sub("", direction or "")):
        found |= _ways(part.strip())
    return frozenset(found)


def _ways(text: str) -> set[str]:
    both = "<->" in text
    stops = [_sides(stop) for stop in re.split(r"<->|->", text.removeprefix("within "))]
    if len(stops) == 1:
        return {f"{side}->{side}" for side in stops[0]}
    legs = list(pairwise(stops))
    legs += [(end, start) for start, end in legs] if both else []
    return {f"{start}->{end}" for starts, ends in legs for start, end in product(starts, ends)}


def _sides(text: str) -> tuple[str, ...]:
    names = (part.split()[0] for part in text.split(",") if part.strip())
    return tuple(dict.fromkeys(side for name in names for side in ON.get(name, ())))
