"""Places side by side for one subject, as a table in which each line names the provision behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from huanliu.base import money
from huanliu.engine.evaluate import Situation
from huanliu.engine.pockets.ledger import Account, fill
from huanliu.errors import UnknownNameError, nearest
from huanliu.law.model import Ledger

# What one unit of the first currency is in the second, as somebody told it: no law says it.
Rates = Mapping[tuple[str, str], Decimal]
CENT = Decimal("0.01")


def find_ledgers(ledgers: Mapping[str, Ledger], names: Sequence[str]) -> list[Ledger]:
    """Ledgers by their ids, with or without the prefix 'ledger.'; all without names. Raises UnknownNameError."""
    if not names:
        return list(ledgers.values())
    return [_find(ledgers, name) for name in names]


def _find(ledgers: Mapping[str, Ledger], name: str) -> Ledger:
    for identity in (name, f"ledger.{name}"):
        if identity in ledgers:
            return ledgers[identity]
    hint = nearest(f"ledger.{name.removeprefix('ledger.')}", ledgers) or "huanliu law list --ledgers shows all"
    raise UnknownNameError(f"there is no ledger {name[:80]!r}", found=name[:80], hint=hint)


def compare(ledgers: Iterable[Ledger], at: Situation, rates: Rates) -> list[Account]:
    """A subject's accounts, the one with the largest share left first; those that are not known come last.

    Where the pay of a place is not stated, the pay of another place is taken at a told rate.
    """
    ledgers = list(ledgers)
    accounts = [fill(ledger, at, _pay(ledger, ledgers, at, rates)) for ledger in ledgers]
    return sorted(accounts, key=_order)


def _order(account: Account) -> tuple[bool, Decimal]:
    gross, net = account.gross, account.net
    return (True, Decimal(0)) if not gross or net is None else (False, -net / gross)


def _pay(ledger: Ledger, ledgers: Sequence[Ledger], at: Situation, rates: Rates) -> Decimal | None:
    if at.facts.get(ledger.gross) is not None:
        return None
    for other in ledgers:
        stated, rate = at.facts.get(other.gross), rates.get((other.currency, ledger.currency))
        if stated is not None and (rate is not None or other.currency == ledger.currency):
            return Decimal(stated * (1 if rate is None else rate)).quantize(CENT)
    return None


def table(accounts: Iterable[Account], lang: str = "en") -> list[dict[str, Any]]:
    """A row for each line of each place: for a data frame, a file, or a page."""
    return [
        {
            "ledger": account.ledger.id,
            "lives": account.ledger.lives,
            "works": account.ledger.works,
            "currency": account.ledger.currency,
            "line": line.entry.id,
            "title": line.entry.title.in_language(lang),
            "sign": line.entry.sign,
            "amount": None if line.amount is None else money.plain(line.amount),
            "provision": line.entry.provision,
        }
        for account in accounts
        for line in account.lines
    ]
