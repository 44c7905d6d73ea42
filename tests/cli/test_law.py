"""huanliu law: list, show, check, diff; and the package run as a module."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.cli.running import run
from tests.small import FOLDER


def plain(*arguments: str) -> Any:
    ran = run(*arguments, "--json")
    assert (ran.code, ran.err) == (0, "")
    return json.loads(ran.out)


def test_list_names_provisions_facts_and_routes() -> None:
    assert {row["id"] for row in plain("law", "list", "--only", "town.t*")} == {"town.tax", "town.trial"}
    assert "person.age" in {row["name"] for row in plain("law", "list", "--facts")}
    assert [row["id"] for row in plain("law", "list", "--routes")] == ["chain.to_town"]
    assert "town.tax" in run("law", "list").out


def test_show_prints_what_a_program_needs() -> None:
    found = plain("law", "show", "town.pass")
    assert (found["id"], found["title"]["en"]) == ("town.pass", "Town pass")
    assert set(found["facts"]) == {f"person.{name}" for name in ("age", "income", "student", "married", "barred")}
    assert [version["from"] for version in found["versions"]] == ["2020-01-01", "2025-07-01"]
    assert "Town pass" in run("law", "show", "town.pass").out


def test_check_runs_every_example_and_lint() -> None:
    found = plain("law", "check")
    assert (found["provisions_and_routes"], found["examples"], found["failures"], found["remarks"]) == (10, 10, [], [])


def test_check_fails_on_an_example_that_comes_out_otherwise(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "small")
    path = tmp_path / "small" / "town" / "pass.yaml"
    path.write_text(
        path.read_text("utf-8")
        .replace("value: 36", "value: 35")
        .replace("verified_on: 2026-11-20", "verified_on: null")
    )
    ran = run("law", "check", packs=tmp_path / "small")
    assert (ran.code, ran.err) == (1, "")
    assert "small/town/pass.yaml" in ran.out and "came {'stay_months': '35'}" in ran.out and "[no-date]" in ran.out


def test_diff_between_two_days_and_with_a_reform(tmp_path: Path) -> None:
    found = plain("law", "diff", "2025-06-30", "2025-07-01", "--only", "town.pass")
    assert {(row["what"], row["name"]) for row in found} >= {("number", "stay")}
    reform = tmp_path / "reform.yaml"
    reform.write_text("title: {en: T}\nparameters: {floor: {values: [{from: 2024-01-01, value: 9}]}}\n")
    text = run("law", "diff", "2026-06-01", "--reform", str(reform)).out
    assert "number floor" in text and "HK$9" in text


def test_the_package_runs_as_a_module_and_helps() -> None:
    done = subprocess.run([sys.executable, "-m", "huanliu", "--help"], capture_output=True, check=True)
    assert b"assess" in done.stdout and done.stderr == b""


def test_start_prints_and_ends_where_nobody_is_there() -> None:
    ran = run("start", packs=None)
    assert (ran.code, ran.err) == (0, "")
    assert "Top Talent Pass Scheme" in ran.out


def test_a_reader_that_stops_reading_is_no_error() -> None:
    command = [sys.executable, "-m", "huanliu", "law", "list", "--facts"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
