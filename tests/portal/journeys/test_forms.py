"""Each kind of fact takes its answer and refuses everything else in the reader's words."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from huanliu.engine.asking.question import Question
from huanliu.portal.bay import book
from huanliu.portal.journeys import fields, forms

BOOL, ENUM, SET = "person.is_hk_permanent_resident", "person.hk_permission", "person.languages_well"
INT, MONEY, DATE = "person.age", "person.income_previous_12_months", "application.filed_on"
UNIVERSITY, NATION, FAMILY, LOG = "person.bachelor_university", "person.nationality", "person.family", "person.day_log"


def question(fact: str) -> Question:
    rules = book()
    return Question(fact, rules.statutes.kinds[fact], (), rules)


def read(fact: str, text: str, files: dict[str, Any] | None = None, lang: str = "en") -> Any:
    return forms.read_answer(question(fact), QueryDict(text), files or {}, lang)


def share() -> str:
    law = book().statutes.law
    return next(name for name, fact in law.facts.items() if fact.unit == "share" and fact.range)


@pytest.mark.parametrize(
    "fact, text, value",
    [
        (BOOL, "answer=yes", True),
        (BOOL, "answer=no", False),
        (ENUM, "answer=ttps", "ttps"),
        (SET, "answer=none", []),
        (INT, "answer=35", "35"),
        (INT, "answer=%EF%BC%93%EF%BC%95", "35"),
        (MONEY, "answer=HK%24 2,600,000.50", "2600000.5"),
        (DATE, "answer-day=1&answer-month=9&answer-year=2026", "2026-09-01"),
        (NATION, "answer=CHN", "CHN"),
        (NATION, "answer=china", "CHN"),
        (UNIVERSITY, "answer=university of warwick", "University of Warwick"),
        (UNIVERSITY, "answer=Nowhere&answer-sure=Nowhere", "Nowhere"),
        (FAMILY, "nobody=1", []),
        (FAMILY, "members=1&m0-relationship=child", [{"relationship": "child"}]),
        (LOG, "stays=1&s0-first=2026-01-01&s0-place=mo", [{"day": "2026-01-01", "place": "mo"}]),
    ],
)
def test_it_takes(fact: str, text: str, value: Any) -> None:
    assert read(fact, text) == value


@pytest.mark.parametrize(
    "fact, text, word",
    [
        (BOOL, "", "choose"),
        (BOOL, "answer=true", "choose"),
        (ENUM, "answer=nothing", "choose"),
        (SET, "", "choose_some"),
        (SET, "answer=klingon", "choose_some"),
        (SET, "answer=none&answer=chinese", "none_and_some"),
        (INT, "answer=", "number_missing"),
        (INT, "answer=abc", "number"),
        (INT, "answer=nan", "number"),
        (INT, "answer=1e400", "large"),
        (INT, "answer=1e-400", "whole"),
        (INT, "answer=3.5", "whole"),
        (INT, "answer=-1", "range"),
        (INT, "answer=151", "range"),
        (MONEY, "answer=1.234", "decimals"),
        (MONEY, "answer=1e13", "large"),
        (DATE, "answer-day=1", "date_missing"),
        (DATE, "answer-day=30&answer-month=2&answer-year=2026", "date"),
        (DATE, "answer-day=x&answer-month=2&answer-year=2026", "date"),
        (DATE, "answer-day=1&answer-month=1&answer-year=1800", "date_range"),
        (UNIVERSITY, "answer=", "text_missing"),
        (UNIVERSITY, "answer=University of Warwik", "doubt"),
        (UNIVERSITY, "answer=Miskatonic", "unlisted"),
        (FAMILY, "members=1", "members_missing"),
        (FAMILY, "members=zillion&m0-relationship=dragon", "choose"),
        (LOG, "stays=1", "stays_missing"),
        (LOG, "stays=1&s0-first=2026-01-01", "place"),
        (LOG, "stays=1&s0-first=tomorrow&s0-place=hk", "date"),
        (LOG, "stays=1&s0-first=2026-02-01&s0-last=2026-01-01&s0-place=hk", "stay"),
        (LOG, "stays=1&s0-first=1900-01-01&s0-last=2026-01-01&s0-place=hk", "stay"),
    ],
)
def test_it_refuses_in_every_language(fact: str, text: str, word: str) -> None:
    with pytest.raises(forms.RefusedError) as refused:
        read(fact, text)
    assert refused.value.word == word
    for code in ("en", "zh-hans", "zh-hant", "pt"):
        assert "{" not in refused.value.sentence(code)


def test_a_share_is_asked_as_per_cent() -> None:
    name = share()
    assert read(name, "answer=25%25") == read(name, "answer=25") == "0.25"
    assert fields.field_of(question(name), "en", "answer", "0.25").value == "25"


@pytest.mark.parametrize(
    "kind", ["int", "decimal", "money", "date", "enum", "set", "bool", "text", "members", "day_log"]
)
def test_every_fact_that_can_be_asked_has_a_field(kind: str) -> None:
    rules = book()
    for name, found in rules.statutes.kinds.items():
        if found.name == kind:
            made = fields.field_of(Question(name, found, (), rules), "zh-Hant", "answer")
            assert made.widget in {"radio", "select", "checkboxes", "number", "date", "text", "members", "day_log"}
            assert made.label


def test_a_log_can_be_a_file() -> None:
    file = SimpleUploadedFile("log.csv", "\ufeffday,place\n2026-01-31,hk\n".encode())
    assert read(LOG, "", {"log": file}) == [{"day": "2026-01-31", "place": "hk"}]


@pytest.mark.parametrize(
    "content, word",
    [
        (b"\xff\xfe\x00", "file"),
        (b"a,b\n1,2\n", "file"),
        (b"day,place\n", "file"),
        (b"day,place\n2026-01-31\n", "file"),
        (b"day,place\nyesterday,hk\n", "refused"),
        (b"day,place\n" + b"x" * 600_000, "file_large"),
    ],
)
def test_a_file_that_is_no_log_is_refused(content: bytes, word: str) -> None:
    with pytest.raises(forms.RefusedError) as refused:
        read(LOG, "", {"log": SimpleUploadedFile("log.csv", content)})
    assert refused.value.word == word
