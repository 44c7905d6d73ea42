"""The drill: backup, destroy, restore into an empty place, verify the trail, open ten pages."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.engine.sqltext.clusters import cluster, programs, servant

SETUP = """
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
user = User.objects.create_user("lin@example.org", "x")
for number in range(3): trail.write("account.made", actor=user.public)
"""
OPEN_TEN = """
from django.test import Client
from huanliu.portal.people.models import User
client = Client()
client.force_login(User.objects.get(email="lin@example.org"))
for page in ("", "about", "account/email/", "account/2fa/", "account/sessions/"):
    for code in ("en", "zh-hant"):
        response = client.get(f"/{code}/{page}")
        assert response.status_code == 200, response.status_code
"""


def manage(data: Path, *command: str, ok: bool = True, database: str = "") -> str:
    """A command of Django in a process and a folder of its own."""
    env = os.environ | {"HUANLIU_DATA": str(data), "DJANGO_SETTINGS_MODULE": "huanliu.portal.settings"}
    env |= {"HUANLIU_SECRET_KEY": "x" * 60, "HUANLIU_DATABASE": database or f"sqlite:///{data / 'huanliu.db'}"}
    call = [sys.executable, "-W", "ignore", "-m", "django", *command]
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def used_and_kept(place: Path, database: str = "") -> None:
    """A folder with a portal that has been used, and its backup."""
    data = place / "data"
    (data / "papers" / "ab").mkdir(parents=True)
    (data / "papers" / "ab" / "degree").write_bytes(b"%PDF a degree")
    manage(data, "migrate", "-v", "0", database=database)
    manage(data, "shell", "-v", "0", "-c", SETUP, database=database)
    assert "1 papers" in manage(data, "backup", str(place / "backup.tar.gz"), database=database)
    shutil.rmtree(data)


def restored_and_opened(place: Path, data: Path, database: str = "") -> None:
    """The rest of the drill."""
    assert "1 papers" in manage(data, "restore", str(place / "backup.tar.gz"), database=database)
    assert (data / "papers/ab/degree").read_bytes() == b"%PDF a degree"
    assert "3 entries, all in order" in manage(data, "verify_audit", database=database)
    manage(data, "shell", "-v", "0", "-c", OPEN_TEN, database=database)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup on SQLite."""
    place = tmp_path_factory.mktemp("kept")
    used_and_kept(place)
    return place


def test_the_drill(kept: Path, tmp_path: Path) -> None:
    restored_and_opened(kept, tmp_path / "new")


@pytest.mark.skipif(not (programs() and servant() and shutil.which("pg_dump")), reason="there is no PostgreSQL here")
def test_the_drill_on_postgresql(tmp_path: Path) -> None:
    with cluster() as dsn:
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("CREATE DATABASE one")
            connection.execute("CREATE DATABASE two")
        home = dict(part.split("=", 1) for part in dsn.split())["host"]
        one, two = (f"postgresql://huanliu@{quote(home, safe='')}/{name}" for name in ("one", "two"))
        used_and_kept(tmp_path, one)
        restored_and_opened(tmp_path, tmp_path / "new", two)


def test_the_archive_is_for_its_owner_alone_and_never_replaced(kept: Path) -> None:
    archive = kept / "backup.tar.gz"
    assert archive.stat().st_mode & 0o777 == 0o600
    assert "there already" in manage(kept / "other", "backup", str(archive), ok=False)
    assert sorted(path.name for path in kept.glob(".backup*")) == []


def test_nothing_is_written_over(kept: Path, tmp_path: Path) -> None:
    manage(tmp_path, "migrate", "record", "0001", "-v", "0")
    assert "not empty" in manage(tmp_path, "restore", str(kept / "backup.tar.gz"), ok=False)
    (tmp_path / "other/papers/x").mkdir(parents=True)
    assert "not empty" in manage(tmp_path / "other", "restore", str(kept / "backup.tar.gz"), ok=False)


def test_an_archive_that_was_changed_or_cut_restores_nothing(kept: Path, tmp_path: Path) -> None:
    whole = (kept / "backup.tar.gz").read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    manage(tmp_path / "a", "restore", str(tmp_path / "cut.tar.gz"), ok=False)
    changed(kept / "backup.tar.gz", tmp_path / "changed.tar.gz", "papers/ab/degree")
    assert "papers/ab/degree" in manage(tmp_path / "a", "restore", str(tmp_path / "changed.tar.gz"), ok=False)
    changed(kept / "backup.tar.gz", tmp_path / "out.tar.gz", "../outside")
    assert "no backup of ours" in manage(tmp_path / "a", "restore", str(tmp_path / "out.tar.gz"), ok=False)
    assert not (tmp_path / "a/papers").exists() and not (tmp_path / "outside").exists()


def changed(archive: Path, to: Path, name: str) -> None:
    """The archive with other bytes under a name."""
    with tarfile.open(archive) as old, tarfile.open(to, "w:gz") as new:
        for member in old:
            if member.name != name:
                new.addfile(member, old.extractfile(member))
        forged = tarfile.TarInfo(name)
        forged.size = 3
        new.addfile(forged, io.BytesIO(b"xyz"))
