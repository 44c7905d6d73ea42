"""Where the three databases spell the same thing differently: names, texts, types, whole-number division, days, sets.

Everything else of a statement is the SQL that all three have in common.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Literal

from attrs import frozen

from huanliu.errors import TableError, nearest

Name = Literal["postgres", "duckdb", "spark"]
# A row of a list, in what is asked of it.
EACH = "each_row"
# Spark keeps six decimals of a quotient of decimals and 38 digits in all.
SPARK_QUOTIENT = 10**32


@frozen
class Dialect:
    """One database's spelling. `wide` is a whole number of up to 38 digits; `longest` bounds a name in bytes."""

    name: Name
    mark: str  # around names
    text: str
    double: str
    wide: str
    set_of_texts: str
    rows: str  # a list of family members or days
    row_field: str  # one field of these, where the database types them
    quoted: Callable[[str], str]  # a text as a literal
    whole: Callable[[int], str]  # a number as a 64-bit literal
    day_number: str
    as_date: str
    contains: str
    size: str
    divided: str
    divided_wide: str
    normalized: str | None
    longest: int | None = None
    most_columns: int | None = None
    packs: bool = False  # many columns in a few structs, where every column costs in every layer
    fence: str = ""  # keeps the planner from writing a shared step out again wherever it is used

    def identifier(self, name: str) -> str:
        """A name in its marks."""
        return f"{self.mark}{self.short(name).replace(self.mark, self.mark * 2)}{self.mark}"

    def short(self, name: str) -> str:
        """The name as the database keeps it: a longer one than it holds gets its digest for an ending, never silently cut."""
        data = name.encode()
        if self.longest is None or len(data) <= self.longest:
            return name
        digest = hashlib.sha256(data).hexdigest()[:8]
        return data[: self.longest - 9].decode(errors="ignore") + "~" + digest


def _doubled(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _postgres_text(text: str) -> str:
    # E'...' reads a backslash alike under both settings of standard_conforming_strings.
    plain = _doubled(text)
    return "E" + plain.replace("\\", "\\\\") if "\\" in text else plain


def _spark_text(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _cast_whole(value: int) -> str:
    return f"CAST({value} AS BIGINT)"


POSTGRES = Dialect(
    name="postgres",
    mark='"',
    text="TEXT",
    double="DOUBLE PRECISION",
    wide="NUMERIC",
    set_of_texts="TEXT[]",
    rows="JSONB",
    row_field="{0} {1}",
    quoted=_postgres_text,
    whole=_cast_whole,
    day_number="CAST({0} - DATE '1970-01-01' AS BIGINT)",
    as_date="(DATE '1970-01-01' + CAST({0} AS INTEGER))",
    contains="({member} = ANY({0}))",
    size="CASE WHEN {0} IS NOT NULL THEN (SELECT COUNT(DISTINCT held) FROM UNNEST({0}) AS held) END",
    divided="({0} / {1})",
    divided_wide="DIV({0}, {1})",
    normalized="NORMALIZE({0}, NFC)",
    longest=63,
    most_columns=1600,
    fence="\n  OFFSET 0",
)

DUCKDB = Dialect(
    name="duckdb",
    mark='"',
    text="VARCHAR",
    double="DOUBLE",
    wide="HUGEINT",
    set_of_texts="VARCHAR[]",
    rows="STRUCT({fields})[]",
    row_field="{0} {1}",
    quoted=_doubled,
    whole=_cast_whole,
    day_number="CAST({0} - DATE '1970-01-01' AS BIGINT)",
    as_date="(DATE '1970-01-01' + CAST({0} AS INTEGER))",
    contains="LIST_CONTAINS({0}, {member})",
    size="LEN(LIST_DISTINCT({0}))",
    divided="({0} // {1})",
    divided_wide="({0} // {1})",
    normalized="NFC_NORMALIZE({0})",
)

SPARK = Dialect(
    name="spark",
    mark="`",
    text="STRING",
    double="DOUBLE",
    wide="DECIMAL(38, 0)",
    set_of_texts="ARRAY<STRING>",
    rows="ARRAY<STRUCT<{fields}>>",
    row_field="{0}: {1}",
    quoted=_spark_text,
    whole="{}L".format,
    day_number="CAST(UNIX_DATE({0}) AS BIGINT)",
    as_date="DATE_FROM_UNIX_DATE(CAST({0} AS INT))",
    contains="ARRAY_CONTAINS({0}, {member})",
    size="CASE WHEN {0} IS NOT NULL THEN CAST(SIZE(ARRAY_DISTINCT({0})) AS BIGINT) END",
    divided="({0} DIV {1})",
    # The rest is taken off first, so that the quotient has no decimals to round.
    divided_wide="CAST(({0} - {0} % {1}) / {1} AS DECIMAL(38, 0))",
    normalized=None,
    packs=True,
)

DIALECTS: dict[str, Dialect] = {dialect.name: dialect for dialect in (POSTGRES, DUCKDB, SPARK)}


def find_dialect(name: str) -> Dialect:
    """A dialect by its name; TableError names those there are."""
    if name not in DIALECTS:
        known = ", ".join(DIALECTS)
        raise TableError(
            f"there is no dialect {name[:40]!r}", found=name[:40], expected=known, hint=nearest(name, DIALECTS) or known
        )
    return DIALECTS[name]
