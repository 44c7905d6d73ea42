"""Layers: what is shared is computed once, what is needed no more is dropped, and nobody's own columns are in the way."""

from __future__ import annotations

import polars as pl

from huanliu.engine.columns.layers import Layers, laid_out
from huanliu.engine.columns.scale import arithmetic, extreme, rescaled
from huanliu.engine.columns.sheet import Sheet, Sort, Working

INT = pl.Int64()


def column(sheet: Sheet, name: str, low: int = 0, high: int = 100, known: bool = True) -> Working:
    raw = sheet.column(name, INT)
    return sheet.put("read", Sort.NUMBER, lambda x: x, (raw,), dtype=INT, known=known, low=low, high=high, column=name)


def doubling(sheet: Sheet, start: Working, times: int) -> Working:
    for _ in range(times):
        start = arithmetic(sheet, "+", arithmetic(sheet, "*", start, start), start)
        start = sheet.put("fold", Sort.NUMBER, lambda x: x % 1000, (start,), low=0, high=999)
    return start


def test_what_doubles_at_every_step_stays_one_step_each() -> None:
    sheet = Sheet()
    frame = pl.LazyFrame({"x": [1, 2, 3]})
    found = laid_out(frame, ["x"], {"y": doubling(sheet, column(sheet, "x"), 40)}, ["x"])
    assert len(found.explain(optimized=False)) < 40_000
    expected = [1, 2, 3]
    for _ in range(40):
        expected = [(number * number + number) % 1000 for number in expected]
    assert found.collect().to_dict(as_series=False) == {"x": [1, 2, 3], "y": expected}


def test_the_same_step_over_the_same_parts_is_the_same_working() -> None:
    sheet = Sheet()
    x, y = column(sheet, "x"), column(sheet, "y")
    assert arithmetic(sheet, "+", x, y) is arithmetic(sheet, "+", x, y)
    assert arithmetic(sheet, "+", x, y) is not arithmetic(sheet, "-", x, y)


def test_only_what_is_used_twice_is_a_column_of_its_own() -> None:
    sheet = Sheet()
    total = arithmetic(sheet, "+", column(sheet, "x"), column(sheet, "y"))
    once = arithmetic(sheet, "*", total, total)
    layers = Layers([once, rescaled(sheet, total, 2)], ["x", "y"])
    assert layers.shared == {total}


def test_columns_are_dropped_after_their_last_use() -> None:
    sheet = Sheet()
    total = arithmetic(sheet, "+", column(sheet, "x"), column(sheet, "y"))
    frame = pl.LazyFrame({"x": [1], "y": [2], "z": [3]})
    last = laid_out(frame, ["x", "y", "z"], {"sum": arithmetic(sheet, "*", total, total)})
    assert last.collect().to_dict(as_series=False) == {"sum": [9]}
    assert 'col("z")' not in last.explain(optimized=False)


def test_somebody_elses_columns_may_have_any_name() -> None:
    sheet = Sheet()
    total = arithmetic(sheet, "+", column(sheet, "x"), column(sheet, "y"))
    frame = pl.LazyFrame({"x": [1], "y": [2], "working:4": ["mine"]})
    outputs = {"a": arithmetic(sheet, "*", total, total), "b": arithmetic(sheet, "-", total, column(sheet, "x"))}
    found = laid_out(frame, ["x", "y", "working:4"], outputs, ["x", "y", "working:4"]).collect()
    assert found.to_dict(as_series=False) == {"x": [1], "y": [2], "working:4": ["mine"], "a": [9], "b": [2]}


def test_a_table_of_constants_keeps_its_rows() -> None:
    sheet = Sheet()
    found = laid_out(pl.LazyFrame({"x": [1, 2]}), ["x"], {"one": sheet.whole(1)}).collect()
    assert found["one"].to_list() == [1, 1]


def test_what_no_row_can_change_is_not_computed() -> None:
    sheet = Sheet()
    x = column(sheet, "x", 0, 9)
    assert extreme(sheet, True, [x, sheet.whole(10)]).constant == 10
    assert extreme(sheet, True, [column(sheet, "gaps", 0, 9, known=False), sheet.whole(10)]).constant != 10
    tax = arithmetic(sheet, "*", x, sheet.whole(3, 1))
    assert arithmetic(sheet, "-", x, tax).low == 0, "x - 0.3 x is 0.7 x, which is no debt"
