"""What is left of a year's pay, drawn: places side by side, and one place along a range of pay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from huanliu.charts.drawing import ACCENT, BIG_NUMBERS, DASHES, INK, styled
from huanliu.engine.payslips.account import Account
from huanliu.engine.payslips.curve import Curve
from huanliu.engine.words import Words


def places(accounts: Sequence[Account], words: Words) -> Any:
    """Of each hundred of pay, what goes where: bars, a place each, the share that is left first.

    A place that rests on numbers nobody has verified is pale and marked ≈; one that is not known has no bar, and its name says so.
    """
    rows = [row for account in accounts for row in _parts(account, words)]
    order = list(dict.fromkeys(row["place"] for row in sorted(rows, key=lambda row: -row["kept"])))
    chart = (
        alt.Chart(alt.InlineData(values=rows))
        .mark_bar(size=16)
        .encode(
            x=alt.X("share:Q", title=words.say("payslip.share"), axis=alt.Axis(format="%", tickCount=5)),
            y=alt.Y("place:N", title=None, sort=order, axis=alt.Axis(labelLimit=340)),
            color=alt.Color("line:N", title=None, sort=list(dict.fromkeys(row["line"] for row in rows))),
            opacity=alt.Opacity("strength:Q", scale=None),
            order=alt.Order("position:Q"),
        )
    )
    return styled(
        chart, words.say("payslip.title"), words.say("payslip.note", on=words.day(accounts[0].at.book.days.on))
    )


def _parts(account: Account, words: Words) -> Iterable[dict[str, Any]]:
    place, left = words.of(account.payslip.title), words.say("payslip.left")
    gross, net = account.gross, account.estimate
    if not gross or net is None:
        yield {"place": place + words.say("aside", text=words.say("unknown")), "line": left, "share": 0, "kept": -1}
        return
    sure = account.net is not None
    shared = {"place": place if sure else f"≈ {place}", "kept": float(net / gross), "strength": 1 if sure else 0.55}
    yield {**shared, "line": left, "share": shared["kept"], "position": 0}
    for position, line in enumerate(account.lines, start=1):
        amount = line.estimate if line.amount is None else line.amount
        if line.entry.sign < 0 and amount:
            title = words.of(line.entry.title)
            yield {**shared, "line": title, "share": float(amount / gross), "position": position}


def net_against_gross(curves: Sequence[Curve], words: Words, on: str) -> Any:
    """Net against gross, a line for each place, with its cliffs marked."""
    points = [
        {"place": _named(curve, words), "gross": float(point.gross), "net": float(point.net)}
        for curve in curves
        for point in curve.points
        if point.net is not None
    ]
    drops = [
        {"place": _named(curve, words), "gross": float(drop.gross), "net": _at(curve, drop.gross)}
        for curve in curves
        for drop in curve.drops
    ]
    money = alt.Axis(labelExpr=BIG_NUMBERS[words.lang], tickCount=8)
    gross = alt.X("gross:Q", title=words.say("payslip.gross"), axis=money)
    net = alt.Y("net:Q", title=words.say("payslip.net"), axis=money)
    lines = (
        alt.Chart(alt.InlineData(values=points))
        .mark_line(strokeWidth=2)
        .encode(
            x=gross,
            y=net,
            color=alt.Color("place:N", title=None, sort=None),
            # Two places with the same law lie on one line: dashes let the lower one be seen.
            strokeDash=alt.StrokeDash("place:N", title=None, sort=None, scale=alt.Scale(range=list(DASHES))),
        )
    )
    marks = (
        alt.Chart(alt.InlineData(values=drops))
        .mark_point(shape="triangle-down", size=90, color=ACCENT, filled=True)
        .encode(x=gross, y=net)
    )
    words_of_marks = (
        alt.Chart(alt.InlineData(values=drops))
        .mark_text(dy=-12, color=INK)
        .encode(x=gross, y=net, text=alt.Text("gross:Q", format=",.0f"))
    )
    return styled(
        lines + marks + words_of_marks, words.say("payslip.curve"), words.say("payslip.curve_note", on=on), height=360
    )


def _named(curve: Curve, words: Words) -> str:
    """The place with its currency: amounts of different currencies share the axes."""
    return words.of(curve.payslip.title) + words.say("aside", text=curve.payslip.currency)


def _at(curve: Curve, gross: Any) -> float:
    """What is left about there: the mark stands on the drawn line."""
    before = [point for point in curve.points if point.gross <= gross and point.net is not None]
    after = [point for point in curve.points if point.gross >= gross and point.net is not None]
    one, other = before[-1], after[0]
    assert one.net is not None and other.net is not None
    if one.gross == other.gross:
        return float(one.net)
    return float(one.net + (other.net - one.net) * (gross - one.gross) / (other.gross - one.gross))
