"""The drill: backup, destroy, restore into an empty place, verify the trail, open ten pages. On the database of the run."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from attrs import frozen

from tests.portal import databases

pytestmark = [
    pytest.mark.xdist_group("keeping"),
    pytest.mark.skipif(
        databases.KIND == "postgresql" and not (shutil.which("pg_dump") and shutil.which("psql")),
        reason="the client programs of PostgreSQL are not installed",
    ),
]
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


@frozen
class Place:
    """A place of use: a folder and an empty database."""

    data: Path
    database: str

    def manage(self, *command: str, ok: bool = True) -> str:
        """A command of Django in a process of its own."""
        env = os.environ | {"HUANLIU_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "huanliu.portal.settings"}
        env |= {"HUANLIU_SECRET_KEY": "x" * 60, "HUANLIU_DATABASE": self.database}
        call = [sys.executable, "-W", "ignore", "-m", "django", *command]
        done = subprocess.run(call, env=env, capture_output=True, text=True, check=False)
        assert (done.returncode == 0) == ok, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def a_place(
    empty_database: Callable[[Path], AbstractContextManager[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Place]]:
    """Makes places, each with nothing in it."""
    with ExitStack() as stack:

        def make() -> Place:
            folder = tmp_path_factory.mktemp("place")
            return Place(folder / "data", stack.enter_context(empty_database(folder)))

        yield make


@pytest.fixture(scope="module")
def kept(a_place: Callable[[], Place], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of a portal that was used and then destroyed."""
    place, archive = a_place(), tmp_path_factory.mktemp("kept") / "backup.tar.gz"
    (place.data / "papers" / "ab").mkdir(parents=True)
    (place.data / "papers" / "ab" / "degree").write_bytes(b"%PDF a degree")
    place.manage("migrate", "-v", "0")
    place.manage("shell", "-v", "0", "-c", SETUP)
    assert "1 papers" in place.manage("backup", str(archive))
    shutil.rmtree(place.data)
    return archive


def test_the_drill(kept: Path, a_place: Callable[[], Place]) -> None:
    place = a_place()
    assert "1 papers" in place.manage("restore", str(kept))
    assert (place.data / "papers/ab/degree").read_bytes() == b"%PDF a degree"
    assert "3 entries, all in order" in place.manage("verify_audit")
    place.manage("shell", "-v", "0", "-c", OPEN_TEN)


def test_the_archive_is_for_its_owner_alone_and_never_replaced(kept: Path, a_place: Callable[[], Place]) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "there already" in a_place().manage("backup", str(kept), ok=False)
    assert sorted(path.name for path in kept.parent.glob(".backup*")) == []


def test_nothing_is_written_over(kept: Path, a_place: Callable[[], Place]) -> None:
    used, papers = a_place(), a_place()
    used.manage("migrate", "record", "-v", "0")
    assert "not empty" in used.manage("restore", str(kept), ok=False)
    (papers.data / "papers/x").mkdir(parents=True)
    assert "not empty" in papers.manage("restore", str(kept), ok=False)


def test_an_archive_that_was_changed_or_cut_restores_nothing(
    kept: Path, a_place: Callable[[], Place], tmp_path: Path
) -> None:
    place, whole = a_place(), kept.read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    place.manage("restore", str(tmp_path / "cut.tar.gz"), ok=False)
    changed(kept, tmp_path / "changed.tar.gz", "papers/ab/degree")
    assert "papers/ab/degree" in place.manage("restore", str(tmp_path / "changed.tar.gz"), ok=False)
    changed(kept, tmp_path / "out.tar.gz", "../outside")
    assert "no backup of ours" in place.manage("restore", str(tmp_path / "out.tar.gz"), ok=False)
    assert not (place.data / "papers").exists() and not (place.data.parent / "outside").exists()
    # Nothing came into the database either: the right archive still goes in.
    place.manage("restore", str(kept))


def changed(archive: Path, to: Path, name: str) -> None:
    """The archive with other bytes under a name."""
    with tarfile.open(archive) as old, tarfile.open(to, "w:gz") as new:
        for member in old:
            if member.name != name:
                new.addfile(member, old.extractfile(member))
        forged = tarfile.TarInfo(name)
        forged.size = 3
        new.addfile(forged, io.BytesIO(b"xyz"))
