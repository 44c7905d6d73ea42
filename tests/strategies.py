"""Laws drawn at random: a vocabulary with a fact of every type, parameters of every form, expressions of every node,
provisions with everything that a version may say. And subjects for them, whose values lie where the law draws its lines.

`laws()` draws the files of a law as a pack would hold them; `Subjects` draws people for the law of a day.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from huanliu.engine.bay import Bay, compile_law
from huanliu.law.reading import read_law

Sql = st.SearchStrategy[str]
Keys = dict[str, Any]

ON = datetime.date(2026, 6, 1)
TOWNS = ("north", "south", "east", "Zürich", "west", "up", "down", "far")
PLACES = ("hk", "mo", "shenzhen", "overseas")
RELATIONS = ("child", "spouse", "parent", "other")

# -- vocabulary and numbers of the law ---------------------------------------------------------------------------------

PLAIN_FACTS: dict[str, Keys] = {
    "person.b1": {"type": "bool"},
    "person.b2": {"type": "bool"},
    "person.b3": {"type": "bool"},
    "person.d1": {"type": "date", "range": ["2023-12-28", "2028-03-01"]},
    "person.d2": {"type": "date"},
    "person.t1": {"type": "text"},
    "person.day_log": {"type": "day_log"},
    "person.family": {"type": "members"},
    "person.family.age": {"type": "int", "range": [0, 150]},
    "person.family.fees": {"type": "money", "currency": "HKD", "range": [0, 1000]},
    "person.family.student": {"type": "bool"},
}
ENUMS = {
    "person.e1": ("enum", ("a", "b", "c")),
    "person.e2": ("enum", ("a", "c", "d", "1")),
    "person.s1": ("set", ("p", "q", "r")),
    "person.family.relationship": ("enum", RELATIONS),
}
# Ranges decide how wide a column must be: small ones keep 8 bits, the widest need 128 when two of them are multiplied.
NUMBER_RANGES: dict[str, tuple[str, tuple[Any, ...]]] = {
    "person.n1": ("int", ([-3, 12], [0, 150], [-100000, 100000])),
    "person.n2": ("int", ([0, 5], [-9, 9], None)),
    "person.x1": ("decimal", ([0, 100], [-5, 5], None)),
    "person.m1": ("money", ([0, 1000000], [-1000000, 1000000], None)),
    "person.m2": ("money", ([0, 100000000000], None)),
}

PARAMETERS: dict[str, Keys] = {
    "rate": {"unit": "share", "values": [{"from": None, "value": 0.05}, {"from": "2026-01-01", "value": 0.125}]},
    "floor": {"unit": "HKD", "values": [{"from": None, "value": 1000}, {"from": "2026-05-01", "value": 999.99}]},
    "cap": {"unit": "HKD", "values": [{"from": "2025-01-01", "value": 250000}]},
    "guessed": {"unit": "HKD", "values": [{"from": None, "value": 7, "verified": False}]},
    "needed": {"unit": "points", "values": [{"from": None, "value": 2}, {"from": "2026-03-01", "value": 1.5}]},
    "cut": {"unit": "date", "values": [{"from": None, "value": "2026-02-28"}]},
    "bands": {
        "values": [
            {
                "from": None,
                "brackets": [{"over": 0, "rate": 0}, {"over": 1000, "rate": 0.1}, {"over": 5000.5, "rate": 0.075}],
            },
            {"from": "2026-04-01", "brackets": [{"over": 0, "rate": 0.02}, {"over": 999.99, "rate": 0.17}]},
        ]
    },
    "by_kind": {"unit": "HKD", "values": [{"from": None, "table": {"a": 1000, "b": 250.25}}]},
    "by_year": {"unit": "share", "values": [{"from": None, "table": {"2024": 0.1, "2025": 0.2, "2026": 0.2}}]},
    "few": {"unit": "text", "values": [{"from": None, "value": ["north", "south"]}]},
    "towns": {
        "unit": "text",
        "members": [
            *({"id": town, "from": None, "to": None} for town in TOWNS[:5]),
            {"id": "up", "from": "2025-01-01", "to": "2026-05-31"},
            {"id": "down", "from": "2026-01-01", "to": None},
        ],
    },
}


def _fact(name: str, keys: Keys) -> Keys:
    words = {"en": name, "zh-Hans": name}
    return {"name": name, "label": words, "asks": words, "changeable": "never", "sensitivity": "none"} | keys


@st.composite
def vocabularies(draw: st.DrawFn) -> list[Keys]:
    """Facts of every type; the ranges of numbers are drawn."""
    facts = [_fact(name, keys) for name, keys in PLAIN_FACTS.items()]
    for name, (kind, values) in ENUMS.items():
        facts.append(_fact(name, {"type": kind, "values": [{"id": value, "en": value} for value in values]}))
    for name, (kind, ranges) in NUMBER_RANGES.items():
        chosen = draw(st.sampled_from(ranges))
        keys = {"type": kind} | ({"range": chosen} if chosen else {}) | ({"currency": "HKD"} if kind == "money" else {})
        facts.append(_fact(name, keys))
    return facts


# -- expressions -------------------------------------------------------------------------------------------------------

LOG_RULES = ("DAYS_ANY_PART", "DAYS_WHOLE", "DAYS_HALVES", "DAYS_WORKED", "LONGEST_ABSENCE")
# What asks the first provision; it must not ask itself.
ASKS_MET, ASKS_OUTCOME = "MET('town.first')", "OUTCOME('town.first', 'one')"
TRUTH_LEAVES = (
    ASKS_MET,
    ASKS_OUTCOME,
    "person.b1",
    "person.b2",
    "NOT person.b3",
    "person.adult",
    "person.n1 >= 3",
    "person.n1 BETWEEN -1 AND 2",
    "person.n2 IN (0, 2, 5)",
    "person.x1 <> 2.5",
    "person.m1 >= :floor",
    "person.m1 > 0",
    "person.m2 <= :guessed",
    "person.d1 <= DATE '2026-03-31'",
    "person.d1 < person.d2",
    "person.e1 = 'a'",
    "person.e1 IN ('a', 'b')",
    "person.e1 <> person.e2",
    "person.t1 = person.e1",
    "person.t1 IN ('north', 'Zürich')",
    "ARRAY_CONTAINS(:few, person.t1)",
    "ARRAY_CONTAINS(:towns, person.t1)",
    "ARRAY_CONTAINS(AT(:towns, person.d1), person.t1)",
    "ARRAY_CONTAINS(person.s1, 'p')",
    "EXISTS (SELECT 1 FROM person.children WHERE age < 18)",
    "(SELECT EVERY(student) FROM person.family)",
    "(SELECT COUNT(*) FROM person.parents WHERE student) >= 1",
    "person.minors <> 1",
    "1 < person.minors",
    "person.hk_days >= 2",
    "TRUE",
)
MONEY_LEAVES = (
    "person.m1",
    "person.m2",
    ":floor",
    ":cap",
    ":guessed",
    "LOOKUP(:by_kind, person.e1)",
    "(SELECT SUM(fees) FROM person.children WHERE student)",
    "person.net",
)
INT_LEAVES = (
    "person.n1",
    "person.n2",
    "0",
    "7",
    "ARRAY_SIZE(person.s1)",
    "(SELECT COUNT(*) FROM person.family)",
    "person.minors",
    "DAYS_ANY_PART_WORST_12_MONTHS(person.day_log, 'hk', DATE '2026-01-01', person.d1)",
)
DATE_LEAVES = ("person.d1", "person.d2", ":on", ":cut", "DATE '2026-01-31'", "DATE '2024-02-29'")
# The first provision, of which the second asks an amount.
ASKED, ASKED_OTHERWISE = "AMOUNT('town.first', 'figure')", "AMOUNT('town.first', 'figure', :floor)"
OPERATORS = st.sampled_from(("=", "<>", "<", "<=", ">", ">="))
ROUNDINGS = st.sampled_from(("ROUND_HALF_UP", "ROUND_DOWN", "ROUND_UP"))


def truths(depth: int) -> Sql:
    """Conditions."""
    if depth == 0:
        return st.sampled_from(TRUTH_LEAVES)
    part = st.deferred(lambda: truths(depth - 1))
    below = depth - 1
    return st.one_of(
        truths(0),
        st.tuples(part, part).map(" AND ".join).map("({})".format),
        st.tuples(part, part).map(" OR ".join).map("({})".format),
        part.map("(NOT {})".format),
        cases(part, part),
        *(st.tuples(kind(below), OPERATORS, kind(below)).map(" ".join) for kind in (moneys, ints, decimals, dates)),
        st.tuples(texts(below), st.sampled_from(("=", "<>")), texts(0)).map(" ".join),
        texts(below).map("{} IN ('a', 'c')".format),
    )


def cases(condition: Sql, value: Sql) -> Sql:
    """CASE with one or two branches, with an ELSE or without."""
    one = st.tuples(condition, value).map(lambda pair: "WHEN {} THEN {}".format(*pair))
    otherwise = st.one_of(st.just(""), value.map(" ELSE {}".format))
    branches = st.lists(one, min_size=1, max_size=2).map(" ".join)
    return st.tuples(branches, otherwise).map(lambda pair: "(CASE {}{} END)".format(*pair))


def _mixed(kind: Any, depth: int) -> tuple[Sql, ...]:
    """What numbers of every kind and dates have in common: CASE, LEAST, GREATEST."""
    part = kind(depth - 1)
    pair = st.tuples(part, part).map(", ".join)
    return kind(0), pair.map("LEAST({})".format), pair.map("GREATEST({})".format), cases(truths(depth - 1), part)


def moneys(depth: int) -> Sql:
    """Money, in one currency."""
    if depth == 0:
        return st.sampled_from(MONEY_LEAVES)
    part, whole, share = moneys(depth - 1), ints(depth - 1), decimals(depth - 1)
    quotient = st.tuples(part, whole, st.one_of(whole, share)).map(lambda three: "{} * {} / {}".format(*three))
    return st.one_of(
        *_mixed(moneys, depth),
        st.tuples(part, st.sampled_from("+-"), part).map(" ".join).map("({})".format),
        st.tuples(part, st.one_of(whole, share)).map(" * ".join).map("({})".format),
        part.map("ABS({})".format),
        part.map("(0 - {})".format),
        part.map("BRACKETS({}, :bands)".format),
        st.tuples(ROUNDINGS, st.one_of(part, quotient), st.integers(0, 3)).map(lambda x: "{}({}, {})".format(*x)),
        st.sampled_from((ASKED, ASKED_OTHERWISE)),
    )


def ints(depth: int) -> Sql:
    """Whole numbers."""
    if depth == 0:
        return st.sampled_from(INT_LEAVES)
    part, date = ints(depth - 1), dates(depth - 1)
    span = st.sampled_from(("DAYS_BETWEEN", "MONTHS_COMPLETED", "YEARS_COMPLETED"))
    return st.one_of(
        *_mixed(ints, depth),
        st.tuples(part, st.sampled_from("+-*"), part).map(" ".join).map("({})".format),
        st.tuples(st.sampled_from(("YEAR", "MONTH", "DAY")), date).map(lambda x: "EXTRACT({} FROM {})".format(*x)),
        st.tuples(span, date, date).map(lambda x: "{}({}, {})".format(*x)),
    )


def decimals(depth: int) -> Sql:
    """Numbers with decimals."""
    if depth == 0:
        return st.sampled_from(("person.x1", ":rate", "2.5", "0.001"))
    part, money = decimals(depth - 1), moneys(depth - 1)
    counted = st.tuples(st.sampled_from(LOG_RULES), st.sampled_from(PLACES), dates(0), dates(0))
    return st.one_of(
        *_mixed(decimals, depth),
        st.tuples(part, st.sampled_from("+-*"), part).map(" ".join).map("({})".format),
        st.tuples(ROUNDINGS, money, money).map(lambda x: "{}({} / {}, 3)".format(*x)),
        st.tuples(ROUNDINGS, ints(depth - 1), part).map(lambda x: "{}({} / {}, 2)".format(*x)),
        ints(depth - 1).map("LOOKUP(:by_year, {})".format),
        counted.map(lambda x: "({}(person.day_log, '{}', {}, {}) + 0.5)".format(*x)),
    )


def dates(depth: int) -> Sql:
    """Dates."""
    if depth == 0:
        return st.sampled_from(DATE_LEAVES)
    part, whole = dates(depth - 1), ints(depth - 1)
    shift = st.sampled_from(
        ("ADD_DAYS", "ADD_MONTHS_CLAMPED", "ADD_MONTHS_ROLLED", "ADD_YEARS_CLAMPED", "ADD_YEARS_ROLLED")
    )
    numbers = st.tuples(part, whole, whole).map(lambda x: "DATE_OF(EXTRACT(YEAR FROM {}), {}, {})".format(*x))
    return st.one_of(
        *_mixed(dates, depth), numbers, st.tuples(shift, part, whole).map(lambda x: "{}({}, {})".format(*x))
    )


def texts(depth: int) -> Sql:
    """Texts with a closed list of values."""
    facts = st.sampled_from(("person.e1", "person.e2"))
    if depth == 0:
        return facts
    either = st.tuples(truths(depth - 1), facts, truths(0), st.sampled_from(("'a'", "'c'", "person.e2")))
    return st.one_of(facts, either.map(lambda x: "(CASE WHEN {} THEN {} WHEN {} THEN {} ELSE 'c' END)".format(*x)))


# -- laws --------------------------------------------------------------------------------------------------------------


def trees(depth: int) -> st.SearchStrategy[Keys]:
    """Condition trees of every kind of group."""
    clause = truths(min(depth, 2)).map(lambda sql: {"sql": sql})
    if depth == 0:
        return clause
    part = trees(depth - 1)
    parts = st.lists(part, min_size=1, max_size=3)
    points = st.sampled_from((10, 25, ":needed"))
    award = st.tuples(truths(1), points).map(lambda pair: {"sql": pair[0], "points": pair[1]})
    best = st.lists(award, min_size=1, max_size=2).map(lambda awards: {"best_of": awards})
    return st.one_of(
        clause,
        parts.map(lambda some: {"all": some}),
        parts.map(lambda some: {"any": some}),
        parts.map(lambda some: {"none": some}),
        parts.map(lambda some: {"at_least": ":needed", "of": some}),
        st.lists(st.one_of(award, best), min_size=1, max_size=3).map(lambda some: {"points": 25, "of": some}),
        st.tuples(part, part, part).map(lambda x: {"decide": [{"if": x[0], "then": x[1]}, {"else": x[2]}]}),
    )


@st.composite
def versions(draw: st.DrawFn, depth: int, kind: Any) -> Keys:
    """What a version says, without its days; `kind` is that of its second amount."""
    amounts: Keys = {"figure": {"sql": draw(moneys(depth)), "unit": "HKD"}, "other": {"sql": draw(kind(depth))}}
    amounts = {name: {"label": {"en": name, "zh-Hans": "数"}} | keys for name, keys in amounts.items()}
    keys: Keys = {"when": draw(trees(depth)), "amounts": amounts}
    if draw(st.booleans()):
        amounts["third"] = amounts["figure"] | {"sql": "CASE WHEN figure > 0 THEN figure ELSE 0 - figure END"}
    if draw(st.booleans()):
        keys["applies_to"] = draw(trees(1))
    if draw(st.booleans()):
        keys["unless"] = [draw(trees(0))]
    if draw(st.booleans()):
        keys["outcomes"] = [_outcome(name, draw(trees(0)), draw(st.booleans())) for name in ("one", "two", "three")]
    return keys


def _outcome(name: str, condition: Keys, stop: bool) -> Keys:
    return {"id": name, "if": condition, "title": {"en": name, "zh-Hans": name}, "stop": stop}


@st.composite
def provisions(draw: st.DrawFn, depth: int, first: bool) -> Keys:
    """A provision of one or two versions; the second one may ask the first provision."""
    keys: Keys = {
        "title": {"en": "drawn", "zh-Hans": "抽"},
        "kind": "admission",
        "confidence": draw(st.sampled_from(("high", "high", "high", "low"))),
        "status": draw(st.sampled_from(("law", "law", "law", "proposal"))),
        "verified_on": "2026-01-01",
        "sources": [{"title": "made up"}],
    }
    kind = draw(st.sampled_from((moneys, ints, decimals, dates, texts, truths)))
    drawn = draw(versions(depth, kind))
    if not first and draw(st.booleans()):
        drawn["requires"] = ["town.first"]
    start = {"from": "2024-01-01", "known_until": draw(st.sampled_from((None, "2026-05-15")))}
    later = [{"from": "2026-04-15"} | draw(versions(1, kind))] if draw(st.booleans()) else []
    return keys | {"versions": [start | drawn, *later]}


@st.composite
def laws(draw: st.DrawFn, depth: int = 2) -> dict[str, str]:
    """The files of a law, by their path in the packs."""
    words = {"label": {"en": "drawn", "zh-Hans": "抽"}}
    definitions = [
        {"name": "person.adult", "sql": draw(truths(1))},
        {"name": "person.net", "sql": draw(st.sampled_from(("person.m1 - person.m2", "person.m1 * :rate")))},
        {"name": "person.minors", "sql": "(SELECT COUNT(*) FROM person.children WHERE age < 18)"},
        {"name": "person.hk_days", "sql": "DAYS_ANY_PART(person.day_log, 'hk', DATE '2026-01-01', person.d1)"},
    ]
    # A definition may not ask itself.
    definitions[0]["sql"] = _unasked(definitions[0]["sql"].replace("person.adult", "person.b1"))
    facts = {"facts": draw(vocabularies()), "definitions": [words | each for each in definitions]}
    first = _unasked(_yaml(draw(provisions(depth, first=True))))
    second = _yaml(draw(provisions(depth, first=False)))
    return {
        "facts/drawn.yaml": _yaml(facts),
        "parameters/drawn.yaml": _yaml({"parameters": PARAMETERS}),
        "town/first.yaml": first,
        "town/second.yaml": second if '"outcomes"' in first else second.replace(ASKS_OUTCOME, ASKS_MET),
    }


def _unasked(text: str) -> str:
    """A text in which nothing asks the first provision."""
    for asked, instead in {
        ASKED_OTHERWISE: ":cap",
        ASKED: ":floor",
        ASKS_MET: "person.b1",
        ASKS_OUTCOME: "person.b2",
    }.items():
        text = text.replace(asked, instead)
    return text


def _yaml(value: Any) -> str:
    """JSON is YAML, but for days, which stand without quotes."""
    return re.sub(r'"(\d{4}-\d{2}-\d{2})"', r"\1", json.dumps(value, ensure_ascii=False))


def bay_of(files: Mapping[str, str]) -> Bay:
    """The law of drawn files, compiled."""
    return compile_law(read_law({name: text.encode() for name, text in files.items()}, "drawn"))


# -- subjects ----------------------------------------------------------------------------------------------------------


class Subjects:
    """Draws the facts of subjects for a law: values at, just below and just above the numbers that it names."""

    def __init__(self, bay: Bay, random: Random, lines: Mapping[str, list[Any]] | None = None) -> None:
        self.bay, self.random, self.lines = bay, random, lines or {}

    def subject(self, names: list[str], unknown: float) -> dict[str, Any]:
        """Some of the facts named, each unknown with a probability."""
        drawn = {name: self.value(name) for name in names if self.random.random() >= unknown}
        return {name: value for name, value in drawn.items() if value is not None}

    def value(self, name: str) -> Any:
        """One fact."""
        kind, fact = self.bay.statutes.kinds[name], self.bay.law.facts.get(name)
        low, high = (fact.range if fact else None) or (None, None)
        match kind.name:
            case "bool":
                return self.random.random() < 0.5
            case "int" | "decimal" | "money":
                return self._number(name, kind.name, kind.places, low, high)
            case "date":
                return self._date(name, low, high)
            case "text":
                return self.random.choice([*map(str, self.lines.get(name, ())), *TOWNS, "nowhere", "Zu\u0308rich"])
            case "enum":
                return self.random.choice(list(kind.values))
            case "set":
                return [value for value in kind.values if self.random.random() < 0.4]
            case "members":
                return [self._row(name) for _ in range(self.random.randrange(4))]
        return [self._day() for _ in range(self.random.randrange(6))]

    def _number(self, name: str, kind: str, places: int, low: Any, high: Any) -> Any:
        low, high = Decimal(-(10**12) if low is None else low), Decimal(10**12 if high is None else high)
        step = Decimal(1).scaleb(-min(places, 2))
        lines = [Decimal(line) for line in self.lines.get(name, (0, 1, 2, 3, 7, 1000, "999.99", 5000, 250_000))]
        drawn = self.random.choice(lines) + self.random.choice((0, 0, 0, step, -step))
        if self.random.random() < 0.2:
            drawn = low + (high - low) * self.random.randrange(101) / 100
        drawn = min(high, max(low, drawn)).quantize(Decimal(1) if kind == "int" else step)
        return int(drawn) if kind == "int" else drawn

    def _date(self, name: str, low: Any, high: Any) -> datetime.date:
        lines = self.lines.get(name) or [ON, datetime.date(2026, 2, 28), datetime.date(2026, 3, 31)]
        drawn = self.random.choice(lines) + datetime.timedelta(days=self.random.choice((0, 0, 1, -1)))
        if self.random.random() < 0.4:
            drawn = ON - datetime.timedelta(days=self.random.randrange(800))
        return min(high or drawn, max(low or drawn, drawn))

    def _row(self, name: str) -> dict[str, Any]:
        prefix = f"{name}."
        keys = [fact.removeprefix(prefix) for fact in self.bay.law.facts if fact.startswith(prefix)]
        return self.subject_row(prefix, keys)

    def subject_row(self, prefix: str, keys: list[str]) -> dict[str, Any]:
        """One family member, some of whose facts are not known."""
        return {key: self.value(prefix + key) for key in keys if self.random.random() < 0.8}

    def _day(self) -> dict[str, Any]:
        row = {"day": self._date("", None, None), "place": self.random.choice(PLACES)}
        flags = {key: self.random.random() < 0.5 for key in ("whole_day", "worked") if self.random.random() < 0.8}
        return row | flags


def named_facts(bay: Bay) -> Iterator[str]:
    """The facts and definitions that a subject can be given."""
    return (name for name in bay.statutes.kinds if not name.startswith("person.family."))
