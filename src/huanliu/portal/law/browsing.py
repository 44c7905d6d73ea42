"""What a list shows: hits with their words marked and how they stand, the ways in, and the law's events in words."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from huanliu.law.calendar import version_on
from huanliu.law.model import Provision
from huanliu.portal.bay import law_language, the_bay
from huanliu.portal.law.changes import Event
from huanliu.portal.law.index import Entry, the_index
from huanliu.portal.law.reading import voice
from huanliu.portal.law.search import Found, Seen, Wish, search, seen
from huanliu.reference.voice import Voice


@frozen
class Hit:
    """An entry in a list. `force` and `left` (to the authority) only where it is a provision."""

    entry: Entry
    on: datetime.date
    terms: tuple[str, ...]
    lang: str

    @property
    def seen(self) -> Seen:
        """The entry with the words that were looked for marked."""
        return seen(self.entry, self.terms, self.lang)

    @property
    def force(self) -> str:
        """How it stands on the day."""
        return "" if self.entry.provision is None else version_on(self.entry.provision, self.on)[1].value

    @property
    def left(self) -> bool:
        """Whether the authority decides."""
        version = None if self.entry.provision is None else version_on(self.entry.provision, self.on)[0]
        return version is not None and version.discretion is not None


@frozen
class Hits:
    """What was found, marked only when shown."""

    hits: list[Hit] = field(repr=False)
    loose: bool

    @property
    def count(self) -> int:
        """How many."""
        return len(self.hits)


def found(wish: Wish, on: datetime.date, code: str) -> Hits:
    """The hits of a wish; nothing for an empty one."""
    answer = Found(()) if wish.empty else search(the_index(), wish, on)
    lang, terms = law_language(code), wish.terms()
    return Hits([Hit(entry, wish.on or on, terms, lang) for entry in answer.entries], answer.loose)


@lru_cache(maxsize=16)
def _counts(of: str) -> dict[str, int]:
    entries = [entry for entry in the_index().entries if entry.room == "provisions"]
    return dict(Counter(str(getattr(entry, of)) for entry in entries))


def ways_in(on: datetime.date, code: str) -> dict[str, Any]:
    """By place, by topic, and how much there is of the rest."""
    v, law = voice(code), the_bay().law
    topics = sorted(_counts("topic").items(), key=lambda pair: -pair[1])
    return {
        "places": [(name, v.named("place", name), count) for name, count in _counts("place").items()],
        "topics": [(name, v.named("kind", name), count) for name, count in topics],
        "counts": {"provisions": len(law.provisions), "routes": len(law.routes), "services": len(law.services)},
    }


def by_topic(place: str, on: datetime.date, code: str) -> list[tuple[str, list[Hit]]]:
    """The provisions of a jurisdiction, topic by topic."""
    groups: dict[str, list[Hit]] = {}
    for entry in the_index().entries:
        if entry.room == "provisions" and entry.place == place and entry.topic:
            groups.setdefault(entry.topic, []).append(Hit(entry, on, (), law_language(code)))
    return sorted(groups.items(), key=lambda group: -len(group[1]))


@frozen
class EventTold:
    """An event with its values in words."""

    event: Event
    before: str
    after: str
    about: tuple[Provision, ...]
    eve: datetime.date


def told_events(lists: dict[str, list[Event]], v: Voice) -> list[tuple[str, list[EventTold]]]:
    """The lists of a page of changes, in words."""
    return [(name, [_told(event, v) for event in events]) for name, events in lists.items()]


def _told(event: Event, v: Voice) -> EventTold:
    eve = event.day - datetime.timedelta(days=1)
    return EventTold(event, event.value(event.before, v), event.value(event.after, v), event.about, eve)
