"""huanliu better-off: places side by side, the curve, the chart and the table."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from tests.cli.running import run

ON = ("--on", "2025-06-01")


@pytest.fixture
def subject(tmp_path: Path) -> str:
    """A subject file."""
    path = tmp_path / "lin.yaml"
    path.write_text("person.income: 100000 HKD\n")
    return str(path)


def test_places_are_printed_with_the_provision_behind_each_line(subject: str) -> None:
    ran = run("better-off", subject, *ON)
    assert (ran.code, ran.err) == (0, "")
    assert "HK$95,400 left of HK$100,000 (95.4%)" in ran.out
    assert "town.tax" in ran.out and "buys: the bridge" in ran.out
    assert "the pay is not stated (Mainland income)" in ran.out
    assert "市镇税" in run("better-off", subject, *ON, "--lang", "zh-Hans").out


def test_json_holds_every_line_and_the_rates_as_told(subject: str) -> None:
    told = json.loads(run("better-off", subject, *ON, "--rate", "HKD/CNY=0.92", "--json").out)
    assert [place["payslip"] for place in told["places"]] == ["payslip.far", "payslip.town"]
    assert told["rates"]["HKD/CNY"] == "0.92"
    assert told["places"][0]["gross"] == "92000"
    assert told["places"][1]["taken_as_none"] == {"person.married": False}


def test_cliffs_are_told_along_a_range_of_pay(subject: str) -> None:
    ran = run("better-off", subject, *ON, "--along", "0..200000", "--place", "town")
    assert "At HK$60,000 one more leaves HK$599 less." in ran.out
    (found,) = json.loads(run("better-off", subject, *ON, "--along", "0..200000", "--place", "town", "--json").out)[
        "curves"
    ]
    assert found["cliffs"] == [{"gross": "60000", "loss": "599"}]
    assert len(found["points"]) == 101
    assert "No pay between" in run("better-off", subject, *ON, "--along", "0..9", "--place", "far").out


@pytest.mark.parametrize("more", [(), ("--along", "0..200000")])
def test_a_chart_is_drawn_here(subject: str, tmp_path: Path, more: tuple[str, ...]) -> None:
    path = tmp_path / "chart.svg"
    assert run("better-off", subject, *ON, "--place", "town", "--chart", str(path), *more).code == 0
    text = path.read_text("utf-8")
    assert ElementTree.fromstring(text).tag.endswith("svg")
    assert "Live and work in the town" in text and "href" not in text


@pytest.mark.parametrize("name", ["lines.csv", "lines.parquet"])
def test_every_line_is_written_as_a_table(subject: str, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert run("better-off", subject, *ON, "--place", "town", "--out", str(path)).code == 0
    frame = pl.read_parquet(path) if name.endswith("parquet") else pl.read_csv(path)
    assert frame["line"].to_list() == ["gross", "tax", "toll", "grant", "shown"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--rate", "HKD=2"), "the rate 'HKD=2' cannot be read"),
        (("--rate", "HKD/XXX=2"), "cannot be read"),
        (("--rate", "HKD/CNY=0"), "cannot be read"),
        (("--along", "9..3"), "the range '9..3' cannot be read"),
        (("--place", "twon"), "did you mean payslip.town?"),
        (("--chart", "nowhere/x.svg"), "cannot write the file"),
        (("--out", "nowhere/x.csv"), "cannot write the file"),
        (("--out", "nowhere/x.parquet"), "cannot write the file"),
    ],
)
def test_bad_input_is_one_line(subject: str, arguments: tuple[str, ...], words: str) -> None:
    ran = run("better-off", subject, *ON, *arguments)
    assert ran.code == 2
    assert words in ran.err and ran.err.count("\n") == 1
