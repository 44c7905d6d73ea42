"""Parse and refuse: what was sent for a question, as a plain value that the engine's intake then checks once more."""

from __future__ import annotations

import csv
import datetime
import difflib
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from huanliu.base import money
from huanliu.base.period import EARLIEST, LATEST, parse_date
from huanliu.engine.asking.question import Question
from huanliu.engine.names import CLOSE, folded
from huanliu.engine.subject import Intake
from huanliu.errors import DateError, SubjectError
from huanliu.portal.journeys.fields import DATE_PARTS, PLACES, columns, plain_choice, spellings
from huanliu.portal.words import say

MOST_MEMBERS = 20
MOST_STAYS = 60
LONGEST_STAY = 2_000
LARGEST_LOG = 500_000
LARGEST = Decimal(10) ** 12
NONE_OF_THESE = "none"


class RefusedError(ValueError):
    """An answer that will not do, as a word of the portal with its parts; `field` is the input that it stands in."""

    def __init__(self, word: str, field: str = "", **parts: object) -> None:
        super().__init__(word)
        self.word, self.field, self.parts = word, field, parts

    def sentence(self, code: str) -> str:
        """The refusal in the reader's words."""
        return say(f"journeys.wrong_{self.word}", code, **self.parts)


def read_answer(question: Question, data: QueryDict, files: Mapping[str, UploadedFile[Any]], lang: str) -> Any:
    """The value that was sent for a question. Raises RefusedError."""
    match question.kind.name:
        case "members":
            value: Any = _members(question, data, lang)
        case "day_log":
            value = _day_log(data, files)
        case _:
            value = read_field(question, data, "answer", lang)
    return _checked(question, value)


def _checked(question: Question, value: Any) -> Any:
    """The engine has the last word; its sentence is shown where none of ours said it before."""
    try:
        Intake(question.book.statutes).read({question.fact: value})
    except SubjectError as error:
        raise RefusedError("refused", reason=error.message) from error
    return value


def read_field(question: Question, data: QueryDict, name: str, lang: str) -> Any:
    """The value of one field. Raises RefusedError."""
    kind = question.kind.name
    if kind == "set":
        return _several(question, data, name)
    if kind == "date":
        return _date(data, name)
    text = tidy(data.get(name, ""))
    if kind in ("bool", "enum"):
        return _chosen(question, text, name)
    if kind == "text":
        return _named(question, text, data, name, lang)
    return _number(question, text, name)


def tidy(text: str) -> str:
    """Full-width digits and signs made plain, spaces at the ends dropped."""
    return unicodedata.normalize("NFKC", text).strip()


def _chosen(question: Question, text: str, name: str) -> Any:
    for choice in question.choices():
        if text == plain_choice(choice.value):
            return choice.value
    raise RefusedError("choose", name)


def _several(question: Question, data: QueryDict, name: str) -> list[str]:
    sent = data.getlist(name)
    if sent == [NONE_OF_THESE]:
        return []
    if not sent:
        raise RefusedError("choose_some", name)
    if NONE_OF_THESE in sent:
        raise RefusedError("none_and_some", name)
    if any(value not in question.kind.values for value in sent):
        raise RefusedError("choose_some", name)
    return sent


def _number(question: Question, text: str, name: str) -> str:
    """A number without its grouping, its currency or its per cent sign, within its range."""
    if not text:
        raise RefusedError("number_missing", name)
    bare = re.sub(r"^(HKD|CNY|RMB|MOP|USD|HK\$|MOP\$|¥|\$)|(HKD|CNY|RMB|MOP|USD|%)$", "", text.upper())
    try:
        number = Decimal(re.sub(r"[,\s]", "", bare))
    except InvalidOperation:
        raise RefusedError("number", name, found=text[:40]) from None
    if not number.is_finite():
        raise RefusedError("number", name, found=text[:40])
    percent = question.unit == "share"
    _within(question, number, name, percent)
    return money.plain(number / 100 if percent else number)


def _within(question: Question, number: Decimal, name: str, percent: bool) -> None:
    # A number of hundreds of digits cannot even be rounded, so its size comes first.
    if abs(number) > LARGEST:
        raise RefusedError("large", name)
    places = 4 if percent else {"int": 0, "money": 2}.get(question.kind.name, 6)
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        raise RefusedError("whole" if places == 0 else "decimals", name, places=places)
    if question.range is not None:
        low, high = (Decimal(end) * (100 if percent else 1) for end in question.range)
        if not low <= number <= high:
            shown = str if question.unit == "year" else money.grouped
            raise RefusedError("range", name, low=shown(low), high=shown(high))


def _date(data: QueryDict, name: str) -> str:
    parts = [tidy(data.get(f"{name}-{part}", "")) for part in DATE_PARTS]
    if not all(parts):
        raise RefusedError("date_missing", name)
    try:
        day, month, year = (int(part[:5]) for part in parts)
        found = datetime.date(year, month, day)
    except ValueError:
        raise RefusedError("date", name, found="-".join(reversed(parts))[:40]) from None
    if not EARLIEST <= found <= LATEST:
        raise RefusedError("date_range", name, low=EARLIEST.isoformat(), high=LATEST.isoformat())
    return found.isoformat()


def _named(question: Question, text: str, data: QueryDict, name: str, lang: str) -> str:
    """A name as the law's lists write it. One that no list holds is said back once, for a misspelt name is a wrong no."""
    if not text:
        raise RefusedError("text_missing", name)
    known: dict[str, str] = {}
    for language in ("en", "zh-Hans", "zh-Hant", lang):
        for value, label in spellings(question, language).items():
            known |= {folded(value): value, folded(label): value}
    if not known or folded(text) in known or data.get(f"{name}-sure") == text:
        return known.get(folded(text), text)
    near = difflib.get_close_matches(folded(text), known, n=1, cutoff=CLOSE)
    shown = spellings(question, lang)[known[near[0]]] if near else ""
    raise RefusedError("doubt" if near else "unlisted", name, found=text[:60], nearest=shown)


def _members(question: Question, data: QueryDict, lang: str) -> list[dict[str, Any]]:
    if "nobody" in data:
        return []
    count = count_sent(data, "members", MOST_MEMBERS)
    rows = [_member(question, data, f"m{number}", lang) for number in range(count)]
    found = [row for row in rows if row]
    if not found:
        raise RefusedError("members_missing", "m0-relationship")
    return found


def count_sent(data: QueryDict, name: str, most: int) -> int:
    """How many rows a form has, at least one."""
    text = data.get(name, "")
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 4 else 1


def _member(question: Question, data: QueryDict, start: str, lang: str) -> dict[str, Any]:
    """One row; what was left empty is not known, and a row without anything is nobody."""
    row: dict[str, Any] = {}
    for key, column in columns(question):
        name = f"{start}-{key}"
        if _sent(column, data, name):
            row[key] = read_field(column, data, name, lang)
    if row and "relationship" not in row:
        raise RefusedError("relationship", f"{start}-relationship")
    return row


def _sent(column: Question, data: QueryDict, name: str) -> bool:
    names = [f"{name}-{part}" for part in DATE_PARTS] if column.kind.name == "date" else [name]
    return any(tidy(each) for sent in names for each in data.getlist(sent))


def _day_log(data: QueryDict, files: Mapping[str, UploadedFile[Any]]) -> list[dict[str, str]]:
    if "log" in files:
        return _log_file(files["log"])
    count = count_sent(data, "stays", MOST_STAYS)
    rows = [row for number in range(count) for row in _stay(data, f"s{number}")]
    if not rows:
        raise RefusedError("stays_missing", "s0-first")
    return rows


def _stay(data: QueryDict, start: str) -> list[dict[str, str]]:
    """One row for each day of a stay; a row left empty is none."""
    first, last, place = (data.get(f"{start}-{part}", "").strip() for part in ("first", "last", "place"))
    if not first and not last:
        return []
    if place not in PLACES:
        raise RefusedError("place", f"{start}-place")
    days = _days(first, last or first, f"{start}-first")
    return [{"day": day.isoformat(), "place": place} for day in days]


def _days(first: str, last: str, name: str) -> Sequence[datetime.date]:
    try:
        begin, end = parse_date(first), parse_date(last)
    except DateError:
        raise RefusedError("date", name, found=f"{first} – {last}"[:40]) from None
    count = (end - begin).days + 1
    if not 1 <= count <= LONGEST_STAY:
        raise RefusedError("stay", name)
    return [begin + datetime.timedelta(days=passed) for passed in range(count)]


def _log_file(file: UploadedFile[Any]) -> list[dict[str, str]]:
    """A CSV file with the columns day and place, read and thrown away."""
    if (file.size or 0) > LARGEST_LOG:
        raise RefusedError("file_large", "log")
    try:
        text = file.read().decode("utf-8-sig")
        rows = [{"day": row["day"].strip(), "place": row["place"].strip()} for row in csv.DictReader(io.StringIO(text))]
    except (UnicodeDecodeError, KeyError, AttributeError, csv.Error):
        raise RefusedError("file", "log") from None
    if not rows:
        raise RefusedError("file", "log")
    return rows


def read_day(data: Mapping[str, str]) -> datetime.date | None:
    """The day asked about; None without one. Raises RefusedError."""
    text = tidy(data.get("on", ""))
    if not text:
        return None
    try:
        found = parse_date(text)
    except DateError:
        raise RefusedError("date", "on", found=text[:40]) from None
    if not EARLIEST <= found <= LATEST:
        raise RefusedError("date_range", "on", low=EARLIEST.isoformat(), high=LATEST.isoformat())
    return found
