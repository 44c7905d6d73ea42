"""The index: everything that can be found, the words by which it is found, and what it can be narrowed down by.

It is made once per process, from the law that the process has loaded.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import takewhile

from attrs import field, frozen

from huanliu.base.language import Text
from huanliu.engine.statute import Statutes
from huanliu.law.model import Definition, Fact, Law, Provision, Route, Service
from huanliu.portal.bay import the_bay
from huanliu.portal.law.folding import folded, grams, runs
from huanliu.portal.law.places import ways
from huanliu.reference.threads import facts_in, roots_of

ROOMS = ("provisions", "routes", "services", "journeys", "facts")
# What a word is worth by where it stands.
NAMES, TITLE, SAYS, ASKS = 8.0, 6.0, 2.0, 1.0
# A fact is found too, but whoever types "age" looks for a rule first; a journey leads on to every rule of it.
ROOM_WORTH = {"facts": 0.35, "journeys": 1.5}
MOST_ENDINGS = 40


@frozen
class Line:
    """A text of an entry by which it can be found: what it is (a word of packs/words/reference.yaml) and what it is worth."""

    what: str
    text: Text
    worth: float


@frozen(eq=False)
class Entry:
    """Something that can be found. `topic` is the kind of a provision; `ways` and `professions` are empty where they say nothing."""

    room: str
    id: str
    title: Text
    place: str
    lines: tuple[Line, ...]
    names: tuple[str, ...] = ()
    topic: str | None = None
    ways: frozenset[str] = frozenset()
    professions: frozenset[str] = frozenset()
    provision: Provision | None = None


@frozen(eq=False)
class Index:
    """Entries, and for every word or pair of characters in which of them it stands and what it is worth there."""

    entries: tuple[Entry, ...]
    postings: dict[str, dict[int, float]]
    words: list[str]
    titles: tuple[str, ...]
    named: dict[str, int] = field(repr=False)
    instruments: tuple[str, ...] = field(repr=False)

    def rarity(self, gram: str) -> float:
        """What a word tells: the rarer the more."""
        return math.log(1 + len(self.entries) / len(self.postings[gram]))

    def endings(self, word: str) -> list[str]:
        """The words of the law that begin as this one does, itself first."""
        start = bisect_left(self.words, word)
        return list(takewhile(lambda known: known.startswith(word), self.words[start : start + MOST_ENDINGS]))


@cache
def the_index() -> Index:
    """The index of the loaded law."""
    return index_of(the_bay().statutes)


def index_of(statutes: Statutes) -> Index:
    """The index of a law."""
    entries = tuple(_entries(statutes))
    postings: dict[str, dict[int, float]] = {}
    for number, entry in enumerate(entries):
        for gram, worth in _grams(entry).items():
            postings.setdefault(gram, {})[number] = worth * ROOM_WORTH.get(entry.room, 1.0)
    titles = tuple("\n".join(folded(text) for text in entry.title.plain().values()) for entry in entries)
    named = {folded(name): number for number, entry in reversed(list(enumerate(entries))) for name in entry.names}
    written = sorted(gram for gram in postings if gram.isascii())
    instruments = tuple(squeezed(" ".join(instrument_of(e.provision))) if e.provision else "" for e in entries)
    return Index(entries, postings, written, titles, named, instruments)


def squeezed(text: str) -> str:
    """Only the words, numbers and characters: 財稅〔2022〕3號 and 财税[2022]3号 are one number of an instrument."""
    return "".join(runs(folded(text)))


def _grams(entry: Entry) -> dict[str, float]:
    found: dict[str, float] = {}
    for line in entry.lines:
        for text in line.text.plain().values():
            for run in runs(folded(text)):
                for gram in grams(run):
                    found[gram] = max(found.get(gram, 0.0), line.worth)
    return found


def _entries(statutes: Statutes) -> Iterator[Entry]:
    law = statutes.law
    professions = professions_of(law)
    for provision in law.provisions.values():
        yield _of_provision(provision, statutes, professions.get(provision.id, frozenset()))
    for route in law.routes.values():
        yield _of_route(route)
    for service in law.services.values():
        yield _of_service(service)
    for journey in law.journeys.values():
        lines = [Line("journeys", journey.title, TITLE), *_said("about", [journey.about])]
        lines += [Line("tasks", task.title, SAYS) for task in journey.tasks]
        yield Entry("journeys", journey.id, journey.title, "gba", _with_names(journey.id, (), lines), (journey.id,))
    asked: dict[str, Fact | Definition] = {**law.facts, **law.definitions}
    for name, fact in asked.items():
        lines = [Line("facts", fact.label, TITLE), *_said("question", [fact.asks])]
        yield Entry("facts", name, fact.label, "", _with_names(name, (), lines), (name,))


def _of_provision(provision: Provision, statutes: Statutes, professions: frozenset[str]) -> Entry:
    texts = statutes.texts[provision.id]
    lines = [Line("provisions", provision.title, TITLE), *_said("authority", [provision.authority])]
    lines += [Line("instrument", Text(name), SAYS) for name in instrument_of(provision)]
    lines += [Line("sources", Text(source.title), ASKS) for source in provision.sources]
    for version in provision.versions:
        lines += _said("grants", version.grants) + _said("does_not_allow", version.does_not_allow)
        lines += (
            _said("not_tested", [version.not_tested])
            + _said("discretion", [version.discretion])
            + _said("outcomes", [o.title for o in version.outcomes])
        )
    lines += _said("papers", [paper.label for paper in provision.procedure.documents], ASKS)
    labels: dict[str, Fact | Definition] = {**statutes.law.facts, **statutes.law.definitions}
    lines += [
        Line("asked", labels[name].label, ASKS)
        for name in facts_in(root for text in texts for root in roots_of(text))
        if name in labels
    ]
    return Entry(
        "provisions",
        provision.id,
        provision.title,
        provision.id.split(".")[0],
        _with_names(provision.id, provision.aliases, lines),
        (provision.id, *provision.aliases),
        provision.kind,
        ways(provision.direction),
        professions,
        provision,
    )


def instrument_of(provision: Provision) -> tuple[str, ...]:
    """The name and the number of the text that says so."""
    said = (provision.instrument.get(part) for part in ("name", "number"))
    return tuple(str(part) for part in said if part)


def _of_route(route: Route) -> Entry:
    lines = [Line("routes", route.title, TITLE), *_said("small_door", [route.small_door])]
    lines += [Line("steps", step.title, SAYS) for step in route.steps]
    worded = frozenset([route.profession] if route.profession else [])
    lines = [*_with_names(route.id, (), lines)]
    return Entry("routes", route.id, route.title, "gba", tuple(lines), (route.id,), None, ways(route.direction), worded)


def _of_service(service: Service) -> Entry:
    lines = [Line("services", service.title, TITLE), *_said("operator", [service.operator])]
    lines += _said("where", service.where) + [Line("errands", errand.title, SAYS) for errand in service.errands]
    place = service.id.split(".")[0]
    return Entry("services", service.id, service.title, place, _with_names(service.id, (), lines), (service.id,))


def _said(what: str, texts: object, worth: float = SAYS) -> list[Line]:
    return [Line(what, text, worth) for text in dict.fromkeys(texts) if text is not None]  # type: ignore[call-overload]


def _with_names(identity: str, aliases: tuple[str, ...], lines: list[Line]) -> tuple[Line, ...]:
    names = [Line("id", Text(name), NAMES) for name in (identity, *aliases)]
    return tuple(dict.fromkeys([*lines, *names]))


def professions_of(law: Law) -> dict[str, frozenset[str]]:
    """For every provision the professions for which it is a way, by the matrix and by the routes."""
    found: dict[str, set[str]] = {}
    for row in law.professions:
        for way in row.ways:
            if way.provision:
                found.setdefault(way.provision, set()).add(row.profession)
    for route in law.routes.values():
        for step in route.steps:
            if step.provision and route.profession:
                found.setdefault(step.provision, set()).add(route.profession)
    return {name: frozenset(words) for name, words in found.items()}
