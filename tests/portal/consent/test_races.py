"""Two at once: one consent, one token, and nothing kept behind the back of a withdrawal; on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.engine.sqltext.clusters import cluster, programs, servant

HERE = Path(__file__).parents[3]


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The address of a database of the test's own."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'races.db'}"
        return
    if programs() is None or servant() is None:
        pytest.skip("there is no PostgreSQL on this machine")
    with cluster() as text:
        place = dict(part.split("=") for part in text.split())["host"]
        yield f"postgres://huanliu@{place.replace('/', '%2F')}/postgres"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_at_once(kind: str, tmp_path: Path) -> None:
    with database(kind, tmp_path) as address:
        own = {"HUANLIU_DATABASE": address, "HUANLIU_DATA": str(tmp_path), "PYTHONPATH": f"{HERE / 'src'}:{HERE}"}
        environment = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "tests.portal.settings"}
        command = [sys.executable, "-m", "tests.portal.consent.racing"]
        done = subprocess.run(command, env=environment, cwd=HERE, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert found["consents"] == [{"raised": [], "live": 1, "given": 1}] * len(found["consents"])
    assert found["tokens"] == [{"raised": ["RefusedError"], "tokens": 1}] * len(found["tokens"])
    for each in found["withdrawals"]:
        assert set(each["raised"]) <= {"ConsentNeededError"}
        assert (each["kept"], each["granted"]) == (0, False)
    assert found["chain"]
