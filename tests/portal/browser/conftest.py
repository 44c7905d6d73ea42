"""A real server with a database of its own, and a real browser that looks at it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).parents[3]
CHROMIUM = os.environ.get("HUANLIU_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
# Django's code of a language, and that of HTML.
LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
PICTURES = ROOT / "artefacts" / "browser"
SECONDS = 180
# Milliseconds: the machine may be busy with other tests.
PATIENCE = 45_000
# What is longer is more of the same.
TALLEST = 4000


@frozen
class Site:
    """Where the server listens, the sessions of the cast, and what paths are filled with."""

    address: str
    sessions: dict[str, str]
    names: dict[str, str]


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal behind gunicorn, with its own data; HUANLIU_BROWSER_DATABASE chooses another database than SQLite."""
    folder = tmp_path_factory.mktemp("site")
    database = os.environ.get("HUANLIU_BROWSER_DATABASE", f"sqlite:///{folder / 'site.db'}")
    with _served(folder, database, ["-m", "tests.portal.browser.seed"]) as (address, made):
        told = json.loads(made)
        yield Site(address, told["sessions"], told["names"])


@pytest.fixture(scope="package")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Another portal, which shows the demonstration: only such a one has the pages of its roles, and a mark on every page."""
    folder = tmp_path_factory.mktemp("demonstration")
    with _served(folder, f"sqlite:///{folder / 'site.db'}", ["manage.py", "demonstrate"]) as (address, _):
        yield Site(address, {}, {})


@contextlib.contextmanager
def _served(folder: Path, database: str, fill: list[str]) -> Iterator[tuple[str, str]]:
    """A portal on a database that a program has filled: its address, and the last line that the program said."""
    port = _free_port()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.portal.browser.settings",
        "HUANLIU_DATA": str(folder),
        "HUANLIU_DATABASE": database,
        "HUANLIU_ADDRESS": f"http://localhost:{port}",
        "HUANLIU_MAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    run = {"cwd": ROOT, "env": environment, "check": True, "capture_output": True, "text": True}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], **run)  # type: ignore[call-overload]
    made = subprocess.run([sys.executable, *fill], **run)  # type: ignore[call-overload]
    command = [sys.executable, "-m", "gunicorn", "huanliu.portal.wsgi", "-b", f"127.0.0.1:{port}", "--threads", "4"]
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", server, folder / "server.log")
        yield f"http://localhost:{port}", made.stdout.splitlines()[-1]
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=SECONDS) as response:
            if response.status == 200:
                return
        time.sleep(0.2)
    pytest.fail(f"the server did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """Debian's chromium."""
    if not shutil.which(CHROMIUM):
        pytest.skip(f"{CHROMIUM} is not there")
    # The browser's own loop runs in this thread, where Django would then refuse every question to a database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


Open = Callable[..., Any]


@pytest.fixture
def open_as(chromium: Any, site: Site) -> Iterator[Open]:
    """`open_as("ho", size="phone", scripts=False)` is a page of a fresh browser; it tells what went wrong on it as
    `page.faults` (what the console said, what was asked of another host)."""
    contexts = []

    def opened(
        who: str = "anybody", size: str = "desk", scripts: bool = True, dark: bool = False, at: Site = site
    ) -> Any:
        context = chromium.new_context(
            viewport=SIZES[size], java_script_enabled=scripts, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        if who != "anybody":
            context.add_cookies([{"name": "sessionid", "value": at.sessions[who], "url": at.address}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.faults = []
        page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("request", lambda asked: None if _ours(asked.url, at) else page.faults.append(f"left: {asked.url}"))
        return page

    yield opened
    for context in contexts:
        context.close()


def _ours(address: str, site: Site) -> bool:
    return address.startswith((site.address, "data:", "blob:"))


def picture(page: Any, name: str) -> None:
    """A screenshot among the build's artefacts."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    box = page.evaluate(
        "() => ({width: innerWidth, height: Math.max(innerHeight, document.documentElement.scrollHeight)})"
    )
    clip = {"x": 0, "y": 0, "width": box["width"], "height": min(box["height"], TALLEST)}
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=clip)
