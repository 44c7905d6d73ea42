"""Whether more of an amount is better or worse for whom it falls to. The lists stand in `data/flows/amounts.yaml`."""

from __future__ import annotations

from enum import IntEnum
from fnmatch import fnmatchcase
from functools import cache

from huanliu.base.document import read_document
from huanliu.engine.gains import BURDENS
from huanliu.law.fields import Fields
from huanliu.law.library import bundled_folder


class Sense(IntEnum):
    """What more of an amount is."""

    WORSE = -1
    NEUTRAL = 0
    BETTER = 1


@cache
def _lists() -> tuple[tuple[Sense, tuple[str, ...]], ...]:
    path = bundled_folder().parent / "data" / "flows" / "amounts.yaml"
    fields = Fields(read_document(path, path.name), "the list of amounts")
    found = tuple((sense, fields.strings(sense.name.lower())) for sense in (Sense.BETTER, Sense.WORSE, Sense.NEUTRAL))
    fields.done()
    return found


def sense_of(provision: str, kind: str, amount: str) -> Sense:
    """Better, worse or neither: as a list says it of this amount, else as `engine/gains.py` says it of the provision's kind."""
    for name in (f"{provision}.{amount}", amount):
        for sense, globs in _lists():
            if any(fnmatchcase(name, glob) for glob in globs):
                return sense
    return Sense.WORSE if kind in BURDENS else Sense.BETTER
