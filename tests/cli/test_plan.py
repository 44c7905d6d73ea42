"""huanliu plan: on the screen, as JSON and as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

SUBJECT = "person.age: 30\nperson.income: 5000 HKD\nperson.barred: false\nperson.married: false\nperson.city: hk\n"
ON = ("--on", "2026-06-01")


@pytest.fixture
def subject(tmp_path: Path) -> str:
    """A subject file."""
    path = tmp_path / "lin.yaml"
    path.write_text(SUBJECT)
    return str(path)


def test_a_plan_is_printed_for_a_person(subject: str) -> None:
    ran = run("plan", "settle", subject, *ON)
    assert (ran.code, ran.err) == (0, "")
    assert "Settle in the town" in ran.out
    assert "passport (for: get the pass, find a home)" in ran.out
    assert "城里安家" in run("plan", "settle", subject, *ON, "--lang", "zh-Hans").out


def test_json_is_the_same_by_either_name(subject: str) -> None:
    told = json.loads(run("plan", "settle", subject, *ON, "--json").out)
    assert told == json.loads(run("plan", "settle", subject, *ON, "--as", "json").out)
    assert told["critical_path"] == ["pass", "home"]
    later = json.loads(run("plan", "settle", subject, *ON, "--json", "--start", "2026-07-01").out)
    assert (told["earliest"], later["earliest"]) == ("2026-06-29", "2026-07-29")


@pytest.mark.parametrize(
    ("form", "first"), [("markdown", "# Settle in the town"), ("ics", "BEGIN:VCALENDAR"), ("json", "{")]
)
def test_a_plan_is_written_as_a_file(subject: str, tmp_path: Path, form: str, first: str) -> None:
    out = tmp_path / "plan.out"
    ran = run("plan", "settle", subject, *ON, "--as", form, "--out", str(out))
    assert (ran.code, ran.err) == (0, "")
    assert out.read_text("utf-8").splitlines()[0] == first


def test_journeys_and_windows_are_listed() -> None:
    assert json.loads(run("law", "list", "--journeys", "--json").out)[0]["id"] == "journey.settle"
    assert json.loads(run("law", "list", "--services", "--json").out)[0]["items"] == 12


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("setle",), "did you mean journey.settle?"),
        (("settle", "--as", "pdf"), "--as is 'pdf'"),
        (("settle", "--start", "2026-13-01"), "is not a date"),
        (("settle", "--out", "nowhere/plan.md"), "cannot write the file"),
    ],
)
def test_bad_input_is_one_line(subject: str, arguments: tuple[str, ...], words: str) -> None:
    journey, *rest = arguments
    ran = run("plan", journey, subject, *ON, *rest)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err and ran.err.count("\n") == 1
