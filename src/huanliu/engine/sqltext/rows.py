"""What is asked of each family member, or of each row of a day log, inside the list step that asks it.

A list step (`lists.py`) holds a condition on one row, and for a sum a value of one row. They are workings like all others,
but hang on fields of the row, so they are written where the step stands; what of them hangs on the subject alone is a part
of the step, and may be a column of a layer below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from huanliu.engine.columns.layers import bottom_up
from huanliu.engine.columns.sheet import Working
from huanliu.engine.sqltext import steps
from huanliu.engine.sqltext.dialects import EACH, Dialect
from huanliu.engine.sqltext.list_steps import LIST_STEPS, ListStep
from huanliu.engine.sqltext.steps import key_of
from huanliu.engine.sqltext.vocabulary import type_in_sql

FIELD = "field"


def asked_of_rows(working: Working) -> tuple[Working, ...]:
    """What a list step asks of each row; nothing for any other step."""
    key = working.key
    return key[1:] if isinstance(key, tuple) and key[0] in LIST_STEPS else ()


def subjects_own(asked: Sequence[Working]) -> list[Working]:
    """The topmost workings of what is asked of a row that do not hang on the row."""
    ordered = bottom_up(asked)
    of_row: set[Working] = set()
    for working in ordered:
        if key_of(working) == FIELD or any(part in of_row for part in working.parts):
            of_row.add(working)
    tops = dict.fromkeys(part for working in of_row_in_order(ordered, of_row) for part in working.parts)
    own = [working for working in (*tops, *asked) if working not in of_row and not working.settled]
    return list(dict.fromkeys(own))


def of_row_in_order(ordered: Sequence[Working], of_row: set[Working]) -> Iterator[Working]:
    """Those that hang on the row, each after its parts."""
    return (working for working in ordered if working in of_row)


def written(dialect: Dialect, working: Working, parts: Sequence[str]) -> str:
    """A working in SQL from its parts in SQL, a list step with what it asks of its rows."""
    asked = asked_of_rows(working)
    if not asked:
        return steps.written(dialect, working, parts)
    texts = dict(zip(working.parts, parts, strict=True))
    fields = [part for part in bottom_up(asked) if key_of(part) == FIELD]
    step = ListStep(
        dialect,
        parts[0],
        [_on_row(dialect, each, texts) for each in asked],
        {str(part.key[2]): type_in_sql(dialect, part.dtype) for part in fields},  # type: ignore[index]
        steps.type_of(dialect, working),
        parts[1:3],
    )
    return LIST_STEPS[key_of(working)](step)


def _on_row(dialect: Dialect, working: Working, texts: Mapping[Working, str]) -> str:
    if working in texts:
        return texts[working]
    if key_of(working) == FIELD:
        return f"{EACH}.{dialect.identifier(str(working.key[2]))}"  # type: ignore[index]
    return steps.written(dialect, working, [_on_row(dialect, part, texts) for part in working.parts])


def refusals(dialect: Dialect, outputs: Sequence[Working]) -> Iterator[str]:
    """Why outputs cannot be written in a dialect, if they cannot: a reason for each step."""
    for working in bottom_up(outputs):
        asked = asked_of_rows(working)
        reason = None if asked else steps.refusal(dialect, working)
        if reason is not None:
            yield reason
        yield from refusals(dialect, asked) if asked else ()
