"""What a person types, as the value of a fact; and facts as a subject file that can be read again."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from huanliu.base.daylog import DayRow
from huanliu.base.money import plain
from huanliu.base.period import parse_date
from huanliu.engine.asking.question import Choice
from huanliu.errors import SubjectError

YES = frozenset({"y", "yes", "true", "是", "有", "对", "對"})
NO = frozenset({"n", "no", "false", "否", "不", "没有", "沒有", "无", "無"})
NONE = frozenset({"0", "-", "none", "无", "無", "没有", "沒有"})
LONGEST_STAY = 2_000

_STAY = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|to|至)\s*(\d{4}-\d{2}-\d{2}))?\s+([a-z_]+)$")


def tidy(text: str) -> str:
    """A line as it is read: full-width digits and signs made plain, spaces at the ends dropped."""
    return unicodedata.normalize("NFKC", text).strip()


def chosen(text: str, choices: Sequence[Choice]) -> Any:
    """One of some choices by its number, its value or its label. Raises SubjectError where it is none of them."""
    if text.isdecimal() and 1 <= int(text[:4]) <= len(choices):
        return choices[int(text) - 1].value
    for choice in choices:
        if text.casefold() in (str(choice.value).casefold(), tidy(choice.label).casefold()):
            return choice.value
    raise SubjectError(f"{text[:60]!r} is not one of the choices", hint=f"type a number from 1 to {len(choices)}")


def yes_or_no(text: str) -> bool:
    """Yes or no in the words of three languages, or the number of the choice."""
    word = text.casefold()
    if word == "1" or word in YES:
        return True
    if word == "2" or word in NO:
        return False
    raise SubjectError(f"{text[:60]!r} is neither yes nor no", hint="type y or n")


def several(text: str, choices: Sequence[Choice]) -> list[Any]:
    """Any number of choices, separated by commas or spaces; 0 is none of them."""
    if text.casefold() in NONE:
        return []
    whole = {tidy(choice.label).casefold(): choice.value for choice in choices}
    parts = re.split(r"[,;、]+", text) if re.search(r"[,;、]", text) else [text]
    found = []
    for part in map(str.strip, parts):
        words = [part] if part.casefold() in whole else part.split()
        found += [chosen(word, choices) for word in words]
    return found


def number(text: str, unit: str | None) -> str:
    """A number without its grouping, its unit or its per cent sign, as text for the intake to check."""
    bare = text.replace(",", "").replace(" ", "")
    share = re.fullmatch(r"(-?\d+(?:\.\d+)?)%", bare)
    if share and unit == "share":
        return plain(Decimal(share[1]) / 100)
    leading = re.fullmatch(r"(-?\d+(?:\.\d+)?)[^\d.]*", bare)
    return leading[1] if leading and len(bare) <= 40 else text


def day_log(text: str) -> list[dict[str, str]]:
    """Stays such as '2026-01-01..2026-03-31 hk; 2026-04-02 mo', one row for each day."""
    rows = []
    for stay in filter(None, (part.strip() for part in text.split(";"))):
        match = _STAY.match(stay)
        if match is None:
            raise SubjectError(f"{stay[:60]!r} is not a stay", hint="write 2026-01-01..2026-03-31 hk; 2026-04-02 mo")
        first = parse_date(match[1])
        count = (parse_date(match[2] or match[1]) - first).days + 1
        if not 1 <= count <= LONGEST_STAY:
            raise SubjectError(f"the stay {stay[:60]!r} has {count} days", hint="the first day comes first")
        days = (first + datetime.timedelta(days=passed) for passed in range(count))
        rows += [{"day": day.isoformat(), "place": match[3]} for day in days]
    return rows


def subject_file(facts: Mapping[str, Any], remarks: Iterable[str]) -> str:
    """Facts as the text of a subject file, under some remarks."""
    lines = [f"# {' '.join(remark.split())}" for remark in remarks]
    lines += [f"{name}: {written(value)}" for name, value in facts.items()]
    return "\n".join(lines) + "\n"


def written(value: Any) -> str:
    """A value of the engine as YAML on one line."""
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return plain(value)
        case datetime.date():
            return value.isoformat()
        case frozenset():
            return written(sorted(value))
        case list() | tuple():
            return f"[{', '.join(map(written, value))}]"
        case Mapping():
            return "{" + ", ".join(f"{key}: {written(item)}" for key, item in value.items()) + "}"
        case DayRow():
            kept = {name: getattr(value, name) for name in ("day", "place", "whole_day", "worked", "reason")}
            return written({name: item for name, item in kept.items() if item is not None})
    return json.dumps(str(value), ensure_ascii=False)
