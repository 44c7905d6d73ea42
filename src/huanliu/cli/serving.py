"""Starting the portal on this machine: its folder and secret, its database, its demonstration, a server, a browser.

Django runs in processes of its own: nothing here imports it, so that no other command waits for it.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator
from pathlib import Path

from huanliu.errors import HuanliuError

WORKERS, THREADS = 2, 4
# Longest that the first answer may take: the law is loaded, and the database may be large.
PATIENCE = 90.0


def serve(port: int, open_browser: bool, say: Callable[[str], None]) -> None:
    """Prepare, start, say where, wait; Ctrl-C ends it."""
    refuse_busy(port)
    env = environment(port)
    manage(env, "prepare")
    address = f"http://localhost:{port}/"
    with stopped_by_signals(), server(env, port) as running:
        wait_until_ready(running, port)
        say(f"Huanliu 环流: {address}  (Ctrl-C ends it)")
        if open_browser:
            webbrowser.open(address)
        running.wait()
    if running.returncode not in (0, -signal.SIGTERM):
        raise HuanliuError(f"the portal ended by itself with code {running.returncode}; what it said stands above")


def refuse_busy(port: int) -> None:
    """A port that somebody else has is one sentence, before anything is made."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise HuanliuError(f"port {port} cannot be used ({error}); choose another with --port or PORT=") from None


def environment(port: int) -> dict[str, str]:
    """What the portal's processes are told."""
    data = Path(os.environ.get("HUANLIU_DATA") or "var").expanduser().resolve()
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise HuanliuError(f"HUANLIU_DATA is {data}, which cannot be made or used ({error.strerror})") from None
    given = {
        "DJANGO_SETTINGS_MODULE": "huanliu.portal.settings",
        "HUANLIU_DATA": str(data),
        "HUANLIU_ADDRESS": f"http://localhost:{port}",
    }
    mine = dict(os.environ) | {name: os.environ.get(name, value) for name, value in given.items()}
    if not mine.get("HUANLIU_SECRET_KEY"):
        mine["HUANLIU_SECRET_KEY"] = kept_secret(data / "secret")
    return mine


def kept_secret(path: Path) -> str:
    """The secret of this folder, made once, for nobody's eyes but the owner's."""
    with contextlib.suppress(FileExistsError):
        # Complete before it has its name: whoever starts at the same moment never reads half of it.
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        finally:
            draft.unlink()
    return path.read_text().strip()


def manage(env: dict[str, str], command: str) -> None:
    """One of Django's commands, in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "huanliu.portal.commands", command], env=env, check=False)
    if done.returncode != 0:
        raise HuanliuError(f"the portal could not be prepared (code {done.returncode}); what it said stands above")


@contextlib.contextmanager
def server(env: dict[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Gunicorn, ended when we end. The law is loaded once, before the workers part."""
    options = ["--preload", "-w", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)]
    quiet = ["--log-level", "warning", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", "huanliu.portal.wsgi", "-b", f"127.0.0.1:{port}", *options, *quiet]
    # In a group of its own, so that Ctrl-C comes to us and the workers end in order.
    running = subprocess.Popen(command, env=env | {"HUANLIU_PRELOAD": "1"}, start_new_session=True)
    try:
        yield running
    except KeyboardInterrupt:
        pass
    finally:
        end(running)


def end(running: subprocess.Popen[bytes]) -> None:
    """Asked first, made to after a while."""
    if running.poll() is None:
        running.terminate()
        try:
            running.wait(10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def wait_until_ready(running: subprocess.Popen[bytes], port: int) -> None:
    """Until /readyz says that law and database are there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if running.poll() is not None:
            raise HuanliuError("the portal did not start; what it said stands above")
        if ready(port):
            return
        time.sleep(0.2)
    raise HuanliuError(f"the portal did not answer within {PATIENCE:.0f} seconds")


def ready(port: int) -> bool:
    """Does it say so?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Being told to end is like Ctrl-C."""

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
