"""Whatever comes in at a door gives a result or a HuanliuError, never another exception, and one bounded line."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import fields
from hypothesis import example, given
from hypothesis import strategies as st

from huanliu.base import money, period
from huanliu.base.document import Node, read_document, read_text
from huanliu.base.language import language
from huanliu.engine.bay import compile_law
from huanliu.engine.compiler import Compiler, Names
from huanliu.engine.condition import read_expression
from huanliu.engine.evaluate import Situation, evaluate
from huanliu.engine.functions import FUNCTIONS, MEMBERS
from huanliu.engine.record import Record, read_records, replay_record
from huanliu.engine.subject import Intake
from huanliu.engine.words import Words
from huanliu.errors import HuanliuError, Place
from huanliu.law.reading import read_law
from tests.small import small_bay, small_files

LONGEST = 1000
BAY = small_bay()
NAMES = Names(Compiler(BAY.law))
INTAKE = Intake(BAY.statutes)


def bounded(ask: Callable[[], Any]) -> Any:
    """The answer, or None after a refusal that is one line of bounded length."""
    try:
        return ask()
    except HuanliuError as error:
        sentence = error.sentence()
        assert "\n" not in sentence and len(sentence) < LONGEST
        json.dumps(error.structure())
        return None


TEXT = st.text(max_size=200)
APART, SPACES = "¦", "  "
# Pieces of YAML that its readers have stumbled over, put together at random.
PIECES = (
    "a¦b: ¦- ¦\n¦\n  ¦: ¦{¦}¦[¦]¦,¦&x ¦*x¦!!int ¦!<t> ¦|¦>-¦'¦\"¦#¦? ¦---\n¦...\n¦2026-02-30¦2026-11-20¦"
    "1e999¦.nan¦-.inf¦0x1F¦~¦null¦on¦NO¦%YAML 1.1\n¦\t¦\x00¦\ufeff¦\u2028¦环¦<<: "
).split(APART)
YAML = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@given(TEXT | YAML)
@example("\ud800")
@example("a: \ud800")
@example("- " * 5000)
@example("{" * 100_000)
@example("? " * 5000)
@example("'" * 50_000)
@example("a: " + "9" * 5000)
def test_any_text_is_a_document_or_refused(text: str) -> None:
    node = bounded(lambda: read_text(text, "f"))
    assert node is None or isinstance(node, Node)


@given(st.binary(max_size=200) | YAML.map(str.encode))
def test_any_bytes_are_a_document_or_refused(content: bytes) -> None:
    path = SCRATCH / "any.yaml"
    path.write_bytes(content)
    bounded(lambda: read_document(path).plain())


@given(st.binary(max_size=100) | YAML.map(str.encode), st.sampled_from(sorted(small_files())))
def test_any_bytes_in_place_of_a_pack_are_law_or_refused(content: bytes, name: str) -> None:
    bounded(lambda: compile_law(read_law({**small_files(), name: content})))


@given(st.sampled_from(sorted(small_files())), st.data())
def test_a_pack_with_a_piece_changed_is_law_or_refused(name: str, data: st.DataObject) -> None:
    text = small_files()[name].decode()
    start = data.draw(st.integers(0, len(text)))
    cut, piece = data.draw(st.integers(0, 12)), data.draw(st.sampled_from(PIECES) | st.text(max_size=5))
    changed = (text[:start] + piece + text[start + cut :]).encode("utf-8", "surrogatepass")
    bay = bounded(lambda: compile_law(read_law({**small_files(), name: changed})))
    if bay is not None:
        bounded(lambda: [finding.plain() for finding in bay.assess({"person.age": 30}, "2026-06-01").values()])


# Everything that the language knows and much that it does not.
WORDS = (
    "person.age  person.income  person.city  person.roles  person.married  person.day_log  "
    "person.born_on  :floor  :bands  :cities  :on  :allowance  1  0  2.50  'hk'  'x'  DATE '2024-02-29'  "
    "TRUE  NULL  (  )  ,  +  -  *  /  =  <>  <=  >  IS  AND  OR  NOT  IN  BETWEEN  CASE  WHEN  THEN  "
    "ELSE  END  SELECT  FROM  WHERE  EXISTS  COUNT(*)  SUM(  EVERY(  age  ;  ::int  [1]  {'a': 1}  ->  "
    "person.*  ?  $1  @  --  /*  LIKE  INTERVAL  CAST(  LEAST(  ABS(  EXTRACT(YEAR FROM  ²  环"
).split(SPACES)
TOKENS = (*WORDS, *MEMBERS, *(f"{name}(" for name in FUNCTIONS), "ARRAY_CONTAINS(", "ARRAY_SIZE(")
TOKENS_AT_RANDOM = st.lists(st.sampled_from(TOKENS), max_size=25).map(" ".join)


def _grown(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Expressions that mostly parse, so that types, days and values are reached too."""
    operator = st.sampled_from(["+", "-", "*", "/", "=", "<>", "<", "<=", ">", ">=", "AND", "OR"])
    call = st.sampled_from([*FUNCTIONS, "LEAST", "GREATEST", "ABS", "ARRAY_CONTAINS", "ARRAY_SIZE"])
    list_ = st.sampled_from(sorted(MEMBERS))
    return st.one_of(
        st.tuples(part, operator, part).map(lambda three: "({} {} {})".format(*three)),
        part.map("NOT ({})".format),
        st.tuples(part, part, part).map(lambda three: "CASE WHEN {} THEN {} ELSE {} END".format(*three)),
        st.tuples(call, st.lists(part, min_size=1, max_size=4)).map(lambda pair: f"{pair[0]}({', '.join(pair[1])})"),
        st.tuples(part, st.lists(part, min_size=1, max_size=3)).map(
            lambda pair: f"{pair[0]} IN ({', '.join(pair[1])})"
        ),
        st.tuples(list_, part).map(lambda pair: "EXISTS (SELECT 1 FROM {} WHERE {})".format(*pair)),
        st.tuples(part, list_).map(lambda pair: "(SELECT SUM({}) FROM {})".format(*pair)),
        st.tuples(st.sampled_from(["YEAR", "DAY"]), part).map(lambda pair: "EXTRACT({} FROM {})".format(*pair)),
    )


LEAVES = st.sampled_from(
    [
        *WORDS[:19],
        "age",
        "minor",
        "fees",
        "'worker'",
        "person.adult",
        "person.days_in_hk",
        ":schools",
        "999999999999999999",
    ]
)
SQL = TOKENS_AT_RANDOM | st.recursive(LEAVES, _grown, max_leaves=8)
FACTS: dict[str, Any] = {
    "person.age": 30,
    "person.income": 5000,
    "person.city": "hk",
    "person.born_on": "2000-02-29",
    "person.day_log": [],
    "person.family": [{"age": 3}],
}
AT = BAY.situation(FACTS, "2026-06-01")
BINDER = AT.book


@given(TEXT | SQL)
@example("1²=1")
@example("person.*")
@example("AMOUNT('x', @@)")
@example("\ud800")
@example("(" * 60 + "1" + ")" * 60)
@example("CASE WHEN " * 500)
@example("ROUND_UP(1 / 0, 0)")
@example("DATE_OF(0, 0, 0) = :on")
@example("LONGEST_ABSENCE(person.day_log, 'hk', DATE '0001-01-01', DATE '9999-12-31')")
@example("ADD_YEARS_CLAMPED(:on, 999999999999999999) = :on")
@example("person.income * 999999999999999999 * 999999999999999999 * 999999999999999999 > :floor")
def test_any_expression_is_read_bound_evaluated_and_said_or_refused(text: str) -> None:
    node = bounded(lambda: read_expression(text, NAMES, Place("f", 1, 1)))
    if node is None:
        return
    bound = BINDER.bind(node)
    evaluate(bound, AT)
    evaluate(bound, Situation({}, AT.book))
    for lang in ("en", "zh-Hans"):
        assert isinstance(Words(BAY.law, lang).phrase(bound), str)


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.dates()
    | st.datetimes()
    | st.text(max_size=20)
    | st.binary(max_size=5)
)
ANYTHING = st.recursive(
    PLAIN,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=10), part, max_size=4),
    max_leaves=8,
)
ROWS = st.lists(
    st.dictionaries(
        st.sampled_from(["relationship", "age", "fees", "day", "place", "worked", "x"]), ANYTHING, max_size=4
    ),
    max_size=3,
)


@given(st.dictionaries(st.sampled_from(sorted(BAY.statutes.kinds)) | st.text(max_size=20), ANYTHING | ROWS, max_size=4))
def test_any_facts_are_a_subject_or_refused(facts: dict[str, Any]) -> None:
    read = bounded(lambda: INTAKE.read(facts))
    if read is not None:
        assert all(finding.plain() for finding in BAY.assess(facts, "2026-06-01").values())


@given(YAML | st.dictionaries(st.sampled_from(sorted(BAY.statutes.kinds)), PLAIN.map(str), max_size=3).map(json.dumps))
def test_any_document_is_a_subject_or_refused(text: str) -> None:
    node = bounded(lambda: read_text(text, "f"))
    if node is not None:
        bounded(lambda: INTAKE.read_node(node))


@given(YAML)
def test_any_document_is_a_reform_or_refused(text: str) -> None:
    bounded(lambda: read_law(small_files(), "small", read_text("title: T\n" + text, "reform.yaml")))


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=10)
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
JSON = st.recursive(
    SCALARS,
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
    max_leaves=4,
)
KEYS = [attribute.name for attribute in fields(Record)]


@given(JSON | st.lists(st.fixed_dictionaries(dict.fromkeys(KEYS, JSON)), max_size=2))
@example(
    [
        {
            **dict.fromkeys(KEYS, ""),
            "facts": {"person.age": [1]},
            "amounts": {},
            "outcomes": [],
            "format": 1,
            "on": "2026-06-01",
            "provision": "town.pass",
        }
    ]
)
def test_any_file_of_records_is_run_again_or_refused(value: Any) -> None:
    path = SCRATCH / "any.json"
    path.write_text(json.dumps(value))
    for record in bounded(lambda: read_records(path)) or []:
        bounded(lambda record=record: replay_record(record, BAY).sentence())


@given(TEXT)
def test_any_text_is_a_day_an_amount_a_language_a_provision_or_refused(text: str) -> None:
    day = bounded(lambda: period.parse_date(text))
    assert day is None or isinstance(day, datetime.date)
    bounded(lambda: language(text))
    bounded(lambda: AT.book.ruling(text))
    bounded(lambda: BAY.matching(text))
    try:
        amount, _ = money.parse(text)
    except ValueError:
        return
    assert isinstance(amount, Decimal)


@pytest.fixture(scope="module", autouse=True)
def scratch(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder for files that are written over and over."""
    global SCRATCH
    SCRATCH = tmp_path_factory.mktemp("fuzz")


SCRATCH = Path()
