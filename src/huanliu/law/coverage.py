"""Coverage: which provisions of the fact sheets stand in the packs, which under another id, and which not, and why.

The sheets are the research behind the law, not part of this repository; `packs/coverage/sheets.yaml` is the list of what they
hold, so that coverage can be told without them. With the sheets at hand they are read anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from huanliu.base.document import Node, read_document
from huanliu.errors import DocumentError, Place
from huanliu.law.fields import Fields, scalar_text
from huanliu.law.library import packs_folder
from huanliu.law.model import Law, Provision, Route

# Chains carry no confidence of their own; they are asked for like everything else.
OF_CHAINS = "high"
COUNTED = ("high", "medium")
UNEXPLAINED = "not encoded yet"


@frozen
class Listed:
    """One provision or chain of a sheet."""

    id: str
    sheet: str
    confidence: str
    examples: int


@frozen
class Coverage:
    """What of the sheets is encoded. `missing` maps ids to the reason; `examples_missing` ids to the numbers of the sheet's examples."""

    listed: tuple[Listed, ...]
    encoded: tuple[str, ...]
    aliases: Mapping[str, str]
    missing: Mapping[str, str]
    examples_missing: Mapping[str, list[int]]
    own: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of high and medium provisions that are encoded, under their own id or another."""
        counted = [each.id for each in self.listed if each.confidence in COUNTED]
        return sum(name not in self.missing for name in counted) / len(counted) if counted else 1.0

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        total = sum(each.examples for each in self.listed)
        lacking = sum(len(numbers) for numbers in self.examples_missing.values())
        return {
            "share": round(self.share, 4),
            "encoded": list(self.encoded),
            "aliases": dict(self.aliases),
            "missing": [
                {"id": each.id, "sheet": each.sheet, "confidence": each.confidence, "why": self.missing[each.id]}
                for each in self.listed
                if each.id in self.missing
            ],
            "by_confidence": self.by_confidence(),
            "examples": {"in_sheets": total, "executable": total - lacking, "missing": dict(self.examples_missing)},
            "beyond_the_sheets": list(self.own),
        }

    def by_confidence(self) -> dict[str, dict[str, int]]:
        """How many of each confidence there are and are encoded."""
        found: dict[str, dict[str, int]] = {}
        for each in self.listed:
            row = found.setdefault(each.confidence, {"in_sheets": 0, "encoded": 0})
            row["in_sheets"] += 1
            row["encoded"] += each.id not in self.missing
        return found


def coverage(law: Law, listed: Iterable[Listed], left_out: Mapping[str, str]) -> Coverage:
    """Compare the packs with what the sheets hold."""
    listed = tuple(listed)
    owners: dict[str, Provision | Route] = {**law.provisions, **law.routes}
    other = {alias: each.id for each in law.provisions.values() for alias in each.aliases}
    names = {each.id for each in listed}
    return Coverage(
        listed=listed,
        encoded=tuple(each.id for each in listed if each.id in owners),
        aliases={each.id: other[each.id] for each in listed if each.id in other and each.id not in owners},
        missing={
            each.id: left_out.get(each.id, UNEXPLAINED)
            for each in listed
            if each.id not in owners and each.id not in other
        },
        examples_missing=_examples_missing(owners, listed),
        own=tuple(name for name in owners if name not in names),
    )


def _examples_missing(owners: Mapping[str, Provision | Route], listed: Iterable[Listed]) -> dict[str, list[int]]:
    run = {
        (example.of or name, example.sheet)
        for name, owner in owners.items()
        for example in owner.examples
        if example.sheet is not None
    }
    found = {
        each.id: [number for number in range(1, each.examples + 1) if (each.id, number) not in run] for each in listed
    }
    return {name: numbers for name, numbers in found.items() if numbers}


def bundled_sheets() -> tuple[list[Listed], dict[str, str]]:
    """What the sheets hold, as last listed, and why some of it is left out."""
    folder = packs_folder() / "coverage"
    fields = Fields(read_document(folder / "sheets.yaml"), "the list of sheets")
    listed = [_listed(item) for item in fields.items("sheets")]
    fields.done()
    return listed, reasons()


def reasons() -> dict[str, str]:
    """Why a provision of the sheets is not encoded, by its id."""
    path = packs_folder() / "coverage" / "left_out.yaml"
    fields = Fields(read_document(path), "what is left out")
    found = {name: scalar_text(node, name) for name, node in fields.pairs("left_out")}
    fields.done()
    return found


def _listed(node: Node) -> Listed:
    fields = Fields(node, "an entry of a sheet")
    identity, sheet, confidence = (scalar_text(fields.need(key), key) for key in ("id", "sheet", "confidence"))
    listed = Listed(identity, sheet, confidence, fields.whole("examples") or 0)
    fields.done()
    return listed


def read_sheets(folder: Path) -> list[Listed]:
    """Every provision and chain of the fact sheets in a folder. Raises DocumentError where there are none."""
    found = [each for path in sorted(folder.glob("*.yaml")) for each in _read_sheet(path)]
    if not found:
        raise DocumentError("there are no fact sheets here", place=Place(str(folder)), hint="give their folder")
    return found


def _read_sheet(path: Path) -> list[Listed]:
    plain = read_document(path).plain()
    if not isinstance(plain, dict):
        return []
    provisions = plain.get("provisions")
    entries = [(each, each.get("confidence")) for each in provisions] if isinstance(provisions, list) else []
    chains = plain.get("chains") if isinstance(provisions, list) else None
    entries += [(each, OF_CHAINS) for each in chains or []]
    return [
        Listed(each["id"], path.stem, str(confidence or "low"), len(each.get("examples") or []))
        for each, confidence in entries
    ]
