"""Wrong command lines: exit code 2, one line on standard error in the words of tests/bad/commands.yaml, nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from huanliu.base.document import read_document
from tests.cli.running import refused, run, run_apart
from tests.small import FOLDER

HERE = Path(__file__).parent
CASES = read_document(HERE / "commands.yaml").plain()


@pytest.mark.parametrize("case", CASES, ids=lambda case: " ".join(map(str, case["args"])))
def test_a_wrong_command_line_is_one_clear_line(case: dict[str, Any]) -> None:
    assert case["words"] in refused(run(*map(str, case["args"]), cwd=HERE))


@pytest.mark.parametrize("case", CASES[::8], ids=lambda case: " ".join(map(str, case["args"])))
def test_so_it_is_in_a_process_of_its_own(case: dict[str, Any]) -> None:
    assert case["words"] in refused(run_apart(*map(str, case["args"]), cwd=HERE))


def test_a_file_of_ten_megabytes_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("person.school: " + "x" * 10_000_000)
    assert "the file has 10,000,015 bytes, at most 4,000,000 are read" in refused(run("assess", str(path)))


def test_a_long_argument_is_cut_short() -> None:
    assert "there is no provision 'xxx" in refused(run("law", "show", "x" * 50_000))


@pytest.mark.parametrize(
    "name", ["expression_two_statements", "parameter_brackets_that_fall", "definition_in_a_circle", "python_tag", "tab"]
)
@pytest.mark.parametrize("command", [["law", "list"], ["assess", "good.yaml"], ["law", "check", "--json"]])
def test_a_wrong_pack_is_one_clear_line_whatever_is_asked(name: str, command: list[str], tmp_path: Path) -> None:
    text = (HERE / "packs" / f"{name}.yaml").read_text("utf-8")
    target, words = (line.split(": ", 1)[1] for line in text.splitlines()[:2])
    shutil.copytree(FOLDER, tmp_path / "small")
    (tmp_path / "small" / target).write_text(text, "utf-8")
    assert words in refused(run(*command, packs=tmp_path / "small", cwd=HERE))


def test_no_packs_at_all_is_one_clear_line(tmp_path: Path) -> None:
    assert "there is no such folder of packs (set HUANLIU_PACKS)" in refused(
        run("law", "list", packs=tmp_path / "nowhere")
    )


def test_the_good_subject_beside_the_wrong_ones_is_good() -> None:
    ran = run("assess", "good.yaml", "--json", cwd=HERE)
    assert (ran.code, ran.err) == (0, "")
