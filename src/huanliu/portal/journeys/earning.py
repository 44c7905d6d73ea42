"""The money side: what is left of a year's pay, place by place, each line traced to its provision; and the drawing of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen
from django.http import QueryDict

from huanliu.base import money
from huanliu.engine.asking.question import Question
from huanliu.engine.evaluate import Situation
from huanliu.engine.kinds import Kind
from huanliu.engine.payslips.account import Account, Line
from huanliu.engine.payslips.compare import Rates, compare
from huanliu.engine.rulings import RuleBook
from huanliu.engine.subject import Intake
from huanliu.engine.words import Words
from huanliu.portal.journeys import forms
from huanliu.portal.journeys.fields import Field, field_of
from huanliu.portal.journeys.result import Asked
from huanliu.portal.journeys.sheet import Sheet

# One Hong Kong dollar in the other currencies: no law says it, so the reader does.
RATES = ("CNY", "MOP")
HOME = "HKD"
LIMIT = Decimal(1000)
FEW = 6


@frozen
class LineShown:
    """A line of a place with its amount as it is written; `sure` is False for numbers that nobody has verified."""

    line: Line
    sign: str
    amount: str | None
    sure: bool


@frozen
class Place:
    """One place: what is left, out of how much, and how."""

    account: Account
    gross: str | None
    net: str | None
    share: str | None
    sure: bool
    lines: tuple[LineShown, ...]
    missing: tuple[Asked, ...]
    assumed: str


def pay_facts(rules: RuleBook) -> list[str]:
    """The facts that hold a year's pay."""
    return list(dict.fromkeys(each.gross for each in rules.statutes.law.payslips.values()))


def told(sheet: Sheet) -> tuple[dict[str, str], dict[str, str]]:
    """Pay and rates as the reader told them."""
    noted = sheet.note("money", {})
    return dict(noted.get("pay", {})), dict(noted.get("rates", {}))


def fields(rules: RuleBook, sheet: Sheet, lang: str) -> list[Field]:
    """A field for each pay, filled with what was told or answered."""
    pay, _ = told(sheet)
    given = {**sheet.answers, **pay}
    made = []
    for name in pay_facts(rules):
        question = Question(name, rules.statutes.kinds[name], (), rules)
        made.append(field_of(question, lang, name, given.get(name)))
    return made


def rate_fields(sheet: Sheet) -> list[Field]:
    """A field for each rate."""
    _, rates = told(sheet)
    return [Field(f"rate-{code}", "number", code, value=rates.get(code, ""), unit=code) for code in RATES]


def read(data: QueryDict, rules: RuleBook) -> tuple[dict[str, str], dict[str, str]]:
    """Pay and rates from the form; what is left empty is not told. Raises RefusedError."""
    pay = {}
    for name in pay_facts(rules):
        if forms.tidy(data.get(name, "")):
            question = Question(name, rules.statutes.kinds[name], (), rules)
            pay[name] = str(forms.read_field(question, data, name, "en"))
    rates = {code: _rate(data, f"rate-{code}") for code in RATES if forms.tidy(data.get(f"rate-{code}", ""))}
    return pay, rates


def _rate(data: QueryDict, name: str) -> str:
    text = forms.tidy(data.get(name, ""))
    try:
        rate = Decimal(text)
    except ArithmeticError:
        raise forms.RefusedError("number", name, found=text[:40]) from None
    if not rate.is_finite() or not 0 < rate < LIMIT or rate != round(rate, 6):
        raise forms.RefusedError("rate", name)
    return money.plain(rate)


def rates_of(stated: Mapping[str, str]) -> Rates:
    """Every pair of currencies that follows from what was told."""
    worth = {HOME: Decimal(1), **{code: Decimal(rate) for code, rate in stated.items()}}
    return {(one, other): worth[other] / worth[one] for one in worth for other in worth if one != other}


def accounts(rules: RuleBook, sheet: Sheet, payslips: Sequence[str] = ()) -> list[Account]:
    """Every place for the session's answers, the one that leaves most first."""
    pay, rates = told(sheet)
    return accounts_of(rules, {**sheet.readable(rules), **pay}, rates, payslips)


def accounts_of(
    rules: RuleBook, facts: Mapping[str, Any], rates: Mapping[str, str], payslips: Sequence[str] = ()
) -> list[Account]:
    """The same for any facts as plain values."""
    law = rules.statutes.law
    at = Situation(Intake(rules.statutes).read(facts), rules)
    slips = [each for name, each in law.payslips.items() if not payslips or name in payslips]
    return compare(slips, at, rates_of(rates))


def paid(found: Sequence[Account]) -> list[Account]:
    """The places whose pay is known; all of them where none is."""
    return [each for each in found if each.gross is not None] or list(found)


def place(account: Account, words: Words) -> Place:
    """A place as it is shown."""
    kind = Kind("money", currency=account.payslip.currency)
    gross, net = account.gross, account.net
    best = account.estimate if net is None else net
    if gross is None:
        best = None
    missing = dict.fromkeys(name for line in account.unknown for name in line.missing)
    return Place(
        account,
        None if gross is None else words.number(gross, kind),
        None if best is None else words.number(best, kind),
        f"{best / gross:.1%}" if gross and best is not None else None,
        net is not None,
        tuple(_line(line, kind, words) for line in account.lines if line.amount != 0),
        tuple(Asked(name, words.label(name)) for name in missing),
        words.joined([words.label(name) for name in account.assumed]),
    )


def lacking(places: Iterable[Place]) -> list[Asked]:
    """The facts that most places lack, a few of them."""
    counted = Counter(each for found in places for each in found.missing)
    return [each for each, _ in counted.most_common(FEW)]


def _line(line: Line, kind: Kind, words: Words) -> LineShown:
    amount = line.estimate if line.amount is None else line.amount
    sign = {1: "+", -1: "−", 0: ""}[line.entry.sign]
    shown = None if amount is None else words.number(amount, kind)
    return LineShown(line, sign, shown, line.amount is not None)


def drawing(found: Sequence[Account], words: Words) -> str:
    """The places side by side as SVG."""
    # Charts bring in a renderer that no other page needs.
    from huanliu.charts.drawing import svg
    from huanliu.charts.payslips import places

    return svg(places(found, words))
