"""`huanliu serve`: one command from nothing to a portal that answers, and an orderly end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from huanliu.cli import serving
from huanliu.errors import HuanliuError

SERVE = "import sys; from huanliu.cli.main import main; sys.argv = ['huanliu', 'serve', '--no-open']; main()"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(data: Path, port: int) -> subprocess.Popen[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HUANLIU_SECRET", "DJANGO"))}
    env |= {"HUANLIU_DATA": str(data), "PORT": str(port)}
    return subprocess.Popen([sys.executable, "-c", SERVE], env=env, stdout=subprocess.PIPE, text=True)


def test_from_nothing_to_a_page_and_to_an_orderly_end(tmp_path: Path) -> None:
    port = free_port()
    running = started(tmp_path / "data", port)
    assert running.stdout is not None
    try:
        # The demonstration names its own page before anybody listens.
        said = next(line for line in running.stdout if "Ctrl-C" in line)
        assert f"http://localhost:{port}/" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/zh-hant/", timeout=30) as page:
            assert 'lang="zh-Hant"' in page.read().decode()
        assert (tmp_path / "data/secret").stat().st_mode & 0o777 == 0o600
    finally:
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 0
    serving.refuse_busy(port)


def test_a_busy_port_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(HuanliuError, match=f"port {port} cannot be used .* choose another"):
            serving.refuse_busy(port)


def test_the_secret_is_made_once_and_the_given_one_goes_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUANLIU_DATA", str(tmp_path))
    monkeypatch.delenv("HUANLIU_SECRET_KEY", raising=False)
    first, second = serving.environment(8000), serving.environment(8001)
    assert first["HUANLIU_SECRET_KEY"] == second["HUANLIU_SECRET_KEY"] and len(first["HUANLIU_SECRET_KEY"]) >= 50
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
    monkeypatch.setenv("HUANLIU_SECRET_KEY", "given")
    assert serving.environment(8000)["HUANLIU_SECRET_KEY"] == "given"


def test_no_other_command_waits_for_django() -> None:
    seen = (
        "import sys, huanliu.cli.main; print(sorted(name for name in sys.modules if re.match('django|gunicorn', name)))"
    )
    done = subprocess.run([sys.executable, "-c", f"import re; {seen}"], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"\[\]\s*", done.stdout)


def test_a_preparation_that_fails_is_one_sentence() -> None:
    with pytest.raises(HuanliuError, match="could not be prepared"):
        serving.manage({"DJANGO_SETTINGS_MODULE": "nowhere", "PATH": os.environ["PATH"]}, "prepare")
