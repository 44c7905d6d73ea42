"""huanliu better-off: what is left of a year's pay, place by place, and along a range of pay."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text as Line

from huanliu.base import money
from huanliu.base.money import CURRENCIES
from huanliu.cli.output import console, print_json
from huanliu.engine.evaluate import Situation
from huanliu.engine.payslips.account import Account
from huanliu.engine.payslips.account import Line as Item
from huanliu.engine.payslips.compare import Rates, compare, table
from huanliu.engine.payslips.curve import Curve, curve
from huanliu.engine.words import Words
from huanliu.errors import SubjectError
from huanliu.law.model import Payslip

RATE = re.compile(r"([A-Z]{3})/([A-Z]{3})=(\d{1,6}(?:\.\d{1,8})?)")
RANGE = re.compile(r"(\d{1,12})\.\.(\d{1,12})")


def read_rates(texts: Sequence[str]) -> dict[tuple[str, str], Decimal]:
    """Rates as told: HKD/CNY=0.92 is what one Hong Kong dollar is in renminbi; the way back follows."""
    rates: dict[tuple[str, str], Decimal] = {}
    for text in texts:
        found = RATE.fullmatch(text)
        if found is None or not {found[1], found[2]} <= set(CURRENCIES) or Decimal(found[3]) == 0:
            raise SubjectError(f"the rate {text[:40]!r} cannot be read", found=text[:40], hint="write HKD/CNY=0.92")
        rate = Decimal(found[3])
        rates[found[1], found[2]] = rate
        rates.setdefault((found[2], found[1]), 1 / rate)
    return rates


def read_range(text: str) -> tuple[Decimal, Decimal]:
    """A range of pay: 0..3000000."""
    found = RANGE.fullmatch(text)
    if found is None or int(found[1]) >= int(found[2]):
        raise SubjectError(f"the range {text[:40]!r} cannot be read", found=text[:40], hint="write 0..3000000")
    return Decimal(found[1]), Decimal(found[2])


def show_places(payslips: Sequence[Payslip], at: Situation, rates: Rates, lang: str, as_json: bool) -> list[Account]:
    """Print every place, the one that leaves most first; returns what was printed."""
    accounts = compare(payslips, at, rates)
    if as_json:
        told = {f"{one}/{other}": str(rate) for (one, other), rate in rates.items()}
        on = at.book.days.on.isoformat()
        print_json({"on": on, "rates": told, "places": [account.plain(lang) for account in accounts]})
    else:
        for account in accounts:
            _print_account(account, at.book.words(lang))
    return accounts


def _print_account(account: Account, words: Words) -> None:
    out = console()
    out.print(Line(words.of(account.payslip.title), style="bold") + Line(f"  {account.payslip.id}", style="dim"))
    if account.gross is None:
        out.print(Line("  " + words.say("payslip.no_pay", fact=words.label(account.payslip.gross)), style="yellow"))
        return
    out.print(Line("  " + _headline(account, words)))
    rows = Table(box=None, show_header=False, pad_edge=False)
    for line in account.lines:
        if line.amount != 0:
            rows.add_row("   ", _shown(line, account, words), words.of(line.entry.title), line.entry.provision or "")
            if line.entry.buys is not None and line.amount:
                rows.add_row("", "", Line(words.say("payslip.buys", text=words.of(line.entry.buys)), style="dim"), "")
    out.print(rows)
    lacking = list(dict.fromkeys(words.label(name) for line in account.unknown for name in line.missing))
    if lacking:
        out.print(Line("  " + words.say("payslip.needs", facts=words.joined(lacking)), style="yellow"))
    for told in _assumed(account, words):
        out.print(Line(f"  {told}", style="dim"))
    out.print()


def _assumed(account: Account, words: Words) -> Iterator[str]:
    """What nobody stated: what counts as none by its name alone, the rest with what it counts as."""
    none = [words.label(name) for name, value in account.assumed.items() if not value]
    if none:
        yield words.say("payslip.assumed", facts=words.joined(none))
    kinds = account.at.book.statutes.kinds
    taken = {name: words.value(value, kinds[name]) for name, value in account.assumed.items() if value}
    if taken:
        facts = [words.say("seen_each", item=words.label(name), value=value) for name, value in taken.items()]
        yield words.say("payslip.taken", facts=words.joined(facts))


def _headline(account: Account, words: Words) -> str:
    gross, net, currency = account.gross, account.net, account.payslip.currency
    assert gross is not None
    if net is None and account.estimate is not None:
        return words.say("payslip.estimate", net=words.money(account.estimate, currency))
    if net is None:
        lines = words.joined([words.of(line.entry.title) for line in account.unknown])
        before = words.say("payslip.before", net=words.money(account.known_net, currency))
        return words.say("seen", clause=before, values=words.say("payslip.unknown", lines=lines))
    share = f"{net / gross:.1%}" if gross else "–"
    return words.say("payslip.of", net=words.money(net, currency), gross=words.money(gross, currency), share=share)


def _shown(line: Item, account: Account, words: Words) -> Line:
    amount = line.estimate if line.amount is None else line.amount
    if amount is None:
        return Line(words.say("unknown"), style="yellow")
    mark, told = {1: "+", -1: "−", 0: " "}[line.entry.sign], words.money(amount, account.payslip.currency)
    sure = line.amount is not None
    return Line(f"{mark} {'' if sure else '≈ '}{told}", style="" if sure else "yellow")


def show_curves(
    payslips: Sequence[Payslip], at: Situation, span: tuple[Decimal, Decimal], lang: str, as_json: bool
) -> list[Curve]:
    """Print the cliffs along a range of pay, or every point as JSON; returns the curves."""
    curves = [curve(payslip, at, *span) for payslip in payslips]
    words = at.book.words(lang)
    if as_json:
        print_json({"on": at.book.days.on.isoformat(), "curves": [_plain(found, lang) for found in curves]})
    else:
        for found in curves:
            console().print(Line(words.of(found.payslip.title), style="bold"))
            for line in _cliffs(found, span, words):
                console().print(Line(f"  {line}"))
    return curves


def _cliffs(found: Curve, span: tuple[Decimal, Decimal], words: Words) -> list[str]:
    currency = found.payslip.currency
    if not found.drops:
        low, high = (words.money(end, currency) for end in span)
        return [words.say("payslip.no_cliff", low=low, high=high)]
    return [
        words.say("payslip.cliff", gross=words.money(drop.gross, currency), loss=words.money(drop.loss, currency))
        for drop in found.drops
    ]


def _plain(found: Curve, lang: str) -> dict[str, Any]:
    points = [
        {"gross": money.plain(point.gross), "net": None if point.net is None else money.plain(point.net)}
        for point in found.points
    ]
    drops = [{"gross": money.plain(drop.gross), "loss": money.plain(drop.loss)} for drop in found.drops]
    title = found.payslip.title.in_language(lang)
    return {"payslip": found.payslip.id, "title": title, "points": points, "cliffs": drops}


def write_table(accounts: Sequence[Account], lang: str, out: Path) -> None:
    """Every line of every place as CSV, or as Parquet where the file is named so."""
    from huanliu.cli.tables import write_rows

    write_rows(table(accounts, lang), out)
