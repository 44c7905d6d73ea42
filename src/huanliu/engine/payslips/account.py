"""A payslip for one subject: each line with its amount and the provision behind it, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from huanliu.base import money
from huanliu.base.truth import Status
from huanliu.engine.asking.missing import missing_facts
from huanliu.engine.assess import assess_one
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.subject import Intake
from huanliu.law.model import Entry, Payslip


@frozen(eq=False)
class Line:
    """One line: `amount` in major units, None where it is not known; `missing` are the facts that it lacks."""

    entry: Entry
    amount: Decimal | None
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
            "provision": self.entry.provision,
            "status": None if self.status is None else self.status.value,
            "missing": list(self.missing),
            "buys": None if buys is None else buys.in_language(lang),
        }


@frozen(eq=False)
class Account:
    """A payslip filled in. `assumed` are facts that counted as none because nobody stated them."""

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
    facts = {**intake.read(assumed), **stated, **intake.read(payslip.facts)}
    if pay is not None:
        facts[payslip.gross] = pay
    text = at.book.payslip(payslip.id)
    for name, expression in text.settings:
        if name not in stated:
            facts[name] = evaluate(expression, Situation(facts, at.book))
    whole = Situation({name: value for name, value in facts.items() if value is not None}, at.book)
    return Account(payslip, whole, tuple(_line(entry, sql, whole) for entry, sql in text.lines), assumed)


def _line(entry: Entry, sql: Any, at: Situation) -> Line:
    amount = evaluate(sql, at)
    missing = tuple(missing_facts(sql, at)) if amount is None else ()
    status = None if entry.provision is None else assess_one(at.book.ruling(entry.provision), at).status
    return Line(entry, amount, missing, status)
