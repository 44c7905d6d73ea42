"""The bundled law in words: every clause reads in three languages, and everything that is asked has a name and a question."""

from __future__ import annotations

import re

import pytest

from huanliu.base.language import LANGUAGES, Text
from huanliu.base.truth import Status
from huanliu.engine import expression as tree
from huanliu.engine.bay import load
from huanliu.engine.evaluate import Situation
from huanliu.engine.explain import Explanation, explain, explain_condition
from huanliu.engine.expression import walk
from huanliu.law.calendar import first_day
from huanliu.law.model import Provision

BAY = load()
LAW = BAY.law
RAW = re.compile(r"\{[a-z_]*\}|Decimal\(|frozenset|datetime\.|Kind\(")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sentences(node: Explanation, lang: str) -> list[str]:
    return [node.sentence(lang), *(text for part in node.parts for text in sentences(part, lang))]


def days_of(provision: Provision) -> set[str]:
    """A day within each version, and the day it was verified."""
    days = {first_day(version) for version in provision.versions} | {provision.verified_on}
    return {str(day) for day in days if day is not None}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", LAW.provisions)
def test_every_clause_of_every_version_reads(name: str, lang: str) -> None:
    for day in days_of(LAW.provisions[name]):
        book = BAY.book(day)
        ruling, at = book.ruling(name), Situation({}, book)
        trees = [explain(ruling, Status.UNDETERMINED, at), *(explain_condition(c, at) for _, c in ruling.outcomes)]
        said = [sentence for tree_ in trees for sentence in sentences(tree_, lang)]
        amounts = [book.words(lang).phrase(expression) for _, expression in ruling.amounts.values()]
        raw = [text for text in (*said, *amounts) if RAW.search(text) or not text.strip()]
        assert raw == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", LAW.routes)
def test_every_door_of_every_route_reads(name: str, lang: str) -> None:
    book = BAY.book("2026-11-20")
    at = Situation({}, book)
    said = [text for door in book.steps(name) for text in sentences(explain_condition(door, at), lang)]
    assert said and not [text for text in said if RAW.search(text)]


@pytest.mark.parametrize("name", LAW.provisions)
def test_a_reader_of_chinese_meets_no_english_headline(name: str) -> None:
    finding = BAY.assess({}, "2026-11-20", only=name)[name]
    for lang in ("zh-Hans", "zh-Hant"):
        assert CHINESE.search(finding.explanation.sentence(lang))


def used_facts() -> list[str]:
    """Every fact and definition that any expression of the law names."""
    texts = [text for versions in BAY.statutes.texts.values() for text in versions]
    roots = [
        root
        for t in texts
        for root in (t.applies, t.condition, *(c for _, c in t.outcomes), *(e for _, e in t.amounts.values()))
        if root is not None
    ]
    roots += [
        *BAY.statutes.definitions.values(),
        *(step.condition for steps in BAY.statutes.routes.values() for step in steps),
    ]
    return sorted({node.name for root in roots for node in walk(root) if isinstance(node, (tree.FactRef, tree.Column))})


def told(name: str) -> list[Text]:
    """How a fact is called and asked for, and what its values are called."""
    fact = LAW.facts.get(name)
    return [LAW.definitions[name].label] if fact is None else [fact.label, fact.asks, *fact.values.values()]


def test_every_fact_that_is_used_has_its_names_and_question() -> None:
    used = used_facts()
    assert len(used) > 300
    assert [
        name for name in used if not all(text.en.strip() and (text.zh_hans or "").strip() for text in told(name))
    ] == []


def test_every_word_that_the_engine_says_is_in_the_packs() -> None:
    said = {
        "and",
        "or",
        "not",
        "all",
        "any",
        "none_of_these",
        "at_least",
        "points",
        "decide",
        "seen",
        "yours",
        "stated",
    }
    assert said <= set(LAW.words)
    assert {status.value for status in Status} <= set(LAW.words)


def test_a_word_has_the_same_places_to_fill_in_every_language() -> None:
    for name, word in LAW.words.items():
        places = [sorted(re.findall(r"\{(\w+)\}", word.in_language(lang))) for lang in LANGUAGES]
        assert places[0] == places[1] == places[2], name
