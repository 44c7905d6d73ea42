"""What differs between two days or two laws, provision by provision."""

from __future__ import annotations

import pytest

from huanliu.base.document import read_text
from huanliu.base.language import LANGUAGES
from huanliu.engine.bay import Bay, compile_law
from huanliu.engine.differences import differences
from huanliu.law.reading import read_law
from tests.small import small_bay, small_files


def between(
    before: str, after: str, other: Bay | None = None, only: set[str] | None = None
) -> list[tuple[str, str, str, str | None, str | None]]:
    found = differences(small_bay().book(before), (other or small_bay()).book(after), "en", only)
    return [(d.id, d.what, d.name, d.before, d.after) for d in found]


def reformed(changes: str) -> Bay:
    node = read_text("title: {en: Tried}\n" + changes, "reform.yaml")
    return compile_law(read_law(small_files(), "small", node))


def test_nothing_differs_between_a_day_and_itself() -> None:
    assert between("2026-06-01", "2026-06-01") == []
    assert between("2025-07-01", "2025-07-02") == []


def test_a_new_version_shows_its_clauses_and_numbers() -> None:
    found = between("2025-06-30", "2025-07-01", only={"town.pass"})
    assert ("town.pass", "number", "stay", "24", "36") in [
        (a, b, c, str(d).split()[0], str(e).split()[0]) for a, b, c, d, e in found
    ]
    gone = [(name, after) for _, what, name, _, after in found if what == "clause"]
    assert gone == [("NOT person.student", None), ("person.married", None)]


def test_a_provision_begins_and_ends() -> None:
    assert between("2019-12-31", "2020-01-01", only={"town.pass"}) == [
        ("town.pass", "began", "", "not_yet", "in_force")
    ]
    assert between("2026-06-30", "2026-07-01", only={"town.rough"}) == [
        ("town.rough", "ended", "", "in_force", "ended")
    ]


def test_a_trial_that_ran_out_has_not_ended() -> None:
    found = between("2025-12-31", "2026-01-01", only={"town.trial"})
    assert found == [("town.trial", "trial", "", "in_force", "trial_ran_out")]


# reform, what differs
REFORMS: list[tuple[str, tuple[str, str, str]]] = [
    (
        "changes: {town.pass: {parameters: {stay: {values: [{from: 2025-07-01, value: 48}]}}}}",
        ("town.pass", "number", "stay"),
    ),
    ("parameters: {floor: {values: [{from: 2024-01-01, value: 9}]}}", ("town.pass", "number", "floor")),
    (
        "parameters: {bands: {values: [{from: 2026-01-01, brackets: [{over: 0, rate: 0.5}]}]}}",
        ("town.tax", "number", "bands"),
    ),
    (
        "changes: {town.pass: {versions: [{from: 2025-07-01, discretion: {en: Nobody decides.}}]}}",
        ("town.pass", "discretion", "discretion"),
    ),
    (
        "changes: {town.tax: {versions: [{from: 2026-01-01, amounts: {tax: {label: T, sql: 0 * person.income}}}]}}",
        ("town.tax", "amount", "tax"),
    ),
    (
        "provisions: {town.new: {title: {en: N}, kind: tax, confidence: high, versions: [{from: 2020-01-01}]}}",
        ("town.new", "began", ""),
    ),
    ("changes: {town.trial: {status: proposal}}", ("town.trial", "ended", "")),
]


@pytest.mark.parametrize(("changes", "expected"), REFORMS)
def test_a_reform_shows(changes: str, expected: tuple[str, str, str]) -> None:
    assert expected in [row[:3] for row in between("2026-06-01", "2026-06-01", reformed(changes))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_json_of_a_difference_is_in_the_readers_language(lang: str) -> None:
    found = differences(small_bay().book("2019-12-31"), small_bay().book("2020-01-01"), lang, {"town.pass"})[0].plain(
        lang
    )
    titles = {"en": "Town pass", "zh-Hans": "市镇通行证", "zh-Hant": "市鎮通行證"}
    assert found == {
        "id": "town.pass",
        "title": titles[lang],
        "what": "began",
        "name": "",
        "before": "not_yet",
        "after": "in_force",
    }
