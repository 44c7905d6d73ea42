"""huanliu law prove: proofs over the law, cliffs, and who gains and loses by a reform."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import typer

from huanliu.cli.output import print_json
from huanliu.engine.bay import Bay, load_reform
from huanliu.engine.cliffs import Cliffs, cliffs, purses
from huanliu.engine.differences import differences
from huanliu.engine.gains import Effects, gains_and_loses
from huanliu.engine.proofs import KINDS, USUAL, prove
from huanliu.engine.rulings import RuleBook
from huanliu.engine.solving.verdicts import Verdict
from huanliu.errors import UnknownNameError, nearest

CLIFFS = "cliffs"


def prove_law(book: RuleBook, only: str | None, kinds: list[str], lang: str, as_json: bool) -> None:
    """The usual proofs and the cliffs, or the kinds asked for."""
    for kind in kinds:
        if kind not in (*KINDS, CLIFFS):
            hint = nearest(kind, KINDS) or f"known: {', '.join((*KINDS, CLIFFS))}"
            raise UnknownNameError(f"{kind[:40]!r} is no kind of proof", found=kind, hint=hint)
    wanted = kinds or [*USUAL, CLIFFS]
    logical = [kind for kind in wanted if kind != CLIFFS]
    report = prove(book, only, logical) if logical else None
    steps = list(_cliffs(book, only)) if CLIFFS in wanted else []
    if as_json:
        found = report.plain(lang) if report else {"asked": 0, "found": [], "not_decided_in_time": []}
        print_json({"on": book.days.on.isoformat(), **found, "cliffs": [step.plain(lang) for step in steps]})
        return
    for step in steps:
        if step.verdict is not Verdict.IMPOSSIBLE:
            typer.echo(step.text(lang))
    if report is not None:
        typer.echo(report.text(lang))


def _cliffs(book: RuleBook, only: str | None) -> Iterator[Cliffs]:
    from fnmatch import fnmatchcase

    for purse in purses(book):
        if only is None or any(fnmatchcase(name, only) for name, _ in (*purse.minus, *purse.plus)):
            yield cliffs(book, purse)


def prove_reform(bay: Bay, reform: Path, on: Any, only: str | None, lang: str, as_json: bool) -> None:
    """For each provision that the reform changes: somebody who gains, somebody who loses, or that there is nobody."""
    other = load_reform(reform)
    before, after = bay.book(on), other.book(on)
    chosen = None if only is None else {*bay.matching(only)}
    changed = dict.fromkeys(difference.id for difference in differences(before, after, lang, chosen))
    both = [name for name in changed if name in bay.law.provisions and name in other.law.provisions]
    effects = [effect for name in both for effect in _effects(before, after, name)]
    if as_json:
        print_json({"on": before.days.on.isoformat(), "effects": [effect.plain(lang) for effect in effects]})
        return
    for effect in effects:
        typer.echo(effect.text(lang))
    if not effects:
        typer.echo("the reform changes no provision of that day" if lang == "en" else "该改革未改变当日的任何条文")


def _effects(before: RuleBook, after: RuleBook, name: str) -> Iterable[Effects]:
    yield gains_and_loses(before, after, name)
    for amount in before.ruling(name).amounts:
        if amount in after.ruling(name).amounts and _numeric(before, name, amount):
            yield gains_and_loses(before, after, name, amount)


def _numeric(book: RuleBook, name: str, amount: str) -> bool:
    return book.ruling(name).amounts[amount][1].kind.numeric
