"""Places side by side for one subject, as a table in which each line names the provision behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from huanliu.base import money
from huanliu.engine.evaluate import Situation
from huanliu.engine.payslips.account import Account, fill
from huanliu.errors import UnknownNameError, nearest
from huanliu.law.model import Payslip

# What one unit of the first currency is in the second, as somebody told it: no law says it.
Rates = Mapping[tuple[str, str], Decimal]
CENT = Decimal("0.01")


def find_payslips(payslips: Mapping[str, Payslip], names: Sequence[str]) -> list[Payslip]:
    """Payslips by their ids, with or without the prefix 'payslip.'; all without names. Raises UnknownNameError."""
    if not names:
        return list(payslips.values())
    return [_find(payslips, name) for name in names]


def _find(payslips: Mapping[str, Payslip], name: str) -> Payslip:
    for identity in (name, f"payslip.{name}"):
        if identity in payslips:
            return payslips[identity]
    hint = nearest(f"payslip.{name.removeprefix('payslip.')}", payslips) or "huanliu law list --payslips shows all"
    raise UnknownNameError(f"there is no payslip {name[:80]!r}", found=name[:80], hint=hint)


def compare(payslips: Iterable[Payslip], at: Situation, rates: Rates) -> list[Account]:
    """A subject's accounts, the one with the largest share left first; those that are not known come last.

    Where the pay of a place is not stated, the pay of another place is taken at a told rate.
    """
    payslips = list(payslips)
    accounts = [fill(payslip, at, _pay(payslip, payslips, at, rates)) for payslip in payslips]
    return sorted(accounts, key=_order)


def _order(account: Account) -> tuple[bool, Decimal]:
    gross, net = account.gross, account.net
    return (True, Decimal(0)) if not gross or net is None else (False, -net / gross)


def _pay(payslip: Payslip, payslips: Sequence[Payslip], at: Situation, rates: Rates) -> Decimal | None:
    if at.facts.get(payslip.gross) is not None:
        return None
    for other in payslips:
        stated, rate = at.facts.get(other.gross), rates.get((other.currency, payslip.currency))
        if stated is not None and (rate is not None or other.currency == payslip.currency):
            return Decimal(stated * (1 if rate is None else rate)).quantize(CENT)
    return None


def table(accounts: Iterable[Account], lang: str = "en") -> list[dict[str, Any]]:
    """A row for each line of each place: for a data frame, a file, or a page."""
    return [
        {
            "payslip": account.payslip.id,
            "lives": account.payslip.lives,
            "works": account.payslip.works,
            "currency": account.payslip.currency,
            "line": line.entry.id,
            "title": line.entry.title.in_language(lang),
            "sign": line.entry.sign,
            "amount": None if line.amount is None else money.plain(line.amount),
            "provision": line.entry.provision,
        }
        for account in accounts
        for line in account.lines
    ]
