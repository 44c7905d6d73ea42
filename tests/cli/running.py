"""Running the command line as a person would: another process, its output as text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from attrs import frozen

from tests.small import FOLDER


@frozen
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


def run(*arguments: str, packs: Path | str | None = FOLDER, cwd: Path | None = None, stdin: str = "") -> Ran:
    """`huanliu` with arguments over the small law (None: the bundled one)."""
    more = {} if packs is None else {"HUANLIU_PACKS": str(packs)}
    done = subprocess.run(
        [sys.executable, "-m", "huanliu", *arguments],
        env={**os.environ, **more, "COLUMNS": "160"},
        cwd=cwd,
        input=stdin.encode(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(ran: Ran) -> str:
    """The one line of a refusal, after holding that it is one."""
    assert ran.code == 2, ran
    assert ran.out == ""
    assert ran.err.count("\n") == 1 and ran.err.endswith("\n")
    assert "Traceback" not in ran.err
    assert ran.err.startswith("huanliu: ") and len(ran.err) < 400
    return ran.err
