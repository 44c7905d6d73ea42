"""huanliu simulate, people, doors and asymmetry as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.running import refused, run, run_apart

ON = ("--on", "2026-06-01")
REFORM = (
    "title: {en: A lower floor, zh-Hans: 降低下限}\nparameters: {floor: {values: [{from: 2025-01-01, value: 400}]}}\n"
)


@pytest.fixture
def people(tmp_path: Path) -> str:
    """A table of four people of the small town."""
    path = tmp_path / "people.parquet"
    pl.DataFrame(
        {
            "person.age": [30, 30, 30, 10],
            "person.income": [500, 3000, None, 100],
            "person.barred": [False] * 4,
            "city": ["east", "east", "west", "west"],
        }
    ).write_parquet(path)
    return str(path)


@pytest.fixture
def reform(tmp_path: Path) -> str:
    """A reform file."""
    path = tmp_path / "reform.yaml"
    path.write_text(REFORM, "utf-8")
    return str(path)


def test_a_reform_is_told_in_both_languages(people: str, reform: str) -> None:
    english = run("simulate", people, "--reform", reform, "--by", "city", *ON)
    chinese = run("simulate", people, "--reform", reform, "--lang", "zh-Hans", *ON)

    assert english.code == chinese.code == 0, english.err + chinese.err
    assert "A lower floor: who gains, who loses" in english.out
    assert "east" in english.out
    assert "HKD 77.50" in english.out
    assert "降低下限：谁受益，谁受损" in chinese.out


def test_a_reform_as_json_csv_parquet_and_charts(people: str, reform: str, tmp_path: Path) -> None:
    csv, parquet, chart = (tmp_path / name for name in ("out.csv", "out.parquet", "out.svg"))
    ran = run(
        *("simulate", people, "--reform", reform, "--by", "city,age_band", "--only", "town.pass", "--json", *ON),
        *("--out", str(csv), "--chart", str(chart)),
    )
    run("simulate", people, "--reform", reform, "--out", str(parquet), *ON)
    found = json.loads(ran.out)

    assert (found["people"], found["provisions"], found["on"]) == (4, ["town.pass"], "2026-06-01")
    assert [effect["winners"] for effect in found["effects"] if effect["by"] == ""] == [1, 1, 1, 0]
    assert pl.read_csv(csv).height == len(found["effects"])
    assert pl.read_parquet(parquet).height > 0
    assert sorted(path.name for path in tmp_path.glob("*.svg")) == ["out.age_band.svg", "out.city.svg"]
    assert (tmp_path / "out.city.svg").read_text("utf-8").startswith("<svg")


def test_people_are_labelled_and_go_on_to_the_other_commands(tmp_path: Path) -> None:
    out = str(tmp_path / "people.parquet")
    made = run("people", out, "--size", "300", packs=None)
    counted = run("asymmetry", out, *ON, "--chart", str(tmp_path / "a.svg"), packs=None)
    doors = run(
        "doors", out, *ON, "--chart", str(tmp_path / "d.svg"), "--ranking-chart", str(tmp_path / "r.svg"), packs=None
    )

    assert made.code == counted.code == doors.code == 0, made.err + counted.err + doors.err
    assert all("SYNTHETIC" in " ".join(ran.out.split()) for ran in (made, counted, doors))
    assert "300 rows for 87,546,000 people" in made.out
    assert len(list(tmp_path.glob("*.svg"))) == 3
    assert "SYNTHETIC" in (tmp_path / "d.svg").read_text("utf-8")
    weighed = json.loads(run("doors", out, *ON, "--weight", "weight", "--json", packs=None).out)
    assert weighed["people"] == 87_546_000


def test_people_as_json_say_what_is_assumed(tmp_path: Path) -> None:
    found = json.loads(run("people", str(tmp_path / "p.parquet"), "--size", "100", "--json", packs=None).out)

    assert found["rows"] == 100
    assert found["margins"][0]["cities"]["hk"] == 7_534_200
    assert found["assumed"]["person.profession"]
    assert "person.place_of_residence" not in found["assumed"]


def test_doors_and_asymmetry_as_json(people: str) -> None:
    doors = json.loads(run("doors", people, "--by", "city", "--json", *ON).out)
    ways = json.loads(run("asymmetry", people, "--json", *ON).out)

    assert {each["by"] for each in doors["doors"]} == {"", "city"}
    assert doors["ranking"][0]["people"] >= doors["ranking"][-1]["people"]
    assert doors["routes"]["chain.to_town"]["steps"] == ["be sorted", "the pass", "a shop"]
    assert ways["not_understood"] == {"chain.to_town": "world->town"}


def test_what_cannot_be_is_one_line(people: str, reform: str, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "no.parquet")
    assert "no such file" in refused(run("simulate", nowhere, "--reform", reform))
    assert "no column 'citty'" in refused(run("simulate", people, "--reform", reform, "--by", "citty", *ON))
    assert ".csv or .parquet" in refused(run("simulate", people, "--reform", reform, "--out", "x.txt", *ON))
    assert "no route matches" in refused(run("doors", people, "--only", "nothing*", *ON))
    assert "no column 'home'" in refused(run("asymmetry", people, "--home", "home", *ON))
    assert "population of 0" in refused(run("people", nowhere, "--size", "0", packs=None))
    assert refused(run_apart("people", str(tmp_path / "no" / "p.parquet"), "--size", "10", packs=None))
