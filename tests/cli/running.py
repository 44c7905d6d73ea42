"""Running the command line as a person would. In another process it takes half a second, so most tests run it in this one,
through the same `main`, with its own streams; some of every kind run it apart."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from attrs import frozen

from huanliu.cli.main import main
from tests.small import FOLDER


@frozen
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


def _environment(packs: Path | str | None) -> dict[str, str]:
    return {"COLUMNS": "160"} if packs is None else {"COLUMNS": "160", "HUANLIU_PACKS": str(packs)}


def run(*arguments: str, packs: Path | str | None = FOLDER, cwd: Path | None = None) -> Ran:
    """`huanliu` with arguments over the small law (None: the bundled one), in this process."""
    out, err, code = io.BytesIO(), io.BytesIO(), 0
    with (
        _as_a_process(arguments, out, err),
        mock.patch.dict(os.environ, _environment(packs)),
        contextlib.chdir(cwd or "."),
    ):
        try:
            main()
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
    return Ran(code, out.getvalue().decode(), err.getvalue().decode())


@contextlib.contextmanager
def _as_a_process(arguments: tuple[str, ...], out: io.BytesIO, err: io.BytesIO) -> Iterator[None]:
    streams = {name: io.TextIOWrapper(raw, encoding="utf-8") for name, raw in (("stdout", out), ("stderr", err))}
    with contextlib.ExitStack() as patches:
        for name, stream in streams.items():
            patches.enter_context(mock.patch.object(sys, name, stream))
        patches.enter_context(mock.patch.object(sys, "argv", ["huanliu", *arguments]))
        patches.enter_context(mock.patch.object(sys, "stdin", io.StringIO("")))
        yield
        for stream in streams.values():
            stream.flush()
            stream.detach()


def run_apart(*arguments: str, packs: Path | str | None = FOLDER, cwd: Path | None = None) -> Ran:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "huanliu", *arguments],
        env={**os.environ, **_environment(packs)},
        cwd=cwd,
        input=b"",
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
