"""Many at once: one report, one supporter, one step, and no more of a limit than there is; on the database of the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from huanliu.portal.front import limits

MANY = 8
pytestmark = pytest.mark.xdist_group("races of the register")


@pytest.fixture(scope="module")
def found(
    empty_database: Callable[[Path], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    data = tmp_path_factory.mktemp("races")
    with empty_database(data) as address:
        own = {
            "HUANLIU_DATABASE": address,
            "HUANLIU_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "tests.portal.settings",
        }
        command = [sys.executable, "-m", "tests.portal.obstacles.racing"]
        done = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_a_report_sent_many_times_is_one(found: dict[str, Any]) -> None:
    assert found["reporting"] == {"came": {"done": MANY}, "reports": 1}
    assert found["whole"]


def test_of_many_moderators_one_is_first_and_the_others_are_told(found: dict[str, Any]) -> None:
    assert found["moderating"] == {"came": {"done": 1, "NotNowError": MANY - 1}, "moves": 1}


def test_a_supporter_counts_once_however_quick(found: dict[str, Any]) -> None:
    assert found["supporting"] == {"came": {"done": MANY}, "supports": 1}


def test_no_more_of_a_limit_than_there_is(found: dict[str, Any]) -> None:
    size = limits.LIMITS["obstacle.report"].size
    assert found["limited"]["came"] == {"done": size, "NothingLeftError": MANY - size}
