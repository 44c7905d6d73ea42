"""Provision files: what a later version inherits, and what each key becomes."""

from __future__ import annotations

from datetime import date

import pytest

from huanliu.base.document import read_text
from huanliu.base.language import Text
from huanliu.law.model import Clause, Group, Provision
from huanliu.law.provisions import OWN, read_provision
from tests.small import provision, small_law

LAW = small_law()


def read(keys: str) -> Provision:
    return read_provision("town.x", read_text(provision(keys), "town/x.yaml"))


def test_a_later_version_inherits_what_it_does_not_say_again() -> None:
    first, second = LAW.provisions["town.pass"].versions
    assert (second.applies_to, second.unless, second.amounts) == (first.applies_to, first.unless, first.amounts)
    assert (second.discretion, second.grants) == (first.discretion, first.grants)
    assert isinstance(first.when, Group) and isinstance(second.when, Clause)


def test_a_third_version_inherits_from_the_second() -> None:
    third = read(
        "versions: [{from: 2020-01-01, when: {sql: person.married}}, {from: 2021-01-01, when: {sql: person.student}}, {from: 2022-01-01}]"
    )
    assert [version.when.sql for version in third.versions] == ["person.married", "person.student", "person.student"]  # type: ignore[union-attr]


def test_days_and_the_words_about_a_change_are_each_versions_own() -> None:
    keys = "versions: [{from: 2020-01-01, to: 2020-12-31, known_until: 2020-06-30, published: 2019-01-01, change: {en: a}}, {from: 2021-01-01}]"
    second = read(keys).versions[1]
    assert (second.end, second.known_until, second.published, second.change) == (None, None, None, None)
    assert set(OWN) == {"from", "to", "from_approx", "known_until", "published", "change"}


def test_a_key_is_taken_back_with_null() -> None:
    second = read("versions: [{from: 2020-01-01, discretion: {en: d}}, {from: 2021-01-01, discretion: null}]").versions[
        1
    ]
    assert second.discretion is None


def test_a_provision_says_what_its_file_says() -> None:
    found = LAW.provisions["town.pass"]
    assert (found.title.en, found.kind, found.subject, found.status, found.confidence) == (
        "Town pass",
        "admission",
        "person",
        "law",
        "high",
    )
    assert (found.aliases, found.verified_on) == (("town.old_pass",), date(2026, 11, 20))
    assert [amount.name for amount in found.versions[0].amounts] == ["stay_months", "fee"]
    assert found.versions[0].unless[0].cite == "s. 3"
    assert str(found.versions[0].unless[0].place).startswith("small/town/pass.yaml:")
    assert found.examples[0].expect["discretionary"] is True


def test_the_words_around_the_law_are_kept() -> None:
    found = read(
        "versions: [{from: 2020-01-01}]\nnotes: [a, b]\nleads_to: [town.pass]\ndirection: hk->mo\nauthority: {en: Mayor}\n"
        "history: [{on: 2021-01-01, en: h}, {approx: 2022, en: i, zh-Hans: j}]\n"
        "procedure: {where: {en: w}, documents: [{en: d}], fee: null, processing_time: {en: p}, steps: [{en: s}]}"
    )
    assert (found.notes, found.leads_to, found.direction) == (("a", "b"), ("town.pass",), "hk->mo")
    assert [(on, text.en) for on, text in found.history] == [("2021-01-01", "h"), ("2022", "i")]
    assert found.procedure.fee is None and found.procedure.documents[0].label == Text("d")


@pytest.mark.parametrize("value", ["true", "false"])
def test_a_clause_may_be_plainly_true_or_false(value: str) -> None:
    clause = read(f"versions: [{{from: 2020-01-01, when: {{sql: {value}}}}}]").versions[0].when
    assert isinstance(clause, Clause)
    assert clause.sql == value.upper()
