"""Tables in place of steps: what hangs on one column of few values is worked out for those values, then looked up.

A date between 1900 and 2200, a year, an age, one of forty nationalities: whatever the calendar or a CASE makes of it takes
at most as many values, and a look-up costs less than one division. Each step is still the one that `days`, `choices` and
the others define; here it is only asked once for each value, and once for "not known".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from huanliu.engine.columns.layers import bottom_up, laid_out
from huanliu.engine.columns.sheet import INT64, Sheet, Sort, Working

# A look-up costs about this many nanoseconds a row; steps that cost less together stay as they are.
LOOK_UP = 6.0
MOST_VALUES = 400_000
# A table pays only where there are several rows for each of its values.
ROWS_FOR_EACH = 4


def tabulated(sheet: Sheet, outputs: Mapping[str, Working], rows: int) -> dict[str, Working]:
    """The same outputs with every dear step that hangs on one column of few values replaced by a look-up."""
    ordered = bottom_up(list(outputs.values()))
    asked = _asked(ordered, outputs.values(), rows)
    by_column: dict[Working, list[Working]] = {}
    for working, column in asked.items():
        by_column.setdefault(column, []).append(working)
    tables = {column: _table(column, workings) for column, workings in by_column.items()}
    made: dict[Working, Working] = {}
    for working in ordered:
        if working in asked:
            made[working] = _look_up(sheet, working, asked[working], tables[asked[working]][str(working.number)])
        elif any(made[part] is not part for part in working.parts):
            made[working] = sheet.remade(working, tuple(made[part] for part in working.parts))
        else:
            made[working] = working
    return {name: made[working] for name, working in outputs.items()}


def _asked(ordered: Iterable[Working], outputs: Iterable[Working], rows: int) -> dict[Working, Working]:
    """The workings to look up, each with the one column it hangs on: the topmost ones that are worth it."""
    hangs: dict[Working, Working | None] = {}
    dear: dict[Working, bool] = {}
    topmost: set[Working] = set(outputs)
    ordered = list(ordered)
    for working in ordered:
        hangs[working] = _one_column(working, hangs, rows)
        if hangs[working] is None:
            topmost.update(part for part in working.parts if hangs[part] is not None)
    for working in ordered:
        dear[working] = hangs[working] is not None and _cost(working) > LOOK_UP
    return {
        working: column
        for working in ordered
        if working in topmost and dear[working] and (column := hangs[working]) is not None
    }


def _one_column(working: Working, hangs: Mapping[Working, Working | None], rows: int) -> Working | None:
    if working.settled:
        return None
    if working.column is not None:
        return working if working.sort is not Sort.NESTED and _values(working) * ROWS_FOR_EACH <= rows else None
    open_parts = [part for part in working.parts if not part.settled]
    columns = {hangs[part] for part in open_parts}
    return columns.pop() if len(columns) == 1 else None


def _values(column: Working) -> int:
    """How many values a column may hold."""
    if column.sort is Sort.TEXT:
        return len(column.dtype.categories) if isinstance(column.dtype, pl.Enum) else MOST_VALUES**2
    whole = column.sort is Sort.DATE or column.dtype.is_integer()
    return column.high - column.low + 1 if whole else MOST_VALUES**2


def _cost(working: Working) -> float:
    below = bottom_up([working])
    return sum(part.cost for part in below if not part.settled and part.column is None and part.sort is not Sort.NESTED)


def _table(column: Working, workings: list[Working]) -> Mapping[str, pl.Series]:
    """For each working its value for every value of the column, in order, and for "not known" at the end."""
    domain = pl.concat([_domain(column), pl.Series([None], dtype=column.dtype)]).alias(column.column or "")
    outputs = {str(working.number): working for working in workings}
    found = laid_out(domain.to_frame().lazy(), [domain.name], outputs, keep=False).collect()
    return {name: found[name] for name in outputs}


def _domain(column: Working) -> pl.Series:
    if isinstance(column.dtype, pl.Enum):
        return pl.Series(column.dtype.categories, dtype=column.dtype)
    numbers = pl.int_range(
        column.low, column.high + 1, dtype=pl.Int32 if column.sort is Sort.DATE else pl.Int64, eager=True
    )
    return numbers.cast(column.dtype)


def _look_up(sheet: Sheet, working: Working, column: Working, table: pl.Series) -> Working:
    last = table[-1]
    index = _index(sheet, column, len(table) - 1 if last is not None else None)
    return sheet.put(
        ("look_up", working.number),
        working.sort,
        lambda position: pl.lit(table).gather(position),
        (index,),
        dtype=working.dtype,
        known=working.known,
        places=working.places,
        low=working.low,
        high=working.high,
        cost=LOOK_UP,
    )


def _index(sheet: Sheet, column: Working, unknown_at: int | None) -> Working:
    """Where in the table a row's value stands; an unknown one at its end, or nowhere where nothing follows from it."""
    first = 0 if column.sort is Sort.TEXT else column.low
    place = sheet.put(
        ("place", first),
        Sort.NUMBER,
        lambda x: x.to_physical().cast(pl.Int64) - first if first else x.to_physical(),
        (column,),
        dtype=INT64,
    )
    if unknown_at is None or column.known:
        return place
    return sheet.put(("place_or", unknown_at), Sort.NUMBER, lambda x: x.fill_null(unknown_at), (place,), known=True)
