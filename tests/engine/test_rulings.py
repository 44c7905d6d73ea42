"""How a provision stands on a day decides what it can be: nothing that is not surely law is ever met."""

from __future__ import annotations

from typing import Any

import pytest

from huanliu.base.truth import Status
from huanliu.engine.bay import Bay
from huanliu.errors import UnknownNameError
from huanliu.law.calendar import Force
from tests.small import bay_with, small_bay

ADULT: dict[str, Any] = {"person.age": 30}
CHILD: dict[str, Any] = {"person.age": 3}

# provision, on, known on, subject, status, words of the reason
STANDS = [
    ("town.proposal", "2026-06-01", None, ADULT, "not_applicable", "a proposal, not yet law"),
    ("town.proposal", "2026-06-01", None, CHILD, "not_applicable", "a proposal, not yet law"),
    ("town.proposal", "2019-06-01", None, ADULT, "not_applicable", "not yet in force on 2019-06-01"),
    ("town.hearsay", "2026-06-01", None, ADULT, "undetermined", "read with low confidence; never counted as met"),
    ("town.hearsay", "2026-06-01", None, CHILD, "unmet", "read with low confidence"),
    ("town.hearsay", "2019-06-01", None, ADULT, "not_applicable", "not yet in force"),
    ("town.trial", "2025-12-31", None, ADULT, "met", None),
    (
        "town.trial",
        "2026-01-01",
        None,
        ADULT,
        "undetermined",
        "the trial is known to run until 2025-12-31; whether it goes on is not known",
    ),
    ("town.trial", "2026-01-01", None, CHILD, "undetermined", "whether it goes on is not known"),
    ("town.rough", "2010-05-30", None, ADULT, "undetermined", "whether it was in force on 2010-05-30 is not known"),
    ("town.rough", "2010-05-31", None, ADULT, "met", None),
    ("town.rough", "2026-07-01", None, ADULT, "not_applicable", "no longer in force on 2026-07-01"),
    ("town.pass", "2020-01-01", "2019-11-30", ADULT, "not_applicable", "not yet published on the day asked about"),
    ("town.pass", "2019-12-31", None, ADULT, "not_applicable", "not yet in force on 2019-12-31"),
]


@pytest.mark.parametrize(("name", "on", "known_on", "facts", "status", "words"), STANDS)
def test_a_provision_is_what_its_standing_allows(
    name: str, on: str, known_on: str | None, facts: dict[str, Any], status: str, words: str | None
) -> None:
    finding = small_bay().assess(facts, on, known_on, only=name)[name]
    assert finding.status.value == status
    reason = finding.ruling.reason
    assert (reason is None) if words is None else (reason is not None and words in reason.en)
    if reason is not None:
        assert reason.en in finding.explanation.text("en")
        assert reason.zh_hans is not None and reason.zh_hans in finding.explanation.text("zh-Hans")


def test_every_standing_is_in_the_table() -> None:
    forces = {small_bay().book(on, known).ruling(name).force for name, on, known, *_ in STANDS}
    assert forces == set(Force)


@pytest.mark.parametrize("name", ["town.proposal", "town.hearsay"])
@pytest.mark.parametrize("facts", [{}, ADULT, CHILD])
@pytest.mark.parametrize("on", ["2020-01-01", "2026-06-01", "2100-01-01"])
def test_what_is_not_surely_law_is_never_met(name: str, facts: dict[str, Any], on: str) -> None:
    assert small_bay().assess(facts, on, only=name)[name].status is not Status.MET


def test_what_rests_on_a_guess_is_never_met_either() -> None:
    bay = bay_with(
        two="versions: [{from: 2020-01-01, requires: [town.hearsay]}]",
        three="versions: [{from: 2020-01-01, when: {sql: ':guessed > 3'}}]",
        four="versions: [{from: 2020-01-01, requires: [town.proposal]}]",
    )
    found = bay.assess(ADULT, "2026-06-01", only="town.*")
    assert [found[f"town.{name}"].status.value for name in ("two", "three", "four")] == [
        "undetermined",
        "undetermined",
        "unmet",
    ]


def test_a_provision_without_any_first_day_was_always_there() -> None:
    bay = bay_with(always="versions: [{from: null, when: {sql: person.adult}}]")
    assert bay.assess(ADULT, "1950-01-01", only="town.always")["town.always"].status is Status.MET


def test_the_version_of_the_day_answers_as_it_was_known() -> None:
    student = {
        "person.age": 30,
        "person.income": 5000,
        "person.barred": False,
        "person.student": True,
        "person.married": False,
    }
    answers = {
        (on, known): small_bay().assess(student, on, known, only="town.pass")["town.pass"].status.value
        for on, known in (("2025-06-30", None), ("2025-07-01", None), ("2025-07-01", "2025-04-30"))
    }
    assert list(answers.values()) == ["unmet", "met", "unmet"]


def test_an_alias_names_the_same_ruling(small: Bay) -> None:
    book = small.book("2026-06-01")
    assert book.ruling("town.old_pass").provision is book.ruling("town.pass").provision


@pytest.mark.parametrize(
    ("name", "hint"), [("town.pas", "did you mean town.pass?"), ("zzz", "huanliu law list shows all")]
)
def test_a_provision_that_is_not_there_is_refused(small: Bay, name: str, hint: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        small.book("2026-06-01").ruling(name)
    assert hint in caught.value.sentence()


def test_a_ruling_is_bound_once_a_day(small: Bay) -> None:
    book = small.book("2026-06-01")
    assert book.ruling("town.pass") is book.ruling("town.pass")
    assert small.book("2026-06-01") is book
    assert small.book("2026-06-01", "2026-06-01") is not book
