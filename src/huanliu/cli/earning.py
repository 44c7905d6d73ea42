"""huanliu better-off: what is left of a year's pay, place by place, and along a range of pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from rich.table import Table
from rich.text import Text as Line

from huanliu.cli.output import console, print_json
from huanliu.engine import plainly
from huanliu.engine.evaluate import Situation
from huanliu.engine.payslips.account import Account
from huanliu.engine.payslips.account import Line as Item
from huanliu.engine.payslips.compare import Rates, compare, table
from huanliu.engine.payslips.curve import Curve, curve
from huanliu.engine.words import Words
from huanliu.law.model import Payslip


def show_places(payslips: Sequence[Payslip], at: Situation, rates: Rates, lang: str, as_json: bool) -> list[Account]:
    """Print every place, the one that leaves most first; returns what was printed."""
    accounts = compare(payslips, at, rates)
    if as_json:
        print_json(plainly.places(accounts, at, rates, lang))
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
        print_json(plainly.curves(curves, at, lang))
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


def write_table(accounts: Sequence[Account], lang: str, out: Path) -> None:
    """Every line of every place as CSV, or as Parquet where the file is named so."""
    from huanliu.cli.tables import write_rows

    write_rows(table(accounts, lang), out)
