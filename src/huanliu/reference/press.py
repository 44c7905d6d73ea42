"""The press: the pages of one language, each a template and what it is given."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import define
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from huanliu.base.language import LANGUAGES
from huanliu.engine.bay import Bay
from huanliu.engine.kinds import Kind
from huanliu.law.model import Source
from huanliu.reference import catalogue, sheets
from huanliu.reference.catalogue import ROOMS, Entry, address, path_of
from huanliu.reference.sheets import Material
from huanliu.reference.threads import threads
from huanliu.reference.voice import PageWords, Voice

TEMPLATES = Path(__file__).parent / "templates"
DIGEST_SHOWN = 12
Page = tuple[str, str]


@define
class Stock:
    """What every language is printed from."""

    material: Material
    languages: tuple[str, ...]
    languages_named: list[tuple[str, str]]
    environment: Environment
    entries: list[Entry]
    facts: list[Entry]
    targets: dict[str, Entry]


def stock_of(bay: Bay, on: datetime.date, languages: tuple[str, ...] = LANGUAGES) -> Stock:
    """A law on a day made ready for the press."""
    book = bay.book(on)
    material = Material(bay, book, threads(bay.statutes))
    entries, facts = catalogue.entries(book), catalogue.fact_entries(bay.law)
    targets = {name: entry for entry in [*facts, *entries] for name in (*entry.aliases, entry.id)}
    named = [(lang, book.words(lang).say("reference.language")) for lang in languages]
    return Stock(material, languages, named, _environment(), entries, facts, targets)


def _environment() -> Environment:
    # Strict: a name that a template misspells is an error and never an empty place on a page.
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Press:
    """Prints the pages of one language."""

    def __init__(self, stock: Stock, lang: str) -> None:
        self.stock, self.lang = stock, lang
        self.law = stock.material.bay.law
        self.voice = Voice(PageWords(self.law, lang))

    def pages(self) -> Iterator[Page]:
        """Every page of the language."""
        law = self.law
        yield self._index()
        yield from self._room("provision", "provisions", law.provisions, sheets.provision_sheet)
        yield from self._room("route", "routes", law.routes, sheets.route_sheet)
        yield from self._room("journey", "journeys", law.journeys, sheets.journey_sheet)
        yield from self._room("service", "services", law.services, sheets.service_sheet)
        yield from self._room("fact", "facts", {**law.facts, **law.definitions}, sheets.fact_sheet)
        yield self._print("facts.html", "facts.html", groups=catalogue.by_group(self.stock.facts))
        yield from self._sources(self.stock.material.threads.sources)

    def front(self, voices: list[Voice]) -> Page:
        """The door of the whole site: the choice of a language."""
        return self._print("front.html", "index.html", voices=voices, depth=0)

    def _index(self) -> Page:
        entries = self.stock.entries
        groups = catalogue.by_group(entries)
        v = self.voice
        rooms = {name: v(name) if name in ROOMS else v.named("place", name) for name in groups}
        kinds = {
            kind: v(kind) if kind in ROOMS else v.named("kind", kind) for kind in catalogue.facets(entries, "kind")
        }
        standings = {force: v(f"force.{force}") for force in catalogue.facets(entries, "force")}
        options = {"place": rooms, "kind": kinds, "standing": standings}
        return self._print("index.html", "index.html", groups=groups, options=options)

    def _room(self, template: str, room: str, things: Mapping[str, Any], sheet: Any) -> Iterator[Page]:
        for name, thing in things.items():
            given = sheet(self.stock.material, thing, self.voice)
            yield self._print(f"{template}.html", path_of(room, name), **given)

    def _sources(self, found: Mapping[Any, Source]) -> Iterator[Page]:
        """Sources by jurisdiction: a page each, and one that leads to them."""
        rests = self.stock.material.threads.rests
        places: dict[str, list[tuple[Source, list[str]]]] = {}
        for key, source in found.items():
            for place in dict.fromkeys(name.split(".")[0] for name in rests[key]):
                here = [name for name in rests[key] if name.split(".")[0] == place]
                places.setdefault(place, []).append((source, here))
        yield self._print("sources.html", "sources.html", places=places, count=len(found))
        for place, rows in places.items():
            rows.sort(key=lambda row: row[0].title.lower())
            yield self._print("sources_of.html", path_of("sources", place), place=place, rows=rows)

    def _menu(self) -> list[tuple[str, str]]:
        """The parts of the site that this law has."""
        rooms = [room for room in ROOMS if getattr(self.law, room)]
        inside = [(room, f"index.html#{room}") for room in rooms]
        return [("provisions", "index.html"), *inside, ("facts", "facts.html"), ("sources", "sources.html")]

    def _print(self, template: str, path: str, depth: int = 1, **given: Any) -> Page:
        """A page below the folder of its language (depth 0: above it)."""
        up = "../" * (path.count("/") + depth)
        common = {
            "v": self.voice,
            "path": path,
            "here": address(path),
            "root": up,
            "home": f"{up}{self.lang}/",
            "menu": self._menu(),
            "languages": self.stock.languages_named,
            "on": self.stock.material.book.days.on,
            "digest": self.law.digest[:DIGEST_SHOWN],
            "target": self.stock.targets.get,
            "address": address,
            "label": lambda name: sheets.label_of(self.stock.material, name),
            "documents": self.law.documents,
            "plain": Kind("decimal"),
            "money": lambda currency: Kind("money", currency=currency),
        }
        text = self.stock.environment.get_template(template).render({**common, **given})
        return (path if depth == 0 else f"{self.lang}/{path}"), text
