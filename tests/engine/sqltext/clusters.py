"""A PostgreSQL cluster of the tests' own, on a Unix socket in a folder of its own, gone with them."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PLACES = ("/usr/local/bin", "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/bin")
# A cluster for tests need not survive a power cut.
HASTY = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c listen_addresses=''"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, None where there is no PostgreSQL."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += [folder for place in PLACES for folder in sorted(Path("/").glob(place.lstrip("/")), reverse=True)]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def servant() -> str | None:
    """PostgreSQL refuses to run as root: another user then, None where there is none."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in known), None)


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; the text that connects to it."""
    folder, name = programs(), servant()
    assert folder is not None and name is not None
    with tempfile.TemporaryDirectory(prefix="huanliu-pg-", ignore_cleanup_errors=True) as home:
        as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            entry = pwd.getpwnam(name)
            os.chown(home, entry.pw_uid, entry.pw_gid)
            as_user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

        def run(program: str, *arguments: str) -> None:
            command = [str(folder / program), "-D", f"{home}/data", *arguments]
            with Path(home, "said").open("a") as said:
                subprocess.run(command, check=True, cwd=home, stdout=said, stderr=said, **as_user)

        run("initdb", "-U", "huanliu", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync")
        run("pg_ctl", "-w", "-l", f"{home}/log", "-o", f"{HASTY} -k {home}", "start")
        try:
            yield f"host={home} user=huanliu dbname=postgres"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
