"""A question in the reader's words, with what may be answered."""

from __future__ import annotations

import json

from huanliu.engine.asking.interview import Interview
from huanliu.engine.asking.question import Goal, Question, intrusion
from tests.small import small_bay

BOOK = small_bay().book("2026-06-01")


def question(fact: str) -> Question:
    """A question about a fact of the small law, asked for the town pass."""
    return Question(fact, BOOK.statutes.kinds[fact], (Goal("town.pass"),), BOOK)


def test_it_speaks_three_languages() -> None:
    asked = question("person.age")
    assert [asked.text(lang) for lang in ("en", "zh-Hans", "zh-Hant")] == ["How old are you?", "您几岁？", "您幾歲？"]
    assert asked.label("zh-Hans") == "年龄"


def test_choices_are_the_values_of_the_vocabulary() -> None:
    assert [choice.value for choice in question("person.city").choices()] == ["hk", "mo", "shenzhen"]
    assert [choice.label for choice in question("person.city").choices("zh-Hant")] == ["香港", "澳門", "深圳"]
    assert [choice.value for choice in question("person.married").choices()] == [True, False]
    assert question("person.age").choices() == ()


def test_units_ranges_and_sets_are_told() -> None:
    assert (question("person.age").unit, question("person.income").unit) == ("years", "HKD")
    assert question("person.age").range == (0, 150)
    assert question("person.roles").several and not question("person.city").several


def test_it_is_plain_json() -> None:
    asked = Interview(BOOK, ["town.pass"]).next()
    assert asked is not None
    assert json.loads(json.dumps(asked.plain("zh-Hans"), ensure_ascii=False)) == {
        "fact": "person.age",
        "text": "您几岁？",
        "kind": "int",
        "choices": [],
        "unit": "years",
        "range": ["0", "150"],
        "why": [{"id": "town.pass", "title": "市镇通行证"}],
    }


def test_intrusion_ranks_sensitive_after_personal_after_plain() -> None:
    ranked = sorted(("person.income", "person.married", "person.student"), key=lambda name: intrusion(name, BOOK))
    assert ranked == ["person.student", "person.married", "person.income"]
