"""The versions of a provision as a timeline: when each begins, and what it changed."""

from __future__ import annotations

import datetime

from attrs import frozen

from huanliu.base.language import Text
from huanliu.engine import expression as tree
from huanliu.engine.bay import Bay
from huanliu.engine.differences import Difference, differences
from huanliu.engine.kinds import BOOL
from huanliu.engine.words import Words
from huanliu.law.calendar import ONE_DAY, Force, Span, spans, version_on
from huanliu.law.model import Provision, Version

BEGINNING = "beginning"


@frozen
class Change:
    """One thing that a version changed; `code` where it is told as the pack writes it."""

    what: str
    name: str
    before: str | None
    after: str | None
    code: bool


@frozen
class Stretch:
    """A version between its days. `start` is a day, a rough day such as '2004-09', or None."""

    version: Version
    anchor: str
    start: datetime.date | str | None
    rough: bool
    end: datetime.date | None
    shown: bool
    changes: list[Change]


@frozen
class Shown:
    """The version that a page shows, how the provision stands on the day of the page, and the day to bind the text to."""

    version: Version
    force: Force
    day: datetime.date


def shown_on(provision: Provision, day: datetime.date) -> Shown:
    """The version of the day; before the first one the first, after the last one the last."""
    version, force = version_on(provision, day)
    if version is not None:
        return Shown(version, force, day)
    known = spans(provision)
    past = [span for span in known if span.end is not None and span.end < day]
    nearest = past[-1] if past else known[0]
    return Shown(nearest.version, force, (nearest.end if past else nearest.start) or day)


def timeline(bay: Bay, provision: Provision, shown: Version, words: Words) -> list[Stretch]:
    """Every version, the latest first."""
    known = spans(provision)
    stretches = []
    for position, span in enumerate(known):
        changes = _changes(bay, provision, span, words) if position else []
        stretches.append(_stretch(span, shown, changes))
    return stretches[::-1]


def _stretch(span: Span, shown: Version, changes: list[Change]) -> Stretch:
    version = span.version
    start = version.start or version.start_approx
    return Stretch(version, anchor_of(version), start, version.start is None, span.end, span.version is shown, changes)


def anchor_of(version: Version) -> str:
    """The place of a version in its page; it never moves, so that it can be quoted."""
    return f"from-{version.start or version.start_approx or BEGINNING}"


def _changes(bay: Bay, provision: Provision, span: Span, words: Words) -> list[Change]:
    if span.start is None:
        return []
    before, after = bay.book(span.start - ONE_DAY), bay.book(span.start)
    found = differences(before, after, words.lang, {provision.id})
    return [_change(difference, provision, words) for difference in found]


def _change(difference: Difference, provision: Provision, words: Words) -> Change:
    name, before, after = difference.name, difference.before, difference.after
    if difference.what in ("began", "ended", "trial"):
        before, after = (None if each is None else words.say(f"reference.force.{each}") for each in (before, after))
    elif difference.what == "number":
        own = provision.id if name in provision.parameters else None
        name = words.parameter(tree.Parameter(name, BOOL, own))
    elif difference.what == "amount":
        name = words.of(_amount_label(provision, name))
    else:
        name = ""
    return Change(difference.what, name, before, after, difference.what == "amount")


def _amount_label(provision: Provision, name: str) -> Text:
    labels = [amount.label for version in provision.versions for amount in version.amounts if amount.name == name]
    return labels[-1]
