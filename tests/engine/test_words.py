"""Clauses in the reader's language: every node of the language, in en, zh-Hans and zh-Hant, from tests/golden/clauses.yaml."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from huanliu.base.daylog import DayRow
from huanliu.base.document import read_document
from huanliu.base.language import LANGUAGES
from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression, walk
from huanliu.engine.kinds import BOOL, DATE, INT, TEXT, Kind, decimal, money
from huanliu.engine.words import Words
from tests.golden import FOLDER
from tests.small import read, small_law, spoken_bay

CASES = read_document(FOLDER / "clauses.yaml").plain()


def bound(sql: str) -> Expression:
    return spoken_bay().book(datetime.date(2026, 6, 1)).bind(read(sql, spoken_bay()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sql"][:60])
def test_a_clause_reads_in_every_language(case: dict[str, str]) -> None:
    node = bound(case["sql"])
    assert {lang: Words(spoken_bay().law, lang).clause(node) for lang in LANGUAGES} == {
        lang: case[lang] for lang in LANGUAGES
    }


def test_every_node_that_can_be_bound_is_read_in_some_clause() -> None:
    seen = {type(node) for case in CASES for node in walk(bound(case["sql"]))}
    seen |= {
        type(node.surface) for case in CASES for node in walk(bound(case["sql"])) if isinstance(node, tree.Written)
    }
    groups = {tree.MetBy, tree.AtLeast, tree.Points, tree.ClauseOf, tree.GroupOf, tree.Named, tree.Parameter}
    assert seen | groups == set(tree.Expression.__args__)  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sql"][:60])
def test_a_clause_said_the_other_way_round_is_another_clause(case: dict[str, str]) -> None:
    node = bound(case["sql"])
    for lang in LANGUAGES:
        words = Words(spoken_bay().law, lang)
        assert words.clause(node, False) == words.clause(tree.Not(node))
        assert words.clause(node, False) != words.clause(node)
        assert words.clause(tree.Not(tree.Not(node))) == words.clause(node)


CITY = Kind("enum", values=small_law().facts["person.city"].values)
# value, type, en, zh-Hans
VALUES: list[tuple[Any, Kind, str, str]] = [
    (None, INT, "not known", "未知"),
    (True, BOOL, "yes", "是"),
    (Decimal(2500000), money("HKD"), "HK$2,500,000", "2,500,000港元"),
    (Decimal("97920.35"), money("CNY"), "CN¥97,920.35", "97,920.35元人民币"),
    (Decimal(-5), money("MOP"), "-MOP 5", "-5澳门元"),
    (Decimal("0.155"), decimal(unit="share"), "15.5%", "15.5%"),
    (36, Kind("int", unit="months"), "36 months", "36个月"),
    (2026, Kind("int", unit="year"), "2026", "2026"),
    (2026, INT, "2026", "2026"),
    (12345, INT, "12,345", "12,345"),
    (datetime.date(2024, 2, 29), DATE, "2024-02-29", "2024年2月29日"),
    ("hk", CITY, "Hong Kong", "香港"),
    (frozenset({"mo", "hk"}), CITY, "Hong Kong, Macao", "香港、澳门"),
    (["mo"], CITY, "Macao", "澳门"),
    ([{"age": 3, "student": True}], Kind("members"), "(3 years, yes)", "(3年、是)"),
    ((DayRow(datetime.date(2026, 1, 31), "hk"),), Kind("day_log"), "2026-01-31 Hong Kong", "2026年1月31日 香港"),
    ([], CITY, "none", "无"),
    ("elsewhere", CITY, "elsewhere", "elsewhere"),
    ("Delta", TEXT, "Delta", "Delta"),
    (frozenset(), CITY, "none", "无"),
    (frozenset({"mo", "hk"}), CITY, "Hong Kong, Macao", "香港、澳门"),
    (Decimal(10) ** 40, money("HKD"), "HK$" + "10" + ",000" * 13, "10" + ",000" * 13 + "港元"),
]


@pytest.mark.parametrize(("value", "kind", "english", "chinese"), VALUES)
def test_a_value_is_written_as_its_type_is(value: Any, kind: Kind, english: str, chinese: str) -> None:
    assert Words(spoken_bay().law, "en").value(value, kind) == english
    assert Words(spoken_bay().law, "zh-Hans").value(value, kind) == chinese


def test_a_long_list_is_named_and_not_recited() -> None:
    item = read("person.school")
    clause = Words(spoken_bay().law, "en").clause(tree.OneOf(item, tuple(f"school {number}" for number in range(200))))
    assert clause.endswith("school 11, …") and len(clause) < 200


def test_a_word_that_is_not_there_stands_for_itself() -> None:
    assert Words(spoken_bay().law, "en").say("no such word") == "no such word"
