"""Texts and sets over columns. A text with a closed list of values is an Enum column: one byte to compare instead of letters."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from huanliu.engine.columns.sheet import INT64, Build, Sheet, Sort, Working
from huanliu.engine.columns.truths import is_known, where_known

STRING = pl.String()
# A handful of tests of one byte is quicker than one look into a set.
FEW = 4


def closed(values: Sequence[str]) -> pl.DataType:
    """The column type of texts that can only be these."""
    return pl.Enum(list(values)) if values else STRING


def categories(part: Working) -> list[str] | None:
    """The values a text may take, None where anything may stand."""
    if part.settled:
        return [] if part.unknown else [part.constant]
    return part.dtype.categories.to_list() if isinstance(part.dtype, pl.Enum) else None


def aligned(sheet: Sheet, parts: Sequence[Working]) -> list[Working]:
    """The texts in columns of one type."""
    if len({part.dtype for part in parts if not part.unknown}) == 1:
        return list(parts)
    listed = [categories(part) for part in parts]
    if any(values is None for values in listed):
        return [_cast(sheet, part, STRING) for part in parts]
    dtype = closed(list(dict.fromkeys(value for values in listed for value in values or [])))
    return [_cast(sheet, part, dtype) for part in parts]


def _cast(sheet: Sheet, part: Working, dtype: pl.DataType) -> Working:
    if part.unknown or part.dtype == dtype:
        return part
    if part.settled:
        return written(sheet, part.constant, dtype)
    return sheet.put(("cast", dtype), Sort.TEXT, lambda x: x.cast(dtype), (part,), dtype=dtype)


def written(sheet: Sheet, value: str, dtype: pl.DataType) -> Working:
    """The same text in every row, in a column of a type."""
    key = ("text", value, dtype)
    return sheet.put(key, Sort.TEXT, lambda: pl.lit(value, dtype=dtype), dtype=dtype, known=True, constant=value)


def as_text(sheet: Sheet, part: Working) -> Working:
    """The text as letters."""
    return _cast(sheet, part, STRING)


def equal(sheet: Sheet, left: Working, right: Working) -> Working:
    """Whether two texts are the same; unknown where either is."""
    if left.unknown or right.unknown:
        return sheet.truth(None)
    if left.settled and right.settled:
        return sheet.truth(left.constant == right.constant)
    if left.settled or right.settled:
        return one_of(sheet, right if left.settled else left, [left.constant if left.settled else right.constant])
    if left is right:
        return where_known(sheet, True, (left,))
    if left.dtype != right.dtype:
        left, right = as_text(sheet, left), as_text(sheet, right)
    return sheet.put("same_text", Sort.TRUTH, lambda x, y: x == y, (left, right))


def one_of(sheet: Sheet, item: Working, values: Sequence[str]) -> Working:
    """Whether a text is one of those written."""
    if item.settled:
        return sheet.truth(None if item.unknown else item.constant in values)
    listed = categories(item)
    possible = [value for value in dict.fromkeys(values) if listed is None or value in listed]
    if not possible or (listed is not None and len(possible) == len(listed)):
        return where_known(sheet, bool(possible), (item,))
    if len(possible) > FEW and item.dtype == STRING:
        return _listed(sheet, item, tuple(possible))
    dtype = item.dtype
    build = lambda x: _is_in(x, possible, dtype)  # noqa: E731
    return sheet.put(("text_in", *possible), Sort.TRUTH, build, (item,), repeats=True, cost=min(len(possible), FEW))


def _listed(sheet: Sheet, item: Working, values: tuple[str, ...]) -> Working:
    """Whether letters stand in a long list. The words of all lists about one text are numbered together, so each row's
    letters are looked up once, however many lists and dates of lists ask about them."""
    words = sheet.words.setdefault(item, {})
    words.update(dict.fromkeys(values))
    # Built only when everything was read: by then the words are complete.
    code: Build = lambda x: x.cast(closed(list(words)), strict=False)  # noqa: E731
    number = sheet.put("numbered", Sort.TEXT, code, (item,), dtype=STRING, known=False, cost=25.0)
    asked: Build = lambda x: x.is_in(pl.lit(pl.Series(values, dtype=closed(list(words)))).implode()).fill_null(False)  # noqa: E731
    found = sheet.put(("listed", *values), Sort.TRUTH, asked, (number,), known=True, cost=3.0)
    if item.known:
        return found
    there = is_known(sheet, item)
    return sheet.put("if_known", Sort.TRUTH, lambda k, f: pl.when(k).then(f), (there, found), known=False)


def _is_in(x: pl.Expr, values: list[str], dtype: pl.DataType) -> pl.Expr:
    if len(values) > FEW:
        return x.is_in(pl.lit(pl.Series(values, dtype=dtype)).implode())
    found = x == pl.lit(values[0], dtype=dtype)
    for value in values[1:]:
        found = found | (x == pl.lit(value, dtype=dtype))
    return found


def contains(sheet: Sheet, container: Working, member: str) -> Working:
    """Whether a set holds a value."""
    if container.unknown:
        return sheet.truth(None)
    return sheet.put(("contains", member), Sort.TRUTH, lambda x: x.list.contains(member), (container,))


def size(sheet: Sheet, container: Working, most: int) -> Working:
    """How many different values a set holds, at most as many as there are."""
    if container.unknown:
        return sheet.unknown(Sort.NUMBER)
    build = lambda x: x.list.n_unique().cast(pl.Int64)  # noqa: E731
    return sheet.put("size", Sort.NUMBER, build, (container,), dtype=INT64, low=0, high=most)
