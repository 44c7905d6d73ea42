"""A payslip for one subject: each line with its amount and the provision behind it, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from huanliu.base import money
from huanliu.base.truth import Status
from huanliu.engine.asking.missing import missing_facts
from huanliu.engine.assess import assess_one
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import RuleBook
from huanliu.engine.subject import Intake
from huanliu.law.model import Entry, Payslip

Settings = Sequence[tuple[str, Expression]]


@frozen(eq=False)
class Line:
    """One line: `amount` in major units, None where it is not known; `missing` are the facts that it lacks.

    `estimate` is what an unknown amount comes to with numbers of the law that nobody has verified.
    """

    entry: Entry
    amount: Decimal | None
    estimate: Decimal | None
    missing: tuple[str, ...]
    status: Status | None

    def plain(self, lang: str) -> dict[str, Any]:
        """JSON values."""
        buys = self.entry.buys
        return {
            "id": self.entry.id,
            "title": self.entry.title.in_language(lang),
            "sign": self.entry.sign,
            "amount": None if self.amount is None else money.plain(self.amount),
            "estimate": None if self.estimate is None else money.plain(self.estimate),
            "provision": self.entry.provision,
            "status": None if self.status is None else self.status.value,
            "missing": list(self.missing),
            "buys": None if buys is None else buys.in_language(lang),
        }


@frozen(eq=False)
class Account:
    """A payslip filled in. `assumed` are facts that nobody stated, with what they count as: mostly none."""

    payslip: Payslip
    at: Situation
    lines: tuple[Line, ...]
    assumed: Mapping[str, Any]

    @property
    def gross(self) -> Decimal | None:
        """The year's pay."""
        found: Decimal | None = self.at.fact(self.payslip.gross)
        return found

    @property
    def net(self) -> Decimal | None:
        """What is left; None where a line is not known."""
        return self.known_net if all(line.amount is not None for line in self._counted) else None

    @property
    def known_net(self) -> Decimal:
        """What is left before the lines that are not known."""
        return sum((line.entry.sign * line.amount for line in self._counted if line.amount is not None), Decimal(0))

    @property
    def estimate(self) -> Decimal | None:
        """What is left if numbers that nobody has verified are right; None where that is not known either."""
        each = [line.estimate if line.amount is None else line.amount for line in self._counted]
        if None in each:
            return None
        signed = zip(self._counted, each, strict=True)
        return sum((line.entry.sign * amount for line, amount in signed if amount is not None), Decimal(0))

    @property
    def unknown(self) -> list[Line]:
        """The lines that are not known."""
        return [line for line in self._counted if line.amount is None]

    @property
    def _counted(self) -> list[Line]:
        return [line for line in self.lines if line.entry.sign]

    def plain(self, lang: str = "en") -> dict[str, Any]:
        """JSON values."""
        gross, net = self.gross, self.net
        return {
            "payslip": self.payslip.id,
            "title": self.payslip.title.in_language(lang),
            "lives": self.payslip.lives,
            "works": self.payslip.works,
            "currency": self.payslip.currency,
            "gross": None if gross is None else money.plain(gross),
            "net": None if net is None else money.plain(net),
            "net_with_numbers_not_verified": None if self.estimate is None else money.plain(self.estimate),
            "net_before_what_is_not_known": money.plain(self.known_net),
            "not_known": [line.entry.id for line in self.unknown],
            "lines": [line.plain(lang) for line in self.lines],
            "taken_as_none": dict(self.assumed),
            "notes": [note.in_language(lang) for note in self.payslip.notes],
        }


def fill(payslip: Payslip, at: Situation, pay: Decimal | None = None) -> Account:
    """The payslip of a subject; `pay` in place of the year's pay that the facts state.

    What the subject states comes before what the payslip sets. Raises SubjectError where a fact of the payslip does not fit.
    """
    intake = Intake(at.book.statutes)
    stated = {name: value for name, value in at.facts.items() if value is not None}
    assumed = {name: value for name, value in payslip.unless_stated.items() if name not in stated}
    given = {**intake.read(assumed), **stated, **intake.read(payslip.facts)}
    if pay is not None:
        given[payslip.gross] = pay
    whole, guessed = (_worked_out(payslip, given, stated, book) for book in (at.book, at.book.trusting))
    settings = at.book.payslip(payslip.id).settings
    texts = zip(at.book.payslip(payslip.id).lines, at.book.trusting.payslip(payslip.id).lines, strict=True)
    lines = tuple(_line(entry, sql, whole, other, guessed, settings) for (entry, sql), (_, other) in texts)
    return Account(payslip, whole, lines, assumed)


def _worked_out(payslip: Payslip, given: Mapping[str, Any], stated: Mapping[str, Any], book: RuleBook) -> Situation:
    """The facts with those that the payslip works out one after the other."""
    facts = dict(given)
    for name, expression in book.payslip(payslip.id).settings:
        if name not in stated:
            facts[name] = evaluate(expression, Situation(facts, book))
    return Situation({name: value for name, value in facts.items() if value is not None}, book)


def _line(entry: Entry, sql: Any, at: Situation, other: Any, guessed: Situation, settings: Settings) -> Line:
    amount = evaluate(sql, at)
    # What the payslip works out itself is not asked for.
    own = {name for name, _ in settings}
    missing = tuple(name for name in missing_facts(sql, at) if name not in own) if amount is None else ()
    estimate = evaluate(other, guessed) if amount is None else None
    status = None if entry.provision is None else assess_one(at.book.ruling(entry.provision), at).status
    return Line(entry, amount, estimate, missing, status)
