"""The steps over a list of rows, in each database: how many rows, a sum over them, how many days, gaps between days.

DuckDB and Spark hold a list of structs and ask its rows with lambdas, where each name stands for a value worked out once.
PostgreSQL holds JSON and reads it as a set of rows in a sub-select.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from huanliu.engine.sqltext.dialects import EACH, Dialect, Name


@frozen
class ListStep:
    """One step: the list, what it asks of each row, the fields of the row that it reads, and the days around."""

    dialect: Dialect
    rows: str
    asked: Sequence[str]
    fields: Mapping[str, str]
    type: str
    days: Sequence[str] = ()

    def filled(self, form: str, **more: str) -> str:
        """The dialect's form of a step, filled in; unknown where there is no list."""
        text = FORMS[self.dialect.name][form].format(**self.words(form), **more)
        if form == "absence":
            # A period that ends before it begins has no days to be away on, and its edges would change places.
            text = f"CASE WHEN {self.days[0]} > {self.days[1]} THEN 0 ELSE {text} END"
        return f"(CASE WHEN {self.rows} IS NOT NULL THEN CAST({text} AS {self.type}) END)"

    def words(self, form: str) -> dict[str, str]:
        """What stands in a form for the list, the row, its condition and the days."""
        identifier = self.dialect.identifier
        always = {"relationship": self.dialect.text} if form in ("number", "total") else {"day": "DATE"}
        start, end = self.days if len(self.days) == 2 else ("", "")
        words = {"rows": self.rows, "each": EACH, "held": self.asked[0], "type": self.type, "start": start, "end": end}
        words["fields"] = ", ".join(f"{identifier(name)} {kind}" for name, kind in (always | {**self.fields}).items())
        words["present"] = FORMS[self.dialect.name]["present"].format(**words)
        return words


FORMS: dict[Name, dict[str, str]] = {
    "duckdb": {
        "number": "LEN(LIST_FILTER({rows}, LAMBDA {each}: {held}))",
        "total": "COALESCE(LIST_SUM(LIST_TRANSFORM("
        "LIST_FILTER({rows}, LAMBDA {each}: {held}), LAMBDA {each}: {value})), 0)",
        "present": "LIST_DISTINCT(LIST_TRANSFORM("
        'LIST_FILTER({rows}, LAMBDA {each}: {held}), LAMBDA {each}: {each}."day"))',
        "days": "LEN({present})",
        "worst": "LIST_TRANSFORM([{present}], LAMBDA present: COALESCE(LIST_MAX(LIST_TRANSFORM("
        "LIST_FILTER(present, LAMBDA opens: opens <= {end} AND CAST(opens + INTERVAL 12 MONTH AS DATE) > {start}), "
        "LAMBDA opens: LEN(LIST_FILTER(present, "
        "LAMBDA later: later >= opens AND later < CAST(opens + INTERVAL 12 MONTH AS DATE))))), 0))[1]",
        "absence": "LIST_TRANSFORM([LIST_SORT(LIST_CONCAT([{start} - 1, {end} + 1], {present}))], LAMBDA edges: "
        "LIST_MAX(LIST_TRANSFORM(RANGE(1, LEN(edges)), LAMBDA place: edges[place + 1] - edges[place] - 1)))[1]",
    },
    "spark": {
        "number": "SIZE(FILTER({rows}, {each} -> {held}))",
        "total": "AGGREGATE(FILTER({rows}, {each} -> {held}), CAST(0 AS {type}), "
        "(total, {each}) -> CAST(total + {value} AS {type}))",
        "present": "ARRAY_DISTINCT(TRANSFORM(FILTER({rows}, {each} -> {held}), {each} -> {each}.`day`))",
        "days": "SIZE({present})",
        "worst": "ELEMENT_AT(TRANSFORM(ARRAY({present}), present -> COALESCE(ARRAY_MAX(TRANSFORM("
        "FILTER(present, opens -> opens <= {end} AND ADD_MONTHS(opens, 12) > {start}), "
        "opens -> SIZE(FILTER(present, later -> later >= opens AND later < ADD_MONTHS(opens, 12))))), 0)), 1)",
        "absence": "AGGREGATE(ARRAY_SORT(CONCAT({present}, ARRAY(DATE_ADD({end}, 1)))), "
        "NAMED_STRUCT('last', DATE_SUB({start}, 1), 'most', 0), (found, here) -> NAMED_STRUCT("
        "'last', here, 'most', GREATEST(found.most, DATEDIFF(here, found.last) - 1)), found -> found.most)",
    },
    "postgres": {
        "number": "(SELECT COUNT(*) FROM JSONB_TO_RECORDSET({rows}) AS {each}({fields}) WHERE {held})",
        "total": "(SELECT COALESCE(SUM({value}), 0) FROM JSONB_TO_RECORDSET({rows}) AS {each}({fields}) WHERE {held})",
        "present": 'SELECT DISTINCT {each}."day" FROM JSONB_TO_RECORDSET({rows}) AS {each}({fields}) WHERE {held}',
        "days": "(SELECT COUNT(*) FROM ({present}) AS present)",
        "worst": "(WITH present AS ({present}) SELECT COALESCE(MAX((SELECT COUNT(*) FROM present AS later "
        "WHERE later.day >= opens.day AND later.day < CAST(opens.day + INTERVAL '12 months' AS DATE))), 0) "
        "FROM present AS opens "
        "WHERE opens.day <= {end} AND CAST(opens.day + INTERVAL '12 months' AS DATE) > {start})",
        "absence": "(SELECT MAX(gap) FROM (SELECT day - LAG(day) OVER (ORDER BY day) - 1 AS gap FROM "
        "({present} UNION ALL SELECT {start} - 1 UNION ALL SELECT {end} + 1) AS edges(day)) AS gaps)",
    },
}


def _number(step: ListStep) -> str:
    return step.filled("number")


def _total(step: ListStep) -> str:
    return step.filled("total", value=step.asked[1])


def _days(step: ListStep) -> str:
    return step.filled("days")


def _worst(step: ListStep) -> str:
    return step.filled("worst")


def _absence(step: ListStep) -> str:
    return step.filled("absence")


# How many rows hold, the sum of a value over those that do, on how many days they lie, the most of these in 12 months, the
# longest time between them.
LIST_STEPS: dict[str, Callable[[ListStep], str]] = {
    "number": _number,
    "total": _total,
    "days": _days,
    "worst": _worst,
    "absence": _absence,
}
