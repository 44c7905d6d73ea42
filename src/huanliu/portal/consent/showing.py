"""What the pages of this desk show, put together without a request, so that the API can show the same."""

from __future__ import annotations

import datetime
import json
from typing import Any

from attrs import frozen

from huanliu.base.clock import today
from huanliu.base.language import Text
from huanliu.portal.bay import law_words
from huanliu.portal.consent import access, acts
from huanliu.portal.consent.border import Way, ways
from huanliu.portal.consent.classes import DataClass, UnclassedError, class_of, classes
from huanliu.portal.consent.holdings import Kept, Rest, holdings
from huanliu.portal.consent.models import Hold, Look, Receipt, Request
from huanliu.portal.consent.purposes import (
    Basis,
    Purpose,
    UnlistedPurposeError,
    clocks,
    consented,
    named,
    purpose,
    purposes,
)
from huanliu.portal.record.models import Entry
from huanliu.portal.words import Word, catalogue, say, word


@frozen
class HeldClass:
    """A class of data that is held about a person: how much, and for which purposes it may be read."""

    data_class: DataClass
    count: int
    purposes: list[Purpose]


@frozen
class State:
    """A purpose and where a person stands with it: given, stale, expired, or not_given."""

    purpose: Purpose
    receipt: Receipt | None
    state: str
    whom: str
    whom_name: Text | None
    classes: list[DataClass]
    recipients: list[Word]


@frozen
class LookLine:
    """One line of who looked, in words."""

    look: Look
    purpose: Word | None
    own: bool
    office: str
    fields: list[str]


@frozen
class Line:
    """One entry of the trail, in words."""

    at: datetime.datetime
    text: str
    own: bool


def held_classes(person: str) -> list[HeldClass]:
    """What is held about a person, by class."""
    counts: dict[str, int] = {}
    for holding in holdings():
        for name, count in holding.counts(person).items():
            counts[name] = counts.get(name, 0) + count
    granted = access.granted(person)
    live = [each for each in purposes().values() if _used(each, counts, granted)]
    return [
        HeldClass(each, counts[each.id], [use for use in live if each.id in use.reads])
        for each in classes().values()
        if counts.get(each.id)
    ]


def going(person: str) -> list[HeldClass]:
    """What deletion deletes: what is held without what must stay."""
    stay = {each.what for each in acts.would_be_kept(person)}
    return [each for each in held_classes(person) if each.data_class.id not in stay]


def _used(each: Purpose, counts: dict[str, int], granted: frozenset[str]) -> bool:
    """Whether a purpose is at work for a person: a consent that holds, a case that there is, an office that is served."""
    if each.asks_consent:
        return each.id in granted
    return {"case": counts.get("case", 0), "serving": counts.get("office", 0)}.get(each.id, 1) > 0


def state_of(
    person: str, wanted: Purpose, receipts: dict[tuple[str, str], Receipt] | None = None, whom: str = ""
) -> State:
    """Where a person stands with a purpose, and with one recipient where it is to one at a time."""
    receipt = (access.live_receipts(person) if receipts is None else receipts).get((wanted.id, whom))
    state = "not_given"
    if receipt is not None:
        state = "given" if access.valid(receipt) else "stale" if access.stale(receipt) else "expired"
    known, words = classes(), named("recipients")
    reads = [each for name, each in known.items() if name in wanted.reads]
    named_whom = access.recipient_named(whom) if whom else None
    return State(wanted, receipt, state, whom, named_whom, reads, [words[name] for name in wanted.recipients])


def states(person: str) -> list[State]:
    """Every purpose that a person says yes or no to; one to a recipient at a time stands once for each that was agreed to."""
    receipts = access.live_receipts(person)
    found = [state_of(person, each, receipts) for each in consented() if not each.each]
    return found + [
        state_of(person, purpose(name), receipts, whom) for name, whom in receipts if whom and name in purposes()
    ]


def rests(person: str, wanted: Purpose) -> list[Rest]:
    """What is under way under a consent, in every desk."""
    return [each for holding in holdings() for each in holding.rests(person, wanted.id)]


def without_consent() -> list[State]:
    """The purposes that stand on another basis."""
    return [state_of("", each, {}) for each in purposes().values() if not each.asks_consent]


def basis_lines(wanted: Purpose) -> list[tuple[Word, Basis]]:
    """The law of each jurisdiction under which a purpose stands."""
    sides = named("jurisdictions")
    return [(sides[each.jurisdiction], each) for each in wanted.bases]


def look_lines(person: str, looks: list[Look], code: str) -> list[LookLine]:
    """Lines of who looked, in words."""
    return [_look_line(person, look, code) for look in looks]


def _look_line(person: str, look: Look, code: str) -> LookLine:
    try:
        title: Word | None = purpose(look.purpose).title
    except UnlistedPurposeError:
        title = None
    lang = law_words(code).lang
    office = look.office.get(lang) or look.office.get("zh-Hans" if lang != "en" else "en") or look.office.get("en", "")
    return LookLine(look, title, look.actor == person, office, [field_label(name, code) for name in look.fields])


def field_label(name: str, code: str) -> str:
    """What a field is called: a fact by the law's label, anything else by its class."""
    words = law_words(code)
    if name in words.law.facts or name in words.law.definitions:
        return words.label(name)
    try:
        return classes()[class_of(name)].title.in_page(code)[0]
    except UnclassedError:
        return say("consent.look.field_gone", code)


def lines(person: str, entries: list[Entry], code: str) -> list[Line]:
    """Entries of the trail, in words."""
    return [_line(person, entry, code) for entry in entries]


def _line(person: str, entry: Entry, code: str) -> Line:
    body = getattr(entry, "body", None)
    said: dict[str, Any] = json.loads(body.text) if body is not None else {}
    detail = _detail(said, code)
    text = event_text(entry.event, code)
    return Line(entry.at, f"{text}{': ' if detail else ''}{detail}", entry.actor == person)


def _detail(said: dict[str, Any], code: str) -> str:
    """Which purpose, which border, which fact: what a line would leave open."""
    if said.get("purpose") in purposes():
        return purpose(said["purpose"]).title.in_page(code)[0]
    if said.get("to") in named("jurisdictions"):
        return named("jurisdictions")[said["to"]].in_page(code)[0]
    facts = [said["fact"]] if said.get("fact") else said.get("facts", [])
    return law_words(code).joined([field_label(name, code) for name in facts])


def event_text(event: str, code: str) -> str:
    """What happened. A desk writes the word `event.<its event>`; one that nobody wrote is still a line."""
    key = f"event.{event}"
    return say(key if key in catalogue() else "event.other", code)


def days_left(request: Request) -> int:
    """Days until the answer is due, negative when it is late."""
    return (request.due - today()).days


def clock_lines() -> list[dict[str, Any]]:
    """The clock of each jurisdiction."""
    sides = named("jurisdictions")
    return [{"side": sides[each.jurisdiction], "clock": each} for each in clocks().values()]


@frozen
class KeptLine:
    """What deletion leaves: what, by which law, until when."""

    what: Word
    law: Word
    articles: str
    until: datetime.date | None


def kept_lines(kept: list[Kept]) -> list[KeptLine]:
    """What must stay, in words."""
    laws = named("laws")
    return [KeptLine(classes()[each.what].title, laws[each.law], each.articles, each.until) for each in kept]


def hold_lines(holds: list[Hold]) -> list[KeptLine]:
    """What forbids deleting, in words."""
    laws, everything = named("laws"), word("consent.delete.everything")
    return [
        KeptLine(purpose(each.purpose).title if each.purpose else everything, laws[each.law], each.articles, each.until)
        for each in holds
    ]


def every_purpose() -> list[tuple[State, list[tuple[Word, Basis]]]]:
    """Every purpose with its law, for the notice that anyone may read."""
    return [(state_of("", each, {}), basis_lines(each)) for each in purposes().values()]


def way_lines() -> list[tuple[Word, Word, Way, Word]]:
    """The ways over borders: from, to, the way, and the consent that it needs."""
    sides = named("jurisdictions")
    return [(sides[way.start], sides[way.end], way, purpose(way.consent).title) for way in ways()]
