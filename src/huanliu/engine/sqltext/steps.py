"""Each step of a working sheet as SQL.

The sheet (`columns/sheet.py`) is where the law becomes columns: scales, bounds, three-valued truth, CASE after an unknown
condition, dates by whole-number arithmetic. Polars and SQL are two ways of writing the same steps, so they cannot disagree
about the law, only about the spelling of a step. Numbers are whole units of their last place, BIGINT or, past 64 bits, the
dialect's wide type; divisions are of whole numbers; every other operator is one that SQL defines with NULL as "not known".
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl

from huanliu.engine.columns.sheet import DATE, EPOCH, INT64_MOST, INT128, Sort, Working
from huanliu.engine.sqltext.dialects import SPARK, SPARK_QUOTIENT, Dialect

Parts = Sequence[str]
Step = Callable[[Dialect, Working, Parts], str]


def written(dialect: Dialect, working: Working, parts: Parts) -> str:
    """A working in SQL from its parts in SQL; each text stands by itself wherever it is put."""
    return STEPS[key_of(working)](dialect, working, parts)


def key_of(working: Working) -> str:
    """The name of a working's step."""
    key: Any = working.key
    return str(key[0] if isinstance(key, tuple) else key)


def refusal(dialect: Dialect, working: Working) -> str | None:
    """Why a step cannot be written in a dialect, None where it can."""
    key = key_of(working)
    if key == "rows":
        return "it asks numbers of more than 38 digits, or a set that hangs on a condition"
    if key == "field":
        return None
    if key not in STEPS:
        return f"there is no SQL for the step {key}"
    if key == "//" and dialect is SPARK and _is_wide(working) and working.parts[0].high >= SPARK_QUOTIENT:
        return "Spark divides numbers of at most 32 digits exactly"
    return None


# -- values ------------------------------------------------------------------------------------------------------------


def _is_wide(working: Working) -> bool:
    return bool(working.dtype == INT128)


def number(dialect: Dialect, value: int, wide: bool = False) -> str:
    """A whole number with its type."""
    if wide or abs(value) > INT64_MOST:
        return f"CAST({value} AS {dialect.wide})"
    return dialect.whole(value)


def date(day: int) -> str:
    """A day by its number since 1970."""
    return f"DATE '{(EPOCH + datetime.timedelta(days=day)).isoformat()}'"


def _entry(working: Working, value: int) -> str:
    """A written number beside a column, which already has its type."""
    return date(value) if working.dtype == DATE else str(value)


def _unknown(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"CAST(NULL AS {type_of(dialect, working)})"


def type_of(dialect: Dialect, working: Working) -> str:
    """The SQL type of a working."""
    if isinstance(working.dtype, pl.Decimal):
        return f"DECIMAL(38, {working.dtype.scale})"
    match working.sort:
        case Sort.TRUTH:
            return "BOOLEAN"
        case Sort.NUMBER:
            return dialect.wide if _is_wide(working) else "BIGINT"
        case Sort.DATE:
            return "DATE"
    return dialect.text


def _truth(dialect: Dialect, working: Working, parts: Parts) -> str:
    return "TRUE" if working.constant else "FALSE"


def _whole(dialect: Dialect, working: Working, parts: Parts) -> str:
    return number(dialect, working.constant, _is_wide(working))


def _date(dialect: Dialect, working: Working, parts: Parts) -> str:
    return date(working.constant)


def _text(dialect: Dialect, working: Working, parts: Parts) -> str:
    return dialect.quoted(working.constant)


def _column(dialect: Dialect, working: Working, parts: Parts) -> str:
    assert working.column is not None
    return dialect.identifier(working.column)


def _read(dialect: Dialect, working: Working, parts: Parts) -> str:
    """A fact's column in the type of its working: numbers in units, texts normalised."""
    raw: Any = working.parts[0].dtype
    match working.sort:
        case Sort.NUMBER:
            return _read_number(dialect, working, parts[0], raw)
        case Sort.TEXT:
            return _read_text(dialect, working, parts[0], raw)
    return parts[0]


def _read_number(dialect: Dialect, working: Working, x: str, raw: Any) -> str:
    kind = type_of(dialect, working)
    if raw.is_float():
        return f"CAST(ROUND(CAST({x} AS {dialect.double}) * {10**working.places}) AS {kind})"
    if not working.places:
        return f"CAST({x} AS {kind})"
    unit = 10**working.places
    # DuckDB multiplies decimals of up to 18 digits in 64 bits.
    x = x if max(-working.low, working.high) * unit < 10**18 else f"CAST({x} AS DECIMAL(38, {working.places}))"
    return f"CAST({x} * {unit} AS {kind})"


def _read_text(dialect: Dialect, working: Working, x: str, raw: Any) -> str:
    # A column that the survey found plain, or one of a closed list, is read as it stands.
    if working.column is None and not isinstance(working.dtype, pl.Enum) and dialect.normalized:
        return dialect.normalized.format(x)
    return f"CAST({x} AS {dialect.text})" if raw != pl.String else x


# -- truth -------------------------------------------------------------------------------------------------------------


def _not(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"(NOT {parts[0]})"


def _and(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"({' AND '.join(parts)})"


def _or(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"({' OR '.join(parts)})"


def _surely(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"COALESCE({parts[0]}, FALSE)"


def _is_known(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"({parts[0]} IS NOT NULL)"


def _where_known(dialect: Dialect, working: Working, parts: Parts) -> str:
    value = working.key[1]  # type: ignore[index]
    return f"(CASE WHEN {parts[0]} THEN {'TRUE' if value else 'FALSE'} END)"


def _as_number(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"(CASE WHEN {parts[0]} THEN {dialect.whole(1)} ELSE {dialect.whole(0)} END)"


# -- numbers -----------------------------------------------------------------------------------------------------------


def _same(dialect: Dialect, working: Working, parts: Parts) -> str:
    return parts[0]


def _widened(dialect: Dialect, working: Working, parts: Parts) -> str:
    return parts[0] if _is_wide(working) == _is_wide(working.parts[0]) else _cast(dialect, working, parts)


def _cast(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"CAST({parts[0]} AS {type_of(dialect, working)})"


def _operator(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"({parts[0]} {working.key} {parts[1]})"


def _absolute(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"ABS({parts[0]})"


def _floor_divided(dialect: Dialect, working: Working, parts: Parts) -> str:
    """Rounded down. SQL cuts off, so what may lie below zero is lifted above it first; over 0 it is not known."""
    top, bottom = working.parts
    division = dialect.divided_wide if _is_wide(top) else dialect.divided
    if not bottom.settled:
        over = f"NULLIF({parts[1]}, 0)"
        cut = division.format(parts[0], over)
        if top.low >= 0:
            return cut
        below = division.format(f"({over} - 1 - {parts[0]})", over)
        return f"(CASE WHEN {parts[0]} >= 0 THEN {cut} ELSE -{below} END)"
    times = -min(0, top.low // bottom.constant)
    if not times:
        return division.format(*parts)
    lifted = f"({parts[0]} + {number(dialect, times * bottom.constant, _is_wide(top))})"
    return f"({division.format(lifted, parts[1])} - {number(dialect, times, _is_wide(top))})"


def _remainder(dialect: Dialect, working: Working, parts: Parts) -> str:
    bottom = working.key[1]  # type: ignore[index]
    if working.parts[0].low >= 0:
        return f"({parts[0]} % {bottom})"
    return f"((({parts[0]} % {bottom}) + {bottom}) % {bottom})"


def _sign(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"(CASE WHEN {parts[0]} < 0 THEN {dialect.whole(-1)} ELSE {dialect.whole(1)} END)"


def _compare(dialect: Dialect, working: Working, parts: Parts) -> str:
    sign = working.key[1]  # type: ignore[index]
    return f"({parts[0]} {sign} {parts[1]})"


def _compare_with(dialect: Dialect, working: Working, parts: Parts) -> str:
    sign, edge = working.key[1:]  # type: ignore[index]
    return f"({parts[0]} {sign} {_entry(working.parts[0], edge)})"


def _one_of(dialect: Dialect, working: Working, parts: Parts) -> str:
    values = working.key[1:]  # type: ignore[index]
    return f"({parts[0]} IN ({', '.join(_entry(working.parts[0], value) for value in values)}))"


def _extreme(dialect: Dialect, working: Working, parts: Parts) -> str:
    """All three databases pass over NULL in GREATEST; here an unknown part leaves the answer unknown."""
    greatest = working.key[1]  # type: ignore[index]
    left, right = parts
    if all(part.known for part in working.parts):
        return f"{'GREATEST' if greatest else 'LEAST'}({left}, {right})"
    leads, trails = (">=", "<") if greatest else ("<=", ">")
    return f"(CASE WHEN {left} {leads} {right} THEN {left} WHEN {left} {trails} {right} THEN {right} END)"


def _stairs(dialect: Dialect, working: Working, parts: Parts) -> str:
    """The number of the last step whose edge lies below the value: the steps from the top down."""
    first, *later = working.key[2:]  # type: ignore[index]
    wide = _is_wide(working)
    steps = "".join(f" WHEN {parts[0]} > {edge} THEN {number(dialect, value, wide)}" for edge, value in reversed(later))
    return f"(CASE{steps} ELSE {number(dialect, first[1], wide)} END)"


def _decimal(dialect: Dialect, working: Working, parts: Parts) -> str:
    """Units as an exact decimal in major units."""
    places = working.key[1]  # type: ignore[index]
    kind = f"DECIMAL(38, {places})"
    part = working.parts[0]
    digits = len(str(max(abs(part.low), abs(part.high), 1)))
    if dialect is SPARK and digits + places + 1 > 38:
        # Spark would round the product of two long decimals; a text with an exponent it reads exactly.
        return f"CAST(CONCAT(CAST({parts[0]} AS STRING), 'E-{places}') AS {kind})"
    unit = f"0.{'1'.zfill(places)}" if places else "1"
    return f"CAST(CAST({parts[0]} AS DECIMAL({digits}, 0)) * {unit} AS {kind})"


# -- choices -----------------------------------------------------------------------------------------------------------


def _case(dialect: Dialect, working: Working, parts: Parts) -> str:
    count = len(parts) // 2
    branches = "".join(f" WHEN {parts[at]} THEN {parts[count + at]}" for at in range(count))
    return f"(CASE{branches} ELSE {parts[-1]} END)"


def _agreed(dialect: Dialect, working: Working, parts: Parts) -> str:
    condition, agree, value, rest = parts
    return f"(CASE WHEN {condition} OR {agree} THEN {value} WHEN NOT {condition} THEN {rest} END)"


def _sure(dialect: Dialect, working: Working, parts: Parts) -> str:
    condition, value, rest = parts
    return f"(CASE WHEN {condition} THEN {value} WHEN NOT {condition} THEN {rest} END)"


def _only(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"(CASE WHEN {parts[0]} THEN {parts[1]} END)"


def _given(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"COALESCE({parts[0]}, {parts[1]})"


# -- dates, texts, sets ------------------------------------------------------------------------------------------------


def _day_number(dialect: Dialect, working: Working, parts: Parts) -> str:
    return dialect.day_number.format(*parts)


def _as_date(dialect: Dialect, working: Working, parts: Parts) -> str:
    return dialect.as_date.format(*parts)


def _part(dialect: Dialect, working: Working, parts: Parts) -> str:
    name = working.key[1]  # type: ignore[index]
    return f"CAST(EXTRACT({name.upper()} FROM {parts[0]}) AS BIGINT)"


def _same_text(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"({parts[0]} = {parts[1]})"


def _text_in(dialect: Dialect, working: Working, parts: Parts) -> str:
    values = working.key[1:]  # type: ignore[index]
    if len(values) == 1:
        return f"({parts[0]} = {dialect.quoted(values[0])})"
    return f"({parts[0]} IN ({', '.join(map(dialect.quoted, values))}))"


def _listed(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"COALESCE({_text_in(dialect, working, parts)}, FALSE)"


def _contains(dialect: Dialect, working: Working, parts: Parts) -> str:
    member = dialect.quoted(working.key[1])  # type: ignore[index]
    return dialect.contains.format(*parts, member=member)


def _size(dialect: Dialect, working: Working, parts: Parts) -> str:
    return f"CAST({dialect.size.format(*parts)} AS BIGINT)"


STEPS: dict[str, Step] = {
    "unknown": _unknown,
    "truth": _truth,
    "whole": _whole,
    "date": _date,
    "text": _text,
    "column": _column,
    "read": _read,
    "not": _not,
    "and": _and,
    "or": _or,
    "surely": _surely,
    "is_known": _is_known,
    "where_known": _where_known,
    "as_number": _as_number,
    "widened": _widened,
    "+": _operator,
    "-": _operator,
    "*": _operator,
    "absolute": _absolute,
    "//": _floor_divided,
    "units": _same,
    "within": _same,
    "inside": _widened,
    "in_month": _same,
    "%": _remainder,
    "sign": _sign,
    "compare": _compare,
    "with": _compare_with,
    "one_of": _one_of,
    "extreme": _extreme,
    "stairs": _stairs,
    "decimal": _decimal,
    "case": _case,
    "agreed": _agreed,
    "sure": _sure,
    "only": _only,
    "given": _given,
    "day_number": _day_number,
    "as_date": _as_date,
    "part": _part,
    "cast": _same,
    "same_text": _same_text,
    "text_in": _text_in,
    "numbered": _same,
    "listed": _listed,
    "if_known": _only,
    "contains": _contains,
    "size": _size,
}
