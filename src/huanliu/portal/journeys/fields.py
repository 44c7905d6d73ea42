"""A question as fields of a form: which input a kind of fact has, and what stands in it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import attrs
from attrs import define

from huanliu.base import money
from huanliu.engine.asking.question import Question
from huanliu.engine.names import listed_names
from huanliu.engine.rulings import RuleBook
from huanliu.engine.statute import Statutes
from huanliu.engine.subject import ROW_PREFIX

MANY = 9
PERCENT = "%"
DATE_PARTS = ("day", "month", "year")
STAY_PARTS = ("first", "last", "place")
PLACES: tuple[str, ...] = (
    "hk",
    "mo",
    "shenzhen",
    "guangzhou",
    "zhuhai",
    "hengqin",
    "foshan",
    "dongguan",
    "zhongshan",
    "huizhou",
    "jiangmen",
    "zhaoqing",
    "elsewhere",
    "tw",
    "overseas",
)


@define
class Option:
    """One of some choices."""

    value: str
    label: str
    chosen: bool = False


@define
class Field:
    """One input with its label. `widget` names the template that draws it; `wrong` is the sentence of what will not do."""

    name: str
    widget: str
    label: str
    options: list[Option] = attrs.field(factory=list)
    value: str = ""
    parts: dict[str, str] = attrs.field(factory=dict)
    unit: str = ""
    low: str = ""
    high: str = ""
    wrong: str = ""
    doubted: str = ""

    @property
    def id(self) -> str:
        """What labels and errors point to."""
        return self.name.replace(".", "-")

    @property
    def untouched(self) -> bool:
        """Whether it stands as the law asks it: nothing was answered, chosen or refused yet."""
        said = self.value or self.wrong or self.doubted or any(self.parts.values())
        return not said and not any(option.chosen for option in self.options)


@define
class Row:
    """A family member or a stay."""

    number: int
    fields: list[Field]


@define
class Sheetlet:
    """Everything that one question puts on the page: a field, or rows of them."""

    question: Question
    lang: str
    field: Field
    rows: list[Row] = attrs.field(factory=list)

    @property
    def kind(self) -> str:
        """The kind of the fact."""
        return self.question.kind.name


def field_of(question: Question, lang: str, name: str, value: Any = None) -> Field:
    """The field of a fact with an answer that was given before, if any."""
    made = Field(name, _widget(question), question.text(lang), _options(question, lang, value))
    made.unit = unit_of(question, lang)
    if made.widget == "number" and question.range is not None and made.unit != PERCENT:
        shown = str if question.unit == "year" else money.grouped
        made.low, made.high = (shown(end) for end in question.range)
    if value is None or made.widget in ("radio", "select", "checkboxes"):
        return made
    if made.widget == "date":
        made.parts = _date_parts(str(value))
    elif made.widget == "number":
        made.value = shown_number(question, value)
    elif made.widget == "text":
        made.value = named(question, lang, str(value))
    return made


def _widget(question: Question) -> str:
    match question.kind.name:
        case "bool":
            return "radio"
        case "enum":
            return "radio" if len(question.kind.values) <= MANY else "select"
        case "set":
            return "checkboxes"
        case "int" | "decimal" | "money":
            return "number"
        case other:
            return other


def _options(question: Question, lang: str, value: Any) -> list[Option]:
    if question.kind.name == "text":
        return [Option(label, label) for label in dict.fromkeys(spellings(question, lang).values())]
    held = value if isinstance(value, (list, frozenset, tuple)) else [value]
    choices = question.choices(lang)
    return [Option(plain_choice(each.value), each.label, value is not None and each.value in held) for each in choices]


def plain_choice(value: Any) -> str:
    """A choice as it stands in a form."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def unit_of(question: Question, lang: str) -> str:
    """The unit beside a number; a share is asked as per cent."""
    unit = question.unit
    if unit in (None, "year"):
        return ""
    if unit == "share":
        return PERCENT
    words = question.book.words(lang)
    return words.say(f"unit.{unit}", value="").strip() if f"unit.{unit}" in words.law.words else str(unit)


def shown_number(question: Question, value: Any) -> str:
    """A number as it stands in a form."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    return money.plain(number * 100 if question.unit == "share" else number)


def _date_parts(text: str) -> dict[str, str]:
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return {}
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


def spellings(question: Question, lang: str) -> dict[str, str]:
    """The names that a text fact knows: the value that each means, and what it is called here."""
    labels = question.kind.labels
    if labels:
        return {value: text.in_language(lang) for value, text in labels.items()}
    return {name: name for name in _lists(question.book).get(question.fact, {}).values()}


def _lists(book: RuleBook) -> Mapping[str, Mapping[str, str]]:
    """The lists of names of the law, gathered once: that walk goes through every clause there is."""
    statutes: Statutes = book.statutes
    kept: dict[str, dict[str, str]] = book.plans.setdefault("names", {})
    if not kept:
        kept.update(listed_names(statutes))
    return kept


def named(question: Question, lang: str, value: str) -> str:
    """What a value is called."""
    return spellings(question, lang).get(value, value)


def members(question: Question, lang: str, count: int, answers: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Rows for so many family members."""
    return [_member(question, lang, number, answers) for number in range(count)]


def _member(question: Question, lang: str, number: int, answers: Sequence[Mapping[str, Any]]) -> Row:
    given = answers[number] if number < len(answers) else {}
    return Row(
        number + 1, [field_of(each, lang, f"m{number}-{key}", given.get(key)) for key, each in columns(question)]
    )


def columns(question: Question) -> list[tuple[str, Question]]:
    """The questions about one family member, in the order of the law; a relationship is always asked."""
    keys = dict.fromkeys(["relationship", *question.columns])
    kinds = question.book.statutes.kinds
    return [
        (key, Question(ROW_PREFIX + key, kinds[ROW_PREFIX + key], (), question.book))
        for key in keys
        if ROW_PREFIX + key in kinds
    ]
