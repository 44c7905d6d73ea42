"""A table at the door: which of its columns are facts, whether they have a fact's type, and what is certain about them.

Columns whose name holds a dot are facts by their full name, or one value of a set by the set's name and its own
(`person.residence_status.hk_resident`, Boolean); the others are the caller's own and pass through. A table is
looked at once (`survey`): what a column holds at least and at most and whether it has gaps is then known to every reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl
from attrs import frozen

from huanliu.engine.columns.sheet import Build, Sheet, Sort, Working, width
from huanliu.engine.columns.texts import closed
from huanliu.engine.kinds import BOOL, DATE, Kind
from huanliu.engine.statute import Statutes
from huanliu.engine.subject import ROW_PREFIX
from huanliu.errors import Place, TableError, nearest

Source = pl.LazyFrame | pl.DataFrame | Path | str
ON = "on"

SORTS: dict[str, Sort] = {
    "bool": Sort.TRUTH,
    "int": Sort.NUMBER,
    "decimal": Sort.NUMBER,
    "money": Sort.NUMBER,
    "date": Sort.DATE,
    "text": Sort.TEXT,
    "enum": Sort.TEXT,
}


def sort_of(kind: Kind) -> Sort:
    """What a working of this type of the language holds."""
    return SORTS.get(kind.name, Sort.NESTED)


@frozen
class Given:
    """A fact's column after the survey: `places` and bounds are those of the numbers as they stand in the table."""

    name: str
    kind: Kind
    dtype: pl.DataType
    known: bool
    low: int = 0
    high: int = 0
    places: int = 0
    plain: bool = True  # no text that needs normalising

    def working(self, sheet: Sheet) -> Working:
        """The column as a working."""
        return self.read_from(sheet, sheet.column(self.name, self.dtype))

    def read_from(self, sheet: Sheet, raw: Working) -> Working:
        """What stands in a raw column, or in a field of the rows in one, as a working."""
        build, dtype = self._read()
        return sheet.put(
            "read",
            sort_of(self.kind),
            build or (lambda x: x),
            (raw,),
            dtype=dtype,
            known=self.known,
            places=self.places,
            low=self.low,
            high=self.high,
            column=raw.column if build is None else None,
        )

    def _read(self) -> tuple[Build | None, pl.DataType]:
        """How the column is read into its working's own type; None where it stands so already."""
        if sort_of(self.kind) is Sort.NUMBER:
            return self._read_number()
        if sort_of(self.kind) is Sort.TEXT:
            return self._read_text()
        if self.kind.name == "set" and self.dtype != pl.List(pl.String):
            return (lambda x: x.cast(pl.List(pl.String))), pl.List(pl.String)
        return None, self.dtype

    def _read_number(self) -> tuple[Build | None, pl.DataType]:
        dtype = width(self.low, self.high)
        if self.dtype.is_float():
            factor = 10**self.places
            return (lambda x: (x.cast(pl.Float64) * factor).round().cast(dtype)), dtype
        if self.dtype.is_decimal():
            return (lambda x: x.to_physical().cast(dtype)), dtype
        return None, self.dtype

    def _read_text(self) -> tuple[Build | None, pl.DataType]:
        numbered = isinstance(self.dtype, (pl.Enum, pl.Categorical))
        if self.kind.name == "enum" and not numbered:
            dtype = closed(list(self.kind.values))
            return (lambda x: x.cast(pl.String).cast(dtype)), dtype
        if self.plain or self.kind.name == "enum":
            return None, self.dtype
        return (lambda x: x.cast(pl.String).str.normalize("NFC")), pl.String()


@frozen
class Table:
    """A table of subjects that was looked at: its facts and, with a column `on`, the days it speaks of."""

    frame: pl.LazyFrame
    schema: Mapping[str, pl.DataType]
    given: Mapping[str, Given]
    on: Given | None
    rows: int


def open_frame(source: Source) -> tuple[pl.LazyFrame, Mapping[str, pl.DataType]]:
    """A frame, or a Parquet file, with the names and types of its columns; TableError where it cannot be read."""
    if isinstance(source, (str, Path)):
        path = Path(source)
        if not path.is_file():
            raise TableError("there is no such file", place=Place(str(source)))
        source = pl.scan_parquet(path, glob=False)
        return source, _schema(source, Place(str(path)))
    if isinstance(source, pl.DataFrame):
        source = source.lazy()
    if not isinstance(source, pl.LazyFrame):
        found = type(source).__name__
        raise TableError(f"a table is a Polars frame or the path of a Parquet file, found {found}", found=found)
    return source, _schema(source, None)


def _schema(frame: pl.LazyFrame, place: Place | None) -> Mapping[str, pl.DataType]:
    try:
        return dict(frame.collect_schema())
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(error, place) from error


def unreadable(error: BaseException, place: Place | None = None) -> TableError:
    """What Polars says about a table that it cannot read, in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return TableError(f"the table cannot be read: {(lines or ['no reason given'])[0][:200]}", place=place)


def fact_columns(statutes: Statutes, schema: Mapping[str, pl.DataType]) -> Iterator[tuple[str, Kind, pl.DataType]]:
    """The columns that are facts, each with its type; a wrong name or type is refused."""
    for name, dtype in schema.items():
        if name == ON:
            check_type(ON, DATE, dtype)
            yield name, DATE, dtype
        elif "." in name:
            kind = statutes.kinds.get(name) or _kind_of_flag(statutes, name, schema)
            if kind is None or name.startswith(ROW_PREFIX):
                raise TableError(f"the column {name[:80]!r} is no fact", found=name[:80], hint=_hint(statutes, name))
            if dtype != pl.Null:
                check_type(name, kind, dtype)
                yield name, kind, dtype


def _hint(statutes: Statutes, name: str) -> str:
    if name in statutes.kinds:
        return "what is said of family members stands in the lists of person.family"
    return nearest(name, statutes.kinds) or "a column of your own has a name without a dot"


def _kind_of_flag(statutes: Statutes, name: str, schema: Mapping[str, pl.DataType]) -> Kind | None:
    """A set may also be given value by value: `person.residence_status.hk_resident` says whether the set holds it."""
    fact, _, value = name.rpartition(".")
    kind = statutes.kinds.get(fact)
    if kind is None or kind.name != "set" or value not in kind.values:
        return None
    if fact in schema:
        raise TableError(f"the column {name} says again what {fact} says", hint="keep one of the two")
    return BOOL


def check_type(name: str, kind: Kind, dtype: pl.DataType) -> None:
    """Refuse a column, or a field in one, whose type cannot hold the fact."""
    fits, wanted = EXPECTED[kind.name]
    if not fits(dtype):
        hint = "a column of days is written .cast(pl.Date)" if kind.name == "date" else None
        raise TableError(
            f"the column {name} is of type {str(dtype)[:60]}, expected {wanted}",
            found=str(dtype)[:60],
            expected=wanted,
            hint=hint,
        )


def _is_text(dtype: pl.DataType) -> bool:
    return dtype == pl.String or isinstance(dtype, (pl.Categorical, pl.Enum))


def _is_label(dtype: pl.DataType) -> bool:
    return _is_text(dtype) or dtype.is_integer()


def _is_number(dtype: pl.DataType) -> bool:
    return dtype.is_numeric() and dtype not in (pl.Int128, pl.UInt128)


def _is_set(dtype: pl.DataType) -> bool:
    # Lists that are all empty hold nothing of any type.
    return isinstance(dtype, pl.List) and (_is_text(_inner(dtype)) or _inner(dtype) == pl.Null)


def _is_rows(dtype: pl.DataType) -> bool:
    return isinstance(dtype, pl.List) and (isinstance(_inner(dtype), pl.Struct) or _inner(dtype) == pl.Null)


def _inner(dtype: Any) -> pl.DataType:
    inner: pl.DataType = dtype.inner
    return inner


Fits = Callable[[pl.DataType], bool]

EXPECTED: dict[str, tuple[Fits, str]] = {
    "bool": (lambda dtype: dtype == pl.Boolean, "Boolean"),
    "int": (_is_number, "whole numbers"),
    "decimal": (_is_number, "numbers"),
    "money": (_is_number, "numbers"),
    "date": (lambda dtype: dtype == pl.Date, "Date"),
    "text": (_is_text, "texts"),
    "enum": (_is_label, "texts"),
    "set": (_is_set, "lists of texts"),
    "members": (_is_rows, "lists of family members, such as {relationship, age}"),
    "day_log": (_is_rows, "lists of days, such as {day, place}"),
}
