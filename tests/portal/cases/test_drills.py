"""Killed in the middle, nothing is half-done and nothing is lost; of two at once one wins and the other is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

# What all tests read is found once, by one worker.
pytestmark = pytest.mark.xdist_group("drills")
NAMES = ("filing", "upload", "deciding", "races", "statements", "moments")


def drilled(database: str, data: Path) -> dict[str, Any]:
    """Every drill in a process of its own."""
    own = {"HUANLIU_DATABASE": database, "HUANLIU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "tests.portal.settings"}
    command = [sys.executable, "-m", "tests.portal.cases.drills", *NAMES]
    done = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def found(
    empty_database: Callable[[Path], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    data = tmp_path_factory.mktemp("drill")
    with empty_database(data) as address:
        yield drilled(address, data)


@pytest.mark.parametrize("point", ["filing.case", "filing.written"])
def test_killed_before_the_case_is_there_nothing_is(found: dict[str, Any], point: str) -> None:
    seen = found["filing"][point]
    assert seen["died"] and seen["whole"]
    assert (seen["cases_after_death"], seen["tasks_after_death"], seen["events_after_death"]) == (0, 0, 0)
    assert (seen["cases_after_again"], seen["events_after_again"], seen["unsent"], seen["mails"]) == (1, 1, 0, 1)


@pytest.mark.parametrize("point", ["filing.committed", "notice.claimed", "notice.sent"])
def test_killed_once_the_case_is_there_it_is_whole_and_filed_once(found: dict[str, Any], point: str) -> None:
    seen = found["filing"][point]
    assert seen["died"] and seen["whole"]
    assert (seen["cases_after_death"], seen["tasks_after_death"], seen["events_after_death"]) == (1, 7, 1)
    assert (seen["cases_after_again"], seen["events_after_again"], seen["unsent"]) == (1, 1, 0)


def test_no_notice_is_lost_and_a_second_copy_is_the_same_letter(found: dict[str, Any]) -> None:
    assert found["filing"]["notice.claimed"]["mails"] == 1
    # Sent, killed before it could be written down, sent again: mail systems drop it by its Message-ID.
    assert found["filing"]["notice.sent"]["mails"] == 2
    assert found["filing"]["notice.sent"]["letters"] == 5


@pytest.mark.parametrize("point", ["upload.written", "upload.renamed", "upload.row"])
def test_killed_before_the_row_is_there_only_a_file_is_left_and_swept(found: dict[str, Any], point: str) -> None:
    expected = {"died": True, "rows": 0, "swept": 1, "after": 1, "files_are_rows": True}
    assert found["upload"][point] == expected


def test_killed_after_the_row_the_paper_is_there_once(found: dict[str, Any]) -> None:
    expected = {"died": True, "rows": 1, "swept": 0, "after": 1, "files_are_rows": True}
    assert found["upload"]["upload.committed"] == expected


@pytest.mark.parametrize("point", ["act.moved", "act.written"])
def test_killed_while_deciding_nothing_is_decided(found: dict[str, Any], point: str) -> None:
    seen = found["deciding"][point]
    expected = {"died": True, "after": ["proposed", "proposed", False], "retry": "done", "events": 1, "whole": True}
    assert seen == expected


def test_killed_after_deciding_it_is_decided_once(found: dict[str, Any]) -> None:
    seen = found["deciding"]["act.committed"]
    expected = {
        "died": True,
        "after": ["confirmed", "granted", True],
        "retry": "NotNowError",
        "events": 1,
        "whole": True,
    }
    assert seen == expected


def test_of_two_at_once_one_wins_and_the_other_is_told(found: dict[str, Any]) -> None:
    seen = found["races"]
    assert seen["filing"] == ["done"] * 3 and seen["cases"] == 1
    assert seen["taking"] == seen["deciding"] == seen["against"] == ["OvertakenError", "done"]
    assert seen["finals"] == 1 and seen["whole"]
    assert seen["answering"] == ["OvertakenError", "done"]


def test_an_officer_who_leaves_in_the_middle_of_an_act_is_left_with_nothing(found: dict[str, Any]) -> None:
    seen = found["races"]
    assert seen["left"] == 0 and seen["after_leaving"] in ("ready", "asked")


@pytest.mark.parametrize("name, least", [("filing", 30), ("upload", 8), ("deciding", 20)])
def test_killed_before_any_statement_there_is_nothing_of_it_or_all(
    found: dict[str, Any], name: str, least: int
) -> None:
    seen = found["statements"][name]
    assert seen["wrong"] == [] and seen["end"] is True
    # The act was killed in the middle, and not only before it had begun.
    assert seen["kills"] >= least


@pytest.mark.parametrize("name", ["filing", "upload", "deciding"])
def test_killed_at_any_moment_there_is_nothing_of_it_or_all_and_done_again_it_is_done_once(
    found: dict[str, Any], name: str
) -> None:
    seen = found["moments"][name]
    assert seen["wrong"] == [] and set(seen["ends"]) == {True}
    assert seen["deaths"] >= 3
