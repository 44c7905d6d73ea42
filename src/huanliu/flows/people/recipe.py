"""The recipe of a synthetic population: published margins with their sources, and assumptions that say that they are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import frozen

from huanliu.base.document import Node, read_document
from huanliu.base.language import Text
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.library import bundled_folder

WORK = ("employed", "not_employed")


@frozen
class Margin:
    """A published figure for each city."""

    id: str
    label: Text
    year: int
    source: str
    confidence: str
    cities: Mapping[str, int]


@frozen
class Band:
    """Ages from `low` to `high`; `share` of everybody and `employed` of them are assumptions."""

    id: str
    low: int
    high: int
    share: float
    employed: float


@frozen
class Attribute:
    """How a column is drawn (`drawing.py`); `unknown` is the share of rows left without an answer."""

    name: str
    draw: Mapping[str, Any]
    unknown: float
    assumed: bool
    reason: str
    node: Node


@frozen
class Recipe:
    """Everything that a population is drawn from."""

    label: Text
    sources: Mapping[str, str]
    residents: Margin
    employed: Margin
    bands: tuple[Band, ...]
    ages_reason: str
    education_fact: str
    educations: tuple[str, ...]
    education_by_band: Mapping[str, tuple[float, ...]]
    education_reason: str
    attributes: tuple[Attribute, ...]

    @property
    def cities(self) -> tuple[str, ...]:
        """The cities, in the order of the file."""
        return tuple(self.residents.cities)

    @property
    def full_size(self) -> int:
        """Everybody who lives there."""
        return sum(self.residents.cities.values())


def bundled_recipe() -> Path:
    """The recipe of the Greater Bay Area, beside the packs."""
    return bundled_folder().parent / "data" / "people" / "gba.yaml"


def read_recipe(path: Path | None = None) -> Recipe:
    """A recipe file, the bundled one without a path. Raises DocumentError or PackError with the place of what is wrong."""
    where = bundled_recipe() if path is None else path
    fields = Fields(read_document(where, where.name if path is None else str(path)), "the recipe")
    sources = dict(_source(item) for item in fields.items("sources"))
    margins = Fields(fields.need("margins"), "margins")
    residents, employed = (_margin(margins, name, sources) for name in ("resident_population", "employed_population"))
    _refuse_more_work_than_people(residents, employed, margins)
    assumptions = Fields(fields.need("assumptions"), "assumptions")
    ages, education = (_assumed(assumptions.need(name), name) for name in ("ages", "education"))
    bands = tuple(_band(item) for item in ages.items("bands"))
    values = tuple(scalar_text(item, "an education") for item in education.items("values"))
    return Recipe(
        label=read_text_node(fields.need("label"), "the label"),
        sources=sources,
        residents=residents,
        employed=employed,
        bands=bands,
        ages_reason=_reason(ages),
        education_fact=scalar_text(education.need("fact"), "fact"),
        educations=values,
        education_by_band=_shares(education, bands, len(values)),
        education_reason=_reason(education),
        attributes=tuple(_attribute(item) for item in fields.items("attributes")),
    )


def _source(node: Node) -> tuple[str, str]:
    fields = Fields(node, "a source")
    return scalar_text(fields.need("id"), "id"), scalar_text(fields.need("title"), "title")


def _margin(margins: Fields, name: str, sources: Mapping[str, str]) -> Margin:
    node = margins.need(name)
    fields = Fields(node, name)
    source = scalar_text(fields.need("source"), "source")
    if source not in sources:
        fail(f"the margin {name} names a source that is not listed: {source!r}", node.place)
    return Margin(
        id=name,
        label=read_text_node(fields.need("label"), name),
        year=fields.whole("year") or 0,
        source=source,
        confidence=scalar_text(fields.need("confidence"), "confidence"),
        cities={city: _persons(entry, city) for city, entry in fields.pairs("cities")},
    )


def _persons(node: Node, city: str) -> int:
    persons = Fields(node, city).whole("persons")
    if persons is None or persons < 0:
        fail(f"{city} needs a whole number of persons", node.place)
    return persons


def _refuse_more_work_than_people(residents: Margin, employed: Margin, fields: Fields) -> None:
    for city, persons in residents.cities.items():
        if employed.cities.get(city, -1) not in range(persons + 1):
            fail(f"{city}: the employed must be stated and no more than the residents", fields.place, found=city)


def _assumed(node: Node, name: str) -> Fields:
    fields = Fields(node, name)
    if not fields.flag("assumed", False):
        fail(f"{name} stands under assumptions and must say assumed: true", node.place)
    return fields


def _reason(fields: Fields) -> str:
    return scalar_text(fields.need("reason"), "reason")


def _band(node: Node) -> Band:
    fields = Fields(node, "an age band")
    numbers = {name: fields.number(name) for name in ("low", "high", "share", "employed")}
    if None in numbers.values():
        fail("an age band needs low, high, share and employed", node.place)
    known = {name: float(number) for name, number in numbers.items() if number is not None}
    low, high = int(known["low"]), int(known["high"])
    return Band(scalar_text(fields.need("id"), "id"), low, high, known["share"], known["employed"])


def _shares(education: Fields, bands: tuple[Band, ...], width: int) -> dict[str, tuple[float, ...]]:
    found = {}
    for name, node in education.pairs("by_age"):
        shares = tuple(float(item) for item in node.plain())
        if len(shares) != width:
            fail(f"{name} has {len(shares)} shares for {width} levels of education", node.place)
        found[name] = shares
    for band in bands:
        if band.id not in found:
            fail(f"there are no shares of education for the band {band.id}", education.place)
    return found


def _attribute(node: Node) -> Attribute:
    fields = Fields(node, "an attribute")
    name = scalar_text(fields.need("name"), "name")
    if fields.get("assumed") is None:
        fail(f"{name} does not say whether it is assumed", node.place, "assumed: true, and a reason")
    unknown = float(fields.number("unknown") or 0)
    if not 0 <= unknown <= 1:
        fail(f"the unknown share of {name} is not between 0 and 1", node.place)
    draw = node.plain()
    # `draw` is the short way of writing what is the same for everybody.
    draw |= {"otherwise": draw["draw"]} if "draw" in draw else {}
    return Attribute(name, draw, unknown, fields.flag("assumed", True), _reason(fields), node)
