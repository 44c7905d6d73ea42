"""Two at once: one consent, one token, and nothing kept behind the back of a withdrawal, on the database of the run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parents[3]


def test_two_at_once(empty_database: Callable[[Path], AbstractContextManager[str]], tmp_path: Path) -> None:
    with empty_database(tmp_path) as address:
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
