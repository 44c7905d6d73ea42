"""The door of the language: where in a file an error stands, and that nothing slips past the list of nodes."""

from __future__ import annotations

import pytest
from sqlglot import exp

from huanliu.base.document import Node, read_text
from huanliu.engine.compiler import Compiler, Names
from huanliu.engine.condition import HANDLERS, read_clause, read_expression
from huanliu.engine.expression import ClauseOf, Compare, FactRef
from huanliu.errors import ExpressionError, Place
from huanliu.law.model import Clause
from tests.small import small_law

NAMES = Names(Compiler(small_law()))

# The same expression in every style that YAML has, and where person.agee then stands.
STYLES = {
    "sql: person.married AND person.agee > 3": (1, 25),
    "sql: 'person.married AND person.agee > 3'": (1, 26),
    'sql: "person.married AND person.agee > 3"': (1, 26),
    "sql: person.married\n  AND person.agee > 3": (2, 7),
    "sql: >-\n  person.married\n  AND person.agee > 3": (3, 7),
    "sql: |\n      person.married\n      AND person.agee > 3\n": (3, 11),
    "环流: 法\nsql: >\n  person.school = '环'\n\n  AND person.agee > 3\n": (5, 7),
}


@pytest.mark.parametrize("text", STYLES)
def test_an_error_stands_where_the_file_has_it(text: str) -> None:
    document = read_text(text, "f.yaml").value
    assert isinstance(document, dict)
    node: Node = document["sql"]
    with pytest.raises(ExpressionError, match=r"unknown fact 'person\.agee'") as caught:
        read_expression(str(node.value), NAMES, node.place)
    line, column = STYLES[text]
    assert caught.value.place == Place("f.yaml", line, column)
    assert text.split("\n")[line - 1][column - 1 :].startswith("person.agee")


def test_an_expression_without_a_line_is_told_by_its_file() -> None:
    with pytest.raises(ExpressionError) as caught:
        read_expression("person.agee", NAMES, Place("f.yaml"))
    assert str(caught.value.place) == "f.yaml"
    assert caught.value.structure()["found"] == "person.agee"


def test_a_clause_is_a_condition_with_its_words() -> None:
    clause = read_clause(Clause("person.age >= 18", "s. 1", "n", None, Place("f", 3, 4)), NAMES)
    assert isinstance(clause, ClauseOf)
    assert (clause.cite, clause.note, clause.sql, clause.place) == ("s. 1", "n", "person.age >= 18", Place("f", 3, 4))
    assert isinstance(clause.expression, Compare) and isinstance(clause.expression.left, FactRef)


def test_the_list_of_nodes_is_closed() -> None:
    assert len(HANDLERS) == 31
    forbidden = {
        exp.Is,
        exp.Coalesce,
        exp.Nullif,
        exp.Null,
        exp.Div,
        exp.Select,
        exp.CurrentDate,
        exp.Like,
        exp.Command,
        exp.Dot,
    }
    assert not forbidden & set(HANDLERS)


def test_the_parser_says_nothing_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ExpressionError, match="Command in 'EXPLAIN 1'"):
        read_expression("EXPLAIN 1", NAMES, Place("f", 1, 1))
    assert capfd.readouterr() == ("", "")
