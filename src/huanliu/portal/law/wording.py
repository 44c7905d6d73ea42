"""The wording of a provision on two days side by side: in English by words, in Chinese by characters."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from attrs import frozen

from huanliu.law.model import Provision
from huanliu.reference.clauses import Told
from huanliu.reference.numbers import Number
from huanliu.reference.sheets import Material, provision_sheet
from huanliu.reference.voice import Voice

# A number or a Latin word stays whole also in a Chinese text.
TOKENS = {"en": re.compile(r"\s+|[\w.,]*\w|."), "zh": re.compile(r"\s+|[A-Za-z0-9][A-Za-z0-9.,]*|.", re.DOTALL)}
# Two lines less alike than this are one that went and another that came.
ALIKE = 0.35
INDENT = 6

Line = tuple[int, str]
Piece = tuple[str, str]


@frozen
class Row:
    """A line of the comparison: how deep it stands, and its pieces, each `same`, `new` or `gone`."""

    depth: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(text for _, text in self.pieces)


@frozen
class Section:
    """A part of the provision, by its word in packs/words/reference.yaml."""

    name: str
    rows: tuple[Row, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(kind != "same" for row in self.rows for kind, _ in row.pieces)


def compare(before: Material, after: Material, provision: Provision, voice: Voice) -> list[Section]:
    """Every part of a provision that stands on either day."""
    one, two = wording(before, provision, voice), wording(after, provision, voice)
    names = list(dict.fromkeys([*one, *two]))
    tokens = TOKENS["en" if voice.lang == "en" else "zh"]
    return [Section(name, tuple(_rows(one.get(name, []), two.get(name, []), tokens))) for name in names]


def wording(of: Material, provision: Provision, voice: Voice) -> dict[str, list[Line]]:
    """What a provision says on a day, part by part, as lines."""
    sheet = provision_sheet(of, provision, voice)
    version, text = sheet["version"], voice.words.of
    beside = {name: getattr(version, name) for name in ("discretion", "not_tested")}
    parts: dict[str, list[Line]] = {
        "standing": [(0, voice(f"force.{sheet['force']}"))],
        "applies": list(_told(sheet["applies"], voice)),
        "conditions": list(_told(sheet["condition"], voice)),
        "outcomes": [
            line for outcome, told in sheet["outcomes"] for line in [(0, text(outcome.title)), *_told(told, voice, 1)]
        ],
        **{name: [] if said is None else [(0, text(said))] for name, said in beside.items()},
        "grants": [(0, text(each)) for each in version.grants],
        "does_not_allow": [(0, text(each)) for each in version.does_not_allow],
        "amounts": [
            line for amount, told in sheet["amounts"] for line in [(0, text(amount.label)), *_told(told, voice, 1)]
        ],
        "numbers": [(0, line) for number in sheet["numbers"] for line in _number(number, voice)],
    }
    return {name: lines for name, lines in parts.items() if lines}


def _told(told: Told | None, voice: Voice, depth: int = 0) -> Iterator[Line]:
    if told is None:
        return
    said = told.text
    if told.title is not None:
        said = voice.words.say("titled", title=voice.words.of(told.title), text=said)
    # A citation is a line of its own, since it may be in another language.
    yield from ((min(depth, INDENT), line) for line in (said, told.cite and f"[{told.cite}]") if line)
    for part in told.parts:
        yield from _told(part, voice, depth + 1)


def _number(number: Number, voice: Voice) -> Iterator[str]:
    """A number as it stands on the day; a table line by line."""
    for value in number.values:
        if value.now and not value.lines:
            yield voice.words.say("seen_each", item=number.label, value=value.text)
        elif value.now:
            yield from (
                voice.words.say("seen_each", item=f"{number.label} {key}", value=entry) for key, entry in value.lines
            )
    for member in number.members:
        yield voice.words.say("seen_each", item=number.label, value=voice.words.of(member))


def _rows(before: list[Line], after: list[Line], tokens: re.Pattern[str]) -> Iterator[Row]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        old, new = before[start:end], after[new_start:new_end]
        if what == "equal":
            yield from (Row(depth, (("same", text),)) for depth, text in new)
        else:
            yield from _changed(old, new, tokens)


def _changed(old: list[Line], new: list[Line], tokens: re.Pattern[str]) -> Iterator[Row]:
    """Lines in the place of others: those that are alike are compared inside."""
    left = list(old)
    for depth, text in new:
        like = max(left, key=lambda line: _likeness(line[1], text), default=None)
        if like is not None and _likeness(like[1], text) >= ALIKE:
            left.remove(like)
            yield Row(depth, tuple(_pieces(like[1], text, tokens)))
        else:
            yield Row(depth, (("new", text),))
    yield from (Row(depth, (("gone", text),)) for depth, text in left)


def _likeness(one: str, two: str) -> float:
    return difflib.SequenceMatcher(None, one, two, autojunk=False).ratio()


def _pieces(before: str, after: str, tokens: re.Pattern[str]) -> Iterator[Piece]:
    old, new = tokens.findall(before), tokens.findall(after)
    for what, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", "".join(new[new_start:new_end])
            continue
        if end > start:
            yield "gone", "".join(old[start:end])
        if new_end > new_start:
            yield "new", "".join(new[new_start:new_end])
