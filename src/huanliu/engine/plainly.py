"""Answers as JSON values, and as the very text that `--json` prints and the API sends: one place, so that the two are one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from huanliu.base import money

if TYPE_CHECKING:
    # For names alone: whoever asks for one kind of answer does not wait for the others to be loaded.
    from huanliu.engine.asking.interview import Interview
    from huanliu.engine.assess import Finding
    from huanliu.engine.changes import Recourse
    from huanliu.engine.evaluate import Situation
    from huanliu.engine.payslips.account import Account
    from huanliu.engine.payslips.compare import Rates
    from huanliu.engine.payslips.curve import Curve
    from huanliu.engine.routes import RouteFinding


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON that keeps every script readable, with a line's end."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=str) + "\n"


def assessed(findings: Mapping[str, Finding], at: Situation, lang: str) -> dict[str, Any]:
    """A finding for every provision asked for."""
    return {"on": _day(at), "findings": {name: finding.plain(lang) for name, finding in findings.items()}}


def explained(finding: Finding, lang: str) -> dict[str, Any]:
    """One finding, clause by clause."""
    return {"on": _day(finding.situation), "id": finding.id, **finding.plain(lang)}


def followed(found: RouteFinding, lang: str) -> dict[str, Any]:
    """A route, door by door."""
    return {"on": _day(found.steps[0].situation), **found.plain(lang)}


def recoursed(found: Recourse, at: Situation, lang: str) -> dict[str, Any]:
    """The least that would have to change."""
    return {"on": _day(at), **found.plain(lang)}


def interviewed(interview: Interview, lang: str) -> dict[str, Any]:
    """The answers and what they lead to."""
    findings = {name: finding.plain(lang) for name, finding in interview.findings().items()}
    return {**given(interview), "findings": findings}


def given(interview: Interview) -> dict[str, Any]:
    """The answers alone."""
    from huanliu.engine.record import plain_value

    facts = {name: plain_value(value) for name, value in interview.facts.items()}
    asked, skipped = list(interview.asked), sorted(interview.skipped)
    return {"on": interview.book.days.on.isoformat(), "facts": facts, "asked": asked, "skipped": skipped}


def places(accounts: Iterable[Account], at: Situation, rates: Rates, lang: str) -> dict[str, Any]:
    """What is left of a year's pay, place by place."""
    told = {f"{one}/{other}": str(rate) for (one, other), rate in rates.items()}
    return {"on": _day(at), "rates": told, "places": [account.plain(lang) for account in accounts]}


def curves(found: Sequence[Curve], at: Situation, lang: str) -> dict[str, Any]:
    """What is left along a range of pay."""
    return {"on": _day(at), "curves": [_curve(each, lang) for each in found]}


def _curve(found: Curve, lang: str) -> dict[str, Any]:
    points = [
        {"gross": money.plain(point.gross), "net": None if point.net is None else money.plain(point.net)}
        for point in found.points
    ]
    drops = [{"gross": money.plain(drop.gross), "loss": money.plain(drop.loss)} for drop in found.drops]
    title = found.payslip.title.in_language(lang)
    return {"payslip": found.payslip.id, "title": title, "points": points, "cliffs": drops}


def _day(at: Situation) -> str:
    return at.book.days.on.isoformat()
