"""huanliu assess, explain, route, replay: what they print, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run, run_apart

SUBJECT = "person.age: 30\nperson.income: 5000 HKD\nperson.barred: false\nperson.married: false\n"
ON = ("--on", "2026-06-01")


@pytest.fixture
def subject(tmp_path: Path) -> str:
    """A subject file."""
    path = tmp_path / "lin.yaml"
    path.write_text(SUBJECT)
    return str(path)


def plain(*arguments: str) -> Any:
    ran = run(*arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_assess_prints_every_finding_as_json(subject: str) -> None:
    found = plain("assess", subject, *ON)
    assert found["on"] == "2026-06-01"
    assert set(found["findings"]) == {
        f"town.{name}"
        for name in ["hearsay", "pass", "points", "proposal", "rough", "settlement", "sorting", "tax", "trial"]
    }
    finding = found["findings"]["town.pass"]
    assert (finding["status"], finding["discretionary"], finding["missing"]) == ("met", True, [])
    assert finding["amounts"] == {"stay_months": "36", "fee": "775"}
    assert finding["explanation"]["truth"] == "met"


def test_a_process_of_its_own_prints_the_same(subject: str) -> None:
    arguments = ("assess", subject, *ON, "--json", "--lang", "zh-Hant")
    assert run_apart(*arguments) == run(*arguments)


def test_assess_takes_a_glob_and_the_two_dates(subject: str) -> None:
    found = plain("assess", subject, "--only", "town.t*", "--on", "2026-01-01", "--known-on", "2024-06-01")["findings"]
    assert {name: finding["status"] for name, finding in found.items()} == {
        "town.tax": "undetermined",
        "town.trial": "undetermined",
    }


@pytest.mark.parametrize(("lang", "words"), [("en", "Town pass"), ("zh-Hans", "市镇通行证"), ("zh-Hant", "市鎮通行證")])
def test_assess_and_explain_speak_the_readers_language(subject: str, lang: str, words: str) -> None:
    for ran in (run("assess", subject, *ON, "--lang", lang), run("explain", "town.pass", subject, *ON, "--lang", lang)):
        assert (ran.code, ran.err) == (0, "")
        assert words in ran.out


def test_explain_without_a_subject_shows_the_clauses(subject: str) -> None:
    ran = run("explain", "town.pass", *ON)
    assert (ran.code, ran.err) == (0, "")
    assert "s. 2" in ran.out
    found = plain("explain", "town.pass", subject, *ON)
    assert (found["id"], found["status"]) == ("town.pass", "met")


def test_route_prints_its_doors(subject: str) -> None:
    found = plain("route", "to_town", subject, *ON)
    assert (found["route"], found["status"], found["on"]) == ("chain.to_town", "met", "2026-06-01")
    text = run("route", "chain.to_town", subject, *ON).out
    assert all(f"{number}. " in text for number in (1, 2, 3))


def test_a_record_is_written_and_run_again(subject: str, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    assert run("assess", subject, *ON, "--record", str(record)).code == 0
    ran = run("replay", str(record))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.count(": same") == 9


def test_a_record_that_somebody_touched_is_told_and_fails(subject: str, tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    run("assess", subject, *ON, "--only", "town.pass", "--record", str(record))
    record.write_text(record.read_text().replace('"5000"', '"1"'))
    ran = run("replay", str(record))
    assert ran.code == 1
    assert "differs (recorded met, now unmet); changed since: facts" in ran.out
