"""Wrong expressions: each is refused in the words, and at the column, that tests/bad/expressions.yaml asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from huanliu.base.document import read_document
from huanliu.errors import ExpressionError
from tests.small import read

CASES = read_document(Path(__file__).parent / "expressions.yaml").plain()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["sql"][:50])
def test_a_wrong_expression_is_refused(case: dict[str, str]) -> None:
    with pytest.raises(ExpressionError) as caught:
        read(case["sql"])
    assert case["words"] in caught.value.sentence()
    assert "\n" not in caught.value.sentence()


TOO_MUCH = {
    "1" + "+1" * 3000: "an expression of 6,001 characters, at most 6,000 are read",
    "1" + "+1" * 400: "nested too deeply",
    "(" * 61 + "1" + ")" * 61: "brackets nested more than 60 deep",
    "((1)+" * 100 + "1" + ")" * 100: "brackets nested more than 60 deep",
    "NOT " * 1000 + "TRUE": "nested too deeply",
    "[" * 900 + "]" * 900: "nested too deeply",
    "CASE WHEN TRUE THEN " * 150 + "1" + " END" * 150: "nested too deeply",
    "- " * 2000 + "1": "nested too deeply",
    "person.age" + "::int" * 900: "nested too deeply",
    "1=1" + ";" * 5000: "found 5000",
}


@pytest.mark.parametrize("sql", TOO_MUCH, ids=lambda sql: sql[:20])
def test_too_much_of_anything_is_refused(sql: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        read(sql)
    assert TOO_MUCH[sql] in caught.value.sentence()
    assert len(caught.value.sentence()) < 300


def test_long_chains_of_and_and_or_are_no_nesting() -> None:
    assert read("TRUE" + " AND person.married" * 250).kind.name == "bool"
    assert read("TRUE" + " OR person.married" * 250).kind.name == "bool"
