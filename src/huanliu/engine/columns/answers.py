"""The columns of the answer: status, amounts and outcomes of a provision, each as the table's reader will want it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from attrs import frozen

from huanliu.base.truth import Status
from huanliu.engine.columns import choices, scale, texts, truths
from huanliu.engine.columns.frame import ON, sort_of
from huanliu.engine.columns.reader import Reader
from huanliu.engine.columns.sheet import INT128, Sheet, Sort, Working, width
from huanliu.engine.columns.stretches import StretchReader
from huanliu.engine.kinds import Kind
from huanliu.engine.rulings import Ruling
from huanliu.errors import TableError

STATUS = pl.Enum([status.value for status in Status])
DIGITS = 38
# Unmet are all the others.
COUNTED = (Status.MET, Status.UNDETERMINED, Status.NOT_APPLICABLE)


@frozen(eq=False)
class Answer:
    """One column on one stretch of days; a status and an outcome have no kind of their own."""

    working: Working
    kind: Kind | None = None


def provision_columns(sheet: Sheet, readers: Sequence[StretchReader], identity: str) -> dict[str, Working]:
    """Every column of a provision by its name: `<id>`, then `<id>.<amount>`, then `<id>#<outcome>`."""
    found = [_on_stretch(sheet, stretch.reader, identity) for stretch in readers]
    names = dict.fromkeys(name for answers in found for name in answers)
    return {name: _whole_life(sheet, readers, [answers.get(name) for answers in found], name) for name in names}


def _on_stretch(sheet: Sheet, reader: Reader, identity: str) -> dict[str, Answer]:
    ruling = reader.book.ruling(identity)
    applies, condition = reader.read(ruling.applies), reader.read(ruling.condition)
    answers = {identity: Answer(_status(sheet, applies, condition))}
    answers |= _amounts(sheet, reader, ruling, truths.surely(sheet, truths.every(sheet, (applies, condition)), True))
    may_apply = truths.negate(sheet, truths.surely(sheet, applies, False))
    for outcome, expression in ruling.outcomes:
        # Where a decision tree does not apply it has no result: false, not unknown.
        truth = truths.every(sheet, (may_apply, reader.read(expression)))
        answers[f"{identity}#{outcome.id}"] = Answer(truth)
    return answers


def _amounts(sheet: Sheet, reader: Reader, ruling: Ruling, met: Working) -> dict[str, Answer]:
    return {
        f"{ruling.provision.id}.{name}": Answer(
            choices.only_where(sheet, met, reader.read(expression)), expression.kind
        )
        for name, (_, expression) in ruling.amounts.items()
    }


def _status(sheet: Sheet, applies: Working, condition: Working) -> Working:
    """The four answers, as `base/truth.py` has them."""
    known = truths.every(sheet, (truths.is_known(sheet, applies), truths.is_known(sheet, condition)))
    branches = (
        (truths.surely(sheet, applies, False), Status.NOT_APPLICABLE),
        (truths.negate(sheet, known), Status.UNDETERMINED),
        (truths.surely(sheet, condition, True), Status.MET),
    )
    written = [(when, texts.written(sheet, status.value, STATUS)) for when, status in branches]
    return choices.case(sheet, written, texts.written(sheet, Status.UNMET.value, STATUS))


def standing_columns(sheet: Sheet, readers: Sequence[StretchReader], identity: str) -> dict[Status, Working]:
    """For each status but unmet whether a provision has it, as truths that are always known: cheaper to count than words."""
    found = [_standing(sheet, stretch.reader, identity) for stretch in readers]
    return {status: _by_day(sheet, readers, [truths[status] for truths in found]) for status in COUNTED}


def _standing(sheet: Sheet, reader: Reader, identity: str) -> dict[Status, Working]:
    ruling = reader.book.ruling(identity)
    applies, condition = reader.read(ruling.applies), reader.read(ruling.condition)
    known = truths.every(sheet, (truths.is_known(sheet, applies), truths.is_known(sheet, condition)))
    outside = truths.surely(sheet, applies, False)
    return {
        Status.MET: truths.surely(sheet, truths.every(sheet, (applies, condition)), True),
        Status.UNDETERMINED: truths.every(sheet, (truths.negate(sheet, outside), truths.negate(sheet, known))),
        Status.NOT_APPLICABLE: outside,
    }


def _whole_life(sheet: Sheet, readers: Sequence[StretchReader], answers: Sequence[Answer | None], name: str) -> Working:
    """A column over all stretches: the answer of the stretch that a row's day lies in."""
    there = [answer for answer in answers if answer is not None]
    sorts = {answer.working.sort for answer in there}
    if len(sorts) > 1:
        raise TableError(f"{name} is {' on some days and '.join(sorted(sorts))} on others", found=name)
    unknown = sheet.unknown(sorts.pop())
    workings = [unknown if answer is None else answer.working for answer in answers]
    kinds = [answer.kind for answer in there if answer.kind is not None]
    return _finished(sheet, _by_day(sheet, readers, workings), kinds)


def _by_day(sheet: Sheet, readers: Sequence[StretchReader], workings: Sequence[Working]) -> Working:
    day = readers[0].reader.given(ON)
    if day is None:
        return workings[0]
    branches = []
    for stretch, working, following in zip(readers, workings, workings[1:], strict=False):
        if working is not following and stretch.until is not None:
            last = sheet.date(stretch.until)
            branches.append((scale.compare(sheet, "<=", day, last), working))
    return choices.case(sheet, branches, workings[-1])


def _finished(sheet: Sheet, working: Working, kinds: Sequence[Kind]) -> Working:
    """A column in the type that the table's reader expects: exact decimals, letters."""
    if not kinds:
        return working
    numeric = sort_of(kinds[0]) is Sort.NUMBER
    if numeric and (working.places or any(kind.name != "int" for kind in kinds)):
        return _decimal(sheet, working, max(working.places, *(kind.places for kind in kinds)))
    if working.sort is Sort.TEXT:
        return texts.as_text(sheet, working)
    return scale.widened(sheet, working, width(working.low, working.high)) if numeric else working


def _decimal(sheet: Sheet, working: Working, places: int) -> Working:
    dtype = pl.Decimal(DIGITS, places)
    if working.unknown:
        build = lambda: pl.lit(None, dtype=dtype)  # noqa: E731
        return sheet.put(("unknown", dtype), Sort.NUMBER, build, dtype=dtype, known=False, constant=None)
    wide = scale.widened(sheet, scale.rescaled(sheet, working, places), INT128)
    return sheet.put(("decimal", places), Sort.NUMBER, lambda x: x.reinterpret(dtype=dtype), (wide,), dtype=dtype)
