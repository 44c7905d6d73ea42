"""Explanations: the tree of clauses behind a finding, with what each saw. The texts are kept in tests/golden."""

from __future__ import annotations

import json
from typing import Any

import pytest

from huanliu.base.language import LANGUAGES
from huanliu.engine.bay import Bay, compile_law
from huanliu.engine.explain import Explanation
from huanliu.errors import UnknownNameError
from tests.golden import golden
from tests.small import provision, small_files, small_law, spoken_bay

MET: dict[str, Any] = {"person.age": 30, "person.income": 5000, "person.barred": False}
ON = "2026-06-01"


def why(name: str, facts: dict[str, Any], on: str = ON, bay: Bay | None = None) -> Explanation:
    return (bay or spoken_bay()).assess(facts, on, only=name)[name].explanation


def trial(keys: str) -> Bay:
    words = {"town/x.yaml": provision(f"versions: [{{from: 2020-01-01, {keys}}}]")}
    return compile_law(small_law(words))


# name of the text: provision, day, subject
TEXTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "pass_met": ("town.pass", ON, MET),
    "pass_of_2024_unmet": ("town.pass", "2024-06-01", {**MET, "person.student": True, "person.married": False}),
    "pass_undetermined": ("town.pass", ON, {"person.age": 30}),
    "pass_not_applicable": ("town.pass", ON, {"person.age": 3}),
    "points_open": ("town.points", ON, {"person.married": True, "person.age": 45}),
    "settlement_through_the_pass": ("town.settlement", ON, {**MET, "person.city": "mo"}),
    "proposal": ("town.proposal", ON, MET),
    "hearsay": ("town.hearsay", ON, MET),
    "trial_ran_out": ("town.trial", ON, MET),
    "not_yet": ("town.pass", "2019-06-01", MET),
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", TEXTS)
def test_an_explanation_reads_as_it_is_kept(name: str, lang: str) -> None:
    provision_, on, facts = TEXTS[name]
    text = why(provision_, facts, on).text(lang) + "\n"
    assert text == golden(f"{name}.{lang}.txt", text)


@pytest.mark.parametrize("name", TEXTS)
def test_the_first_line_is_the_finding_and_its_mark_the_status(name: str) -> None:
    provision_, on, facts = TEXTS[name]
    finding = spoken_bay().assess(facts, on, only=provision_)[provision_]
    mark = {"met": "✓", "undetermined": "?"}.get(finding.status.value, "✗")
    assert finding.explanation.text().startswith(f"{mark} {finding.ruling.provision.title.en} (")


def test_a_leaf_keeps_its_expression_citation_and_place() -> None:
    leaf = next(leaf for leaf in why("town.pass", MET).leaves() if leaf.cite == "s. 2")
    assert leaf.sql == "person.income >= :floor"
    lines = small_files()["town/pass.yaml"].decode().splitlines()
    of_the_second_version = max(number for number, text in enumerate(lines, start=1) if "cite: s. 2" in text)
    assert leaf.file == f"small/town/pass.yaml:{of_the_second_version}:17"
    assert leaf.sentence("en") == "yearly income ≥ HK$2,000.50; yours: HK$5,000"
    assert leaf.sentence("zh-Hans") == "年收入 ≥ 2,000.50港元；您的情况：5,000港元"


def test_an_unknown_value_is_said_to_be_unknown() -> None:
    leaf = next(leaf for leaf in why("town.pass", {"person.age": 30}).leaves() if leaf.cite == "s. 2")
    assert (leaf.truth, leaf.sentence()) == (None, "yearly income ≥ HK$2,000.50; yours: not known")


def test_a_bar_is_said_the_other_way_round_so_that_its_mark_reads_alike() -> None:
    leaf = next(leaf for leaf in why("town.pass", {**MET, "person.barred": True}).leaves() if leaf.cite == "s. 3")
    assert (leaf.truth, leaf.sentence(), leaf.sql) == (False, "barred: no; yours: yes", "NOT (person.barred)")


def test_a_definition_shows_what_it_follows_from_unless_it_was_given() -> None:
    bay = trial("when: {sql: person.adult}")
    worked_out = why("town.x", {"person.age": 30}, bay=bay).parts[0]
    assert (worked_out.kind, [part.truth for part in worked_out.parts]) == ("definition", [True])
    given = why("town.x", {"person.adult": True}, bay=bay).parts[0]
    assert (given.kind, given.parts, given.truth) == ("definition", (), True)


# condition, subject, kinds and truths of the parts
TREES: list[tuple[str, dict[str, Any], str, bool | None, list[bool | None]]] = [
    ("all: [{sql: person.married}, {sql: person.student}]", {"person.married": True}, "all", None, [True, None]),
    ("any: [{sql: person.married}, {sql: person.student}]", {"person.married": True}, "any", True, [True, None]),
    ("none: [{sql: person.married}, {sql: person.student}]", {"person.married": True}, "all", False, [False, None]),
    (
        "none: [{all: [{sql: person.married}, {sql: person.student}]}]",
        {"person.married": False},
        "any",
        True,
        [True, None],
    ),
    (
        "at_least: 2, of: [{sql: person.married}, {sql: person.student}, {sql: person.barred}]",
        {"person.married": True},
        "at_least",
        None,
        [True, None, None],
    ),
    (
        "points: 5, of: [{sql: person.married, points: 5}, {sql: person.student, points: 3}]",
        {"person.married": True},
        "points",
        True,
        [True, None],
    ),
    (
        "decide: [{if: {sql: person.married}, then: true}, {if: {sql: person.student}, then: false}, {else: true}]",
        {"person.married": True},
        "decide",
        True,
        [True],
    ),
    (
        "decide: [{if: {sql: person.married}, then: {sql: person.student}}, {else: false}]",
        {"person.married": True},
        "decide",
        None,
        [True, None],
    ),
    (
        "decide: [{if: {sql: person.married}, then: true}, {else: {sql: person.student}}]",
        {"person.married": False, "person.student": True},
        "decide",
        True,
        [False, True],
    ),
    ("provision: town.trial", {"person.age": 3}, "provision", None, [None]),
]


@pytest.mark.parametrize(("condition", "facts", "kind", "truth", "truths"), TREES)
def test_a_tree_shows_its_parts(
    condition: str, facts: dict[str, Any], kind: str, truth: bool | None, truths: list[bool | None]
) -> None:
    node = why("town.x", facts, bay=trial(f"when: {{{condition}}}")).parts[0]
    assert (node.kind, node.truth) == (kind, truth)
    assert [part.truth for part in node.parts] == truths


def test_counts_and_points_are_told() -> None:
    text = golden("points_open.en.txt", why("town.points", TEXTS["points_open"][2]).text() + "\n")
    assert "50 points needed; 30 so far, at most 45" in text


def test_the_json_of_an_explanation_is_a_tree_of_plain_values() -> None:
    plain = why("town.pass", {**MET, "person.income": 1}).plain("en")
    assert (plain["truth"], plain["kind"]) == ("unmet", "provision")
    clause = plain["parts"][1]["parts"][0]
    assert (clause["kind"], clause["truth"], clause["cite"]) == ("clause", "unmet", "s. 2")
    assert set(clause) <= {"kind", "truth", "text", "sql", "cite", "note", "file"}
    before = why("town.pass", MET, "2024-06-01").plain("en")["parts"][1]["parts"]
    assert [part.get("note") for part in before if part["kind"] == "clause"] == ["Before tax.", None]
    json.dumps(plain)


def test_another_language_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="language 'fr'"):
        why("town.pass", MET).text("fr")


REAL = {
    "hk.ttps.a": {"person.age": 29, "person.income_previous_12_months": 900000, "person.nationality": "CHN"},
    "cn.iit.residence_183": {},
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", REAL)
def test_a_real_provision_reads_as_it_is_kept(bay: Bay, name: str, lang: str) -> None:
    text = why(name, REAL[name], "2026-11-20", bay).text(lang) + "\n"
    assert text == golden(f"{name}.{lang}.txt", text)
