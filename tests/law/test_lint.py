"""Every lint fires on the pack made for it, and on no other."""

from __future__ import annotations

import pytest
from attrs import evolve

from huanliu.base.document import read_text
from huanliu.law.lint import RULES, Remark, dangling, lint
from huanliu.law.provisions import read_provision
from tests.small import small_law

GOOD = """
title: {en: Good, zh-Hans: 好}
kind: admission
confidence: high
verified_on: 2026-11-20
sources: [{title: A gazette}]
parameters:
  n: {values: [{from: 2020-01-01, to: 2020-12-31, value: 1, cite: s}, {from: 2021-01-01, value: 2, cite: s}]}
versions: [{from: 2020-01-01, to: 2020-12-31, discretion: {en: d, zh-Hans: 定}}, {from: 2021-01-01, grants: [{en: g, zh-Hans: 准}]}]
procedure: {documents: [{en: d, zh-Hans: 证}]}
examples: [{case: c, facts: {}, expect: {status: undetermined}}]
"""

# rule: (what is replaced, by what, words of the remark)
BAD: dict[str, list[tuple[str, str, str]]] = {
    "not-discretion": [("{en: d, zh-Hans: 定}", "{en: 'Not tested here: a home.', zh-Hans: 定}", "under not_tested")],
    "no-source": [("sources: [{title: A gazette}]", "instrument: {name: null}", "neither a source nor an instrument")],
    "no-date": [
        ("verified_on: 2026-11-20", "verified_on: null", "has no verified_on"),
        ("{from: 2021-01-01, grants", "{from: null, grants", "a later version without a first day"),
        ("versions: [{from: 2020-01-01,", "versions: [{from: null,", "has no first day and no note"),
    ],
    "overlap": [
        (
            "to: 2020-12-31, discretion",
            "to: 2021-01-01, discretion",
            "ends on 2021-01-01 although the next begins on 2021-01-01",
        ),
        (
            "to: 2020-12-31, discretion: {en: d, zh-Hans: 定}}, {from: 2021-01-01",
            "discretion: null}, {from: 2020-01-01",
            "a version of 2020-01-01 after one of 2020-01-01",
        ),
    ],
    "unverified-number": [
        ("value: 2, cite: s}]", "value: 2, cite: s, verified: false}]", "has an unverified number n and no note")
    ],
    "two-values": [
        ("to: 2020-12-31, value: 1", "to: 2021-01-01, value: 1", "has a number n with two values on 2021-01-01")
    ],
    "no-words": [
        ("title: {en: Good, zh-Hans: 好}", "title: {en: Good}", "title has no zh-Hans: 'Good'"),
        ("{en: d, zh-Hans: 定}", "{en: d}", "discretion has no zh-Hans"),
        ("{en: g, zh-Hans: 准}", "{en: g}", "grants has no zh-Hans"),
        ("{en: d, zh-Hans: 证}", "{en: d}", "documents has no zh-Hans"),
    ],
    "no-example": [
        ("examples: [{case: c, facts: {}, expect: {status: undetermined}}]", "examples: []", "has no example")
    ],
}
CASES = [(rule, *case) for rule, cases in BAD.items() for case in cases]


def remarks(text: str) -> list[Remark]:
    provision = read_provision("town.x", read_text(text, "town/x.yaml"))
    return lint(evolve(small_law(), provisions={"town.x": provision}))


def test_a_good_provision_has_no_remark() -> None:
    assert remarks(GOOD) == []


@pytest.mark.parametrize(("rule", "before", "after", "words"), CASES)
def test_a_rule_fires_on_its_own_fault_alone(rule: str, before: str, after: str, words: str) -> None:
    assert GOOD.count(before) == 1
    found = remarks(GOOD.replace(before, after))
    assert {remark.rule for remark in found} == {rule}
    assert any(words in str(remark) for remark in found)
    assert str(found[0]).startswith("town/x.yaml:2:1: town.x: ")


def test_every_rule_has_a_pack_that_it_fires_on() -> None:
    assert set(BAD) == set(RULES)


def test_a_number_that_nobody_vouches_for_is_found_with_its_provision() -> None:
    found = remarks(GOOD.replace("sources: [{title: A gazette}]", "").replace(", cite: s", ""))
    assert {remark.rule for remark in found} == {"no-source", "unverified-number"}


def test_only_the_provisions_chosen_are_looked_at() -> None:
    law = small_law()
    assert lint(law, {"town.pass"}) == lint(law, set()) == []


def test_next_steps_that_are_not_there_are_told_with_who_names_them() -> None:
    text = GOOD + "leads_to: [town.nowhere, town.pass, town.old_pass, chain.to_town]\n"
    law = small_law({"town/x.yaml": text})
    assert dangling(law) == {"town.nowhere": ["town.x"]}
