"""What if: the same goal with other answers, before and after side by side. The answers given are not touched."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import define, frozen
from django.http import QueryDict

from huanliu.base import money
from huanliu.base.language import Text
from huanliu.engine.asking.interview import Interview
from huanliu.engine.asking.question import Question
from huanliu.engine.assess import Finding
from huanliu.engine.evaluate import Situation
from huanliu.engine.kinds import Kind
from huanliu.engine.payslips.account import Account
from huanliu.engine.planning.doors import doors_of
from huanliu.engine.recourse import EASE, changeable
from huanliu.engine.rulings import RuleBook
from huanliu.engine.words import Words
from huanliu.portal.bay import law_language
from huanliu.portal.journeys import earning, forms
from huanliu.portal.journeys.fields import Field, field_of, shown_number
from huanliu.portal.journeys.goals import Aim
from huanliu.portal.journeys.sheet import Sheet
from huanliu.portal.journeys.standing import statuses

MOST = 14
STEPS = 100


@define
class Lever:
    """One answer that may be tried otherwise. Numbers have a slider from `low` to `high` beside their field."""

    question: Question
    field: Field
    was: str
    low: str = ""
    high: str = ""
    step: str = ""
    slide: str = ""

    @property
    def sliding(self) -> bool:
        """Whether it has a slider."""
        return bool(self.high)


@frozen
class Moved:
    """A door that stands otherwise, or an amount that comes out otherwise."""

    title: Text
    before: str
    after: str


@frozen
class Comparison:
    """Before and after: doors, amounts of what is met, and what is left of the pay."""

    doors: tuple[Moved, ...]
    amounts: tuple[tuple[str, str, str], ...]
    nets: tuple[tuple[Text, str, str], ...]
    changed: tuple[str, ...]


def levers(interview: Interview, sheet: Sheet, code: str) -> list[Lever]:
    """The answers given that somebody can change, what changes most easily first; then those that are not known yet."""
    rules, lang = interview.book, law_language(code)
    answers = sheet.readable(rules)
    wanted = [name for name in answers if _movable(rules, name)]
    wanted.sort(key=lambda name: -EASE.index(changeable(rules, name)))
    return [
        _lever(Question(name, rules.statutes.kinds[name], (), rules), answers[name], lang) for name in wanted[:MOST]
    ]


def _movable(rules: RuleBook, name: str) -> bool:
    kind = rules.statutes.kinds[name].name
    return kind not in ("members", "day_log", "text") and (name == "person.age" or changeable(rules, name) != "never")


def _lever(question: Question, value: Any, lang: str) -> Lever:
    made = field_of(question, lang, question.fact, value)
    made.label = question.label(lang)
    lever = Lever(question, made, made.value)
    if made.widget == "number":
        _slider(lever)
    return lever


def _slider(lever: Lever) -> None:
    """From the least to the greatest that makes sense: the range of the fact, narrowed to about three times the answer."""
    value = Decimal(lever.was or 0)
    scale = 100 if lever.question.unit == "share" else 1
    low, high = (Decimal(end) * scale for end in lever.question.range or (0, 10**12))
    high = min(high, _round_up(max(abs(value) * 3, Decimal(10))))
    low = max(low, Decimal(0)) if value >= 0 else low
    if not low <= value <= high:
        return
    whole = lever.question.kind.name == "int"
    step = max(Decimal(1), _round_up((high - low) / STEPS)) if whole or high > STEPS else Decimal("0.1")
    lever.low, lever.high, lever.step = (money.plain(end) for end in (low, high, step))
    lever.slide = lever.was


def _round_up(number: Decimal) -> Decimal:
    """To the next 1, 2 or 5 with zeros, so that a slider has readable ends."""
    size = Decimal(10) ** number.adjusted() if number else Decimal(1)
    return next(factor * size for factor in (1, 2, 5, 10) if factor * size >= number)


def read(found: list[Lever], data: QueryDict, code: str) -> dict[str, Any]:
    """What was moved, as plain values; refused ones are marked at their field and left out."""
    moved: dict[str, Any] = {}
    for lever in found:
        name = lever.field.name
        if not any(key == name or key.startswith(f"{name}-") for key in data):
            continue
        try:
            value = forms.read_field(lever.question, _settled(lever, data), name, law_language(code))
        except forms.RefusedError as error:
            lever.field.wrong, lever.field.value = error.sentence(code), data.get(name, "")
            continue
        if _put(lever, value, code):
            moved[name] = value
    return moved


def _settled(lever: Lever, data: QueryDict) -> QueryDict:
    """A slider and its field say the same once one of them was moved: the one that differs from what both were counts."""
    name = lever.field.name
    slid, was = data.get(f"{name}-slide"), data.get(f"{name}-was", "")
    if not lever.sliding or slid is None or slid == was:
        return data
    both = data.copy()
    both[name] = slid
    return both


def _put(lever: Lever, value: Any, code: str) -> bool:
    """The tried value into the field; whether it differs from the answer."""
    before = lever.was
    made = field_of(lever.question, law_language(code), lever.field.name, value)
    changed = _told(made) != _told(lever.field)
    made.label = lever.field.label
    lever.field = made
    if lever.sliding:
        lever.slide = shown_number(lever.question, value)
    return changed or (made.widget == "number" and made.value != before)


def _told(made: Field) -> tuple[Any, ...]:
    return made.value, tuple(made.parts.items()), tuple(option.value for option in made.options if option.chosen)


def compare(goal: Aim, interview: Interview, sheet: Sheet, moved: Mapping[str, Any], words: Words) -> Comparison:
    """The goal as it stands, and as it would stand."""
    rules = interview.book
    tried = Interview(rules, [goal.id], {**sheet.readable(rules), **moved}, skipped=sheet.unknown(rules))
    before, after = statuses(interview), statuses(tried)
    titles = {
        door.id: door.title
        for each in interview.goals
        for door in doors_of([each.id], _at(interview))
        if each.id in before
    }
    doors = tuple(Moved(titles[name], before[name], after[name]) for name in before if before[name] != after[name])
    changed = tuple(words.label(name) for name in moved)
    return Comparison(
        doors, tuple(_amounts(interview, tried, words)), tuple(_nets(rules, sheet, moved, words)), changed
    )


def _at(interview: Interview) -> Situation:
    return Situation(interview.facts, interview.book)


def _amounts(one: Interview, other: Interview, words: Words) -> list[tuple[str, str, str]]:
    first, second = _gains(one, words), _gains(other, words)
    names = dict.fromkeys([*first, *second])
    nothing = "–"
    return [
        (name, first.get(name, nothing), second.get(name, nothing))
        for name in names
        if first.get(name) != second.get(name)
    ]


def _gains(interview: Interview, words: Words) -> dict[str, str]:
    """The amounts of every provision that is met, under their titles."""
    found: dict[str, str] = {}
    for finding in interview.findings().values():
        if isinstance(finding, Finding) and finding.amounts:
            title = words.of(finding.ruling.provision.title)
            for name, value in finding.amounts.items():
                amount, expression = finding.ruling.amounts[name]
                found[f"{title}: {words.of(amount.label)}"] = words.value(value, expression.kind)
    return found


def _nets(rules: RuleBook, sheet: Sheet, moved: Mapping[str, Any], words: Words) -> list[tuple[Text, str, str]]:
    """What is left of a year's pay in each place where it is known before or after."""
    pay, rates = earning.told(sheet)
    facts = {**pay, **sheet.readable(rules)}
    if not any(name in {**facts, **moved} for name in earning.pay_facts(rules)):
        return []
    ways = (facts, {**facts, **moved})
    before, after = ({each.payslip.id: each for each in earning.accounts_of(rules, way, rates)} for way in ways)
    found = []
    for name, account in before.items():
        kind = Kind("money", currency=account.payslip.currency)
        one, other = (_net(each[name], kind, words) for each in (before, after))
        if one != other:
            found.append((account.payslip.title, one, other))
    return found


def _net(account: Account, kind: Kind, words: Words) -> str:
    if account.gross is None:
        return words.say("unknown")
    if account.net is not None:
        return words.number(account.net, kind)
    return words.say("unknown") if account.estimate is None else f"≈ {words.number(account.estimate, kind)}"
