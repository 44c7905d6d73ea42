"""A subject's facts at the door: each known by name, of its type and within its range, or refused in one clear line."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from attrs import asdict

from huanliu.base import money
from huanliu.base.daylog import DayRow
from huanliu.base.document import Node
from huanliu.base.fixed import Fixed
from huanliu.base.period import EARLIEST, LATEST, parse_date
from huanliu.engine.kinds import Kind
from huanliu.engine.statute import Statutes
from huanliu.errors import DateError, Place, SubjectError, nearest
from huanliu.law.model import Fact

MAX_TEXT = 500
MAX_ROWS = 20_000
MAX_MEMBERS = 100
ROW_PREFIX = "person.family."

_PLACE = re.compile(r"[a-z][a-z_]*")
_ALSO_SAID = {
    **dict.fromkeys(("hong_kong", "hongkong", "xianggang"), "hk"),
    **dict.fromkeys(("macao", "macau", "aomen"), "mo"),
    **dict.fromkeys(("taiwan", "taibei", "taipei"), "tw"),
    **dict.fromkeys(("abroad", "foreign", "other"), "overseas"),
}

# Derived numbers have no range of their own; this keeps every reader inside 64-bit whole numbers.
LARGEST = Decimal(10) ** 12


class Intake:
    """Reads facts for one law. `read` takes plain values, `read_node` a document with places."""

    def __init__(self, statutes: Statutes) -> None:
        self.statutes = statutes

    def read_node(self, node: Node) -> Fixed[str, Any]:
        """A subject file: a mapping of facts, or one under the key `facts`."""
        value = node.value
        if isinstance(value, dict) and isinstance(value.get("facts"), Node) and isinstance(value["facts"].value, dict):
            self._refuse_beside(value)
            node = value["facts"]
            value = node.value
        if not isinstance(value, dict):
            raise SubjectError("a subject must be a mapping of facts", place=node.place, hint="write person.age: 30")
        flat: dict[str, Node] = {}
        for name, item in _flatten("", value, self.statutes.kinds):
            if name in flat:
                # {person.age: 30, person: {age: 40}}: the parser sees two different keys.
                raise SubjectError(f"{name[:80]} is given twice", place=item.place, found=name[:80])
            flat[name] = item
        return Fixed({name: self._one(name, item.plain(), item.place) for name, item in flat.items()})

    def _refuse_beside(self, value: Mapping[str, Node]) -> None:
        """A fact beside the key `facts` would be one that nobody reads."""
        subjects = {name.split(".")[0] for name in self.statutes.kinds}
        for key, node in value.items():
            if key.split(".")[0] in subjects:
                raise SubjectError(f"{key[:80]!r} stands beside 'facts'", place=node.place, hint="put it under facts")

    def read(self, facts: Mapping[str, Any]) -> Fixed[str, Any]:
        """Facts by full name, as plain values; None means not known."""
        return Fixed({name: self._one(name, value, None) for name, value in facts.items()})

    def _one(self, name: str, value: Any, place: Place | None) -> Any:
        name = name if isinstance(name, str) else repr(name)[:80]
        kind = self.statutes.kinds.get(name)
        if kind is None or name.startswith(ROW_PREFIX):
            hint = nearest(name, self.statutes.kinds) or "huanliu law list --facts shows all"
            if kind is not None:
                hint = f"give it in a row: person.family: [{{{name.removeprefix(ROW_PREFIX)}: ...}}]"
            raise SubjectError(f"unknown fact {name[:80]!r}", place=place, found=name[:80], hint=hint)
        return None if value is None else _Reading(self, name, kind, place).read(value)

    def row_kinds(self) -> dict[str, Kind]:
        """The facts of a family member by their key in the row."""
        names = list(self.statutes.kinds)
        own = [name.removeprefix("person.") for name in names if name.startswith("person.")]
        rows = [name.removeprefix(ROW_PREFIX) for name in names if name.startswith(ROW_PREFIX)]
        return {key: kind for key in (*own, *rows) if (kind := self.row_kind(key)) is not None}

    def row_kind(self, key: str) -> Kind | None:
        """The fact of a family member under a key; any other fact of a person may stand there as the member's own."""
        kinds = self.statutes.kinds
        if ROW_PREFIX + key in kinds:
            return kinds[ROW_PREFIX + key]
        own = kinds.get(f"person.{key}")
        return None if own is None or "." in key or own.name in ("members", "day_log") else own


def _flatten(prefix: str, mapping: Mapping[str, Node], kinds: Mapping[str, Kind]) -> Any:
    """Nested or dotted names alike: `person: {age: 30}` is `person.age: 30`."""
    for key, node in mapping.items():
        name = f"{prefix}{key}"
        if isinstance(node.value, dict) and name not in kinds:
            yield from _flatten(f"{name}.", node.value, kinds)
        else:
            yield name, node


def _named(key: str, kinds: Mapping[str, Kind]) -> str:
    return ROW_PREFIX + key if ROW_PREFIX + key in kinds else f"person.{key}"


class _Reading:
    """One value on its way in."""

    def __init__(self, intake: Intake, name: str, kind: Kind, place: Place | None) -> None:
        self.intake, self.name, self.kind, self.place = intake, name, kind, place

    def read(self, value: Any) -> Any:
        """The value in the engine's own type."""
        return _BY_TYPE[self.kind.name](self, value)

    def refuse(self, value: Any, expected: str, hint: str | None = None) -> NoReturn:
        """One sentence: which fact, what came, what was expected."""
        try:
            text = str(value)
        except ValueError:
            # Python does not write out whole numbers of more than a few thousand digits.
            text = "a number of thousands of digits"
        shown = f"{text[:60]}{'...' if len(text) > 60 else ''}"
        raise SubjectError(
            f"{self.name} is {shown!r}, expected {expected}",
            place=self.place,
            found=shown,
            expected=expected,
            hint=hint,
        )

    @property
    def fact(self) -> Fact | None:
        return self.intake.statutes.law.facts.get(self.name)

    def boolean(self, value: Any) -> bool:
        return value if isinstance(value, bool) else self.refuse(value, "true or false")

    def text(self, value: Any) -> str:
        if not isinstance(value, str):
            self.refuse(value, "a text")
        if len(value) > MAX_TEXT:
            self.refuse(value, f"at most {MAX_TEXT} characters")
        return unicodedata.normalize("NFC", value)

    def enum(self, value: Any) -> str:
        known = self.kind.values
        value = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(value, str) or value not in known:
            shown = ", ".join(list(known)[:12]) + (" ..." if len(known) > 12 else "")
            self.refuse(value, f"one of {shown}", nearest(str(value), known))
        return value

    def set(self, value: Any) -> frozenset[str]:
        if not isinstance(value, (list, tuple, set, frozenset)):
            self.refuse(value, "a list of values", "write [] for none, leave it out for not known")
        return frozenset(self.enum(item) for item in value)

    def date(self, value: Any) -> datetime.date:
        if isinstance(value, datetime.datetime) or not isinstance(value, (datetime.date, str)):
            self.refuse(value, "a date such as 2026-11-20")
        try:
            day = parse_date(str(value))
        except DateError as error:
            self.refuse(value, f"a date such as 2026-11-20; {error.message}")
        low, high = (self.fact.range if self.fact else None) or (EARLIEST, LATEST)
        return day if low <= day <= high else self.refuse(value, f"between {low} and {high}")

    def whole(self, value: Any) -> int:
        number = self.number(value)
        if number != number.to_integral_value():
            self.refuse(value, "a whole number")
        return int(number)

    def number(self, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
            self.refuse(value, "a number")
        if isinstance(value, float) and not math.isfinite(value):
            self.refuse(value, "a number that can be reckoned with")
        try:
            number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        except (InvalidOperation, ValueError):
            self.refuse(value, "a number")
        return self.ranged(number, value)

    def ranged(self, number: Decimal, value: Any) -> Decimal:
        if not number.is_finite():
            self.refuse(value, "a number that can be reckoned with")
        low, high = (self.fact.range if self.fact else None) or (-LARGEST, LARGEST)
        if not low <= number <= high:
            self.refuse(value, f"between {money.grouped(low)} and {money.grouped(high)}")
        exponent = number.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.kind.places:
            self.refuse(value, f"at most {self.kind.places} decimals")
        return number

    def money(self, value: Any) -> Decimal:
        if isinstance(value, str):
            try:
                amount, currency = money.parse(value)
            except ValueError as error:
                self.refuse(value, str(error))
            if currency not in (None, self.kind.currency):
                self.refuse(value, f"an amount in {self.kind.currency}", f"this fact is in {self.kind.currency}")
            value = amount
        return self.number(value)

    def members(self, value: Any) -> tuple[Fixed[str, Any], ...]:
        if not isinstance(value, (list, tuple)) or len(value) > MAX_MEMBERS:
            self.refuse(value, f"a list of at most {MAX_MEMBERS} family members", "write [] for none")
        return tuple(self._member(row) for row in value)

    def _member(self, row: Any) -> Fixed[str, Any]:
        if not isinstance(row, Mapping):
            self.refuse(row, "a mapping for each family member, such as {relationship: child, age: 8}")
        kinds = {key: self._row_kind(key) for key in row}
        return Fixed(
            {
                key: _Reading(self.intake, _named(key, self.intake.statutes.kinds), kinds[key], self.place).read(item)
                for key, item in row.items()
                if item is not None
            }
        )

    def _row_kind(self, key: Any) -> Kind:
        found = self.intake.row_kind(key) if isinstance(key, str) else None
        if found is None:
            # All of them are only listed for whoever wrote one that there is not.
            hint = nearest(str(key), self.intake.row_kinds())
            raise SubjectError(f"a family member has no {str(key)[:60]!r}", place=self.place, hint=hint)
        return found

    def day_log(self, value: Any) -> tuple[DayRow, ...]:
        if not isinstance(value, (list, tuple)) or len(value) > MAX_ROWS:
            self.refuse(value, f"a list of at most {MAX_ROWS:,} days", "write [{day: 2026-01-01, place: hk}]")
        return tuple(self._day(row) for row in value)

    def _day(self, row: Any) -> DayRow:
        row = asdict(row) if isinstance(row, DayRow) else row
        if not isinstance(row, Mapping) or "day" not in row or "place" not in row:
            self.refuse(row, "{day: 2026-01-01, place: hk}")
        for key in row.keys() - {"day", "place", "whole_day", "worked", "reason"}:
            self.refuse(key, "day, place, whole_day, worked or reason")
        flags = {key: None if row.get(key) is None else self.boolean(row[key]) for key in ("whole_day", "worked")}
        reason = None if row.get("reason") is None else self.text(row["reason"])
        return DayRow(self.date(row["day"]), self.place_of(row["place"]), flags["whole_day"], flags["worked"], reason)

    def place_of(self, value: Any) -> str:
        """A place of the day log. What is not Hong Kong, Macao, Taiwan or abroad counts as the Mainland, so a place must
        be written as the rules know it: 'HK' once would have been a Mainland city."""
        place = self.text(value)
        if place in _ALSO_SAID or not _PLACE.fullmatch(place):
            meant = place.lower().replace(" ", "_")
            hint = f"write {_ALSO_SAID.get(meant, meant)}" if _PLACE.fullmatch(meant) else None
            self.refuse(value, "hk, mo, hengqin, tw, overseas or a Mainland city in pinyin", hint)
        return place


_BY_TYPE: dict[str, Callable[[_Reading, Any], Any]] = {
    "bool": _Reading.boolean,
    "int": _Reading.whole,
    "decimal": _Reading.number,
    "money": _Reading.money,
    "date": _Reading.date,
    "text": _Reading.text,
    "enum": _Reading.enum,
    "set": _Reading.set,
    "members": _Reading.members,
    "day_log": _Reading.day_log,
}
