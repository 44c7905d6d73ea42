"""Backup and restore: the database as it was at one moment, and every paper, in one archive with a manifest of digests.

The secrets of the environment are not in it. Whoever has an archive has everything else: keep it as the data themselves.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from huanliu.base.clock import now

MANIFEST, DATABASE, PAPERS, FORM = "manifest.json", "database", "papers", 1


class KeepingError(Exception):
    """Why nothing was written, or nothing restored."""


def backup(archive: Path) -> int:
    """Everything into one file, whole or not at all; how many papers it holds. The database first: a paper that comes later
    is in no row of it, and one that it names is there."""
    if archive.exists():
        raise KeepingError(f"{archive} is there already; a backup never replaces another")
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".backup-") as folder:
        place = Path(folder)
        dump_database(place / DATABASE)
        papers = copy_papers(place / PAPERS)
        manifest = {"form": FORM, "made": now().isoformat(), "vendor": connection.vendor, "files": digests(place)}
        (place / MANIFEST).write_text(json.dumps(manifest, indent=1))
        draft = place.with_suffix(".tar")
        try:
            pack(place, draft)
            os.link(draft, archive)
        finally:
            draft.unlink(missing_ok=True)
    return papers


def restore(archive: Path) -> int:
    """Everything out of one file into an empty place, once every digest holds; how many papers came."""
    refuse_full()
    papers = Path(settings.MEDIA_ROOT)
    papers.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=papers.parent, prefix=".restore-") as folder:
        place = Path(folder)
        unpack(archive, place)
        check(place)
        # The papers first: a portal without its database opens for nobody, one without its papers would.
        if papers.exists():
            papers.rmdir()
        (place / PAPERS).mkdir(exist_ok=True)
        os.rename(place / PAPERS, papers)
        load_database(place / DATABASE)
    # An older archive ends before anchors that this place may have kept; its own chain and seal must hold.
    call_command("verify_audit", verbosity=0, no_anchors=True)
    return sum(1 for _ in files(papers))


def files(folder: Path) -> Iterator[Path]:
    """Every file of a folder, in one order."""
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but the manifest."""
    found = {}
    for path in files(folder):
        with path.open("rb") as file:
            found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    found.pop(MANIFEST, None)
    return found


def copy_papers(to: Path) -> int:
    """Every paper."""
    to.mkdir()
    papers, count = Path(settings.MEDIA_ROOT), 0
    for path in files(papers) if papers.exists() else ():
        there = to / path.relative_to(papers)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)
        count += 1
    return count


def pack(folder: Path, to: Path) -> None:
    """A folder into an archive that only we may read, and that is on the disk before it has its name."""
    with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w:gz") as tar:
            for path in files(folder):
                tar.add(path, path.relative_to(folder).as_posix())
        out.flush()
        os.fsync(out.fileno())


def unpack(archive: Path, to: Path) -> None:
    """An archive into a folder; only plain files with names inside it."""
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                parts = PurePosixPath(member.name).parts
                if not member.isfile() or ".." in parts or member.name.startswith("/"):
                    raise KeepingError(f"{archive} holds {member.name!r}, which no backup of ours does")
                tar.extract(member, to, filter="data")
    except (OSError, EOFError, tarfile.TarError) as error:
        raise KeepingError(f"{archive} cannot be read: {error}") from None


def check(folder: Path) -> None:
    """The files are those of the manifest, to the byte, and the database is of the kind that we have."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        form, vendor, listed = manifest["form"], manifest["vendor"], manifest["files"]
    except (OSError, ValueError, KeyError):
        raise KeepingError("the archive has no manifest that can be read") from None
    if form != FORM or vendor != connection.vendor:
        raise KeepingError(f"the archive is of form {form} for {vendor}; here is form {FORM} for {connection.vendor}")
    found = digests(folder)
    wrong = sorted(name for name in found.keys() | listed.keys() if found.get(name) != listed.get(name))
    if wrong:
        raise KeepingError(f"{len(wrong)} files are missing, new or changed, the first is {wrong[0]}")


def refuse_full() -> None:
    """Restoring never writes over anything."""
    papers = Path(settings.MEDIA_ROOT)
    if connection.introspection.table_names():
        raise KeepingError("the database is not empty; restore into an empty one")
    if papers.exists() and any(papers.iterdir()):
        raise KeepingError(f"{papers} is not empty; restore where there are no papers")


def dump_database(to: Path) -> None:
    """The database as it is now, while others go on writing."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(to) as copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        run("pg_dump", "--no-owner", "--no-privileges", "--file", str(to))


def load_database(path: Path) -> None:
    """A database into the empty one."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            copy.backup(connection.connection)
        copy.close()
    else:
        run("psql", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1", "--file", str(path))


def run(program: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs. The password goes through the environment: a command line can be seen by others."""
    if shutil.which(program) is None:
        raise KeepingError(f"{program} is not installed; it comes with the client programs of PostgreSQL")
    base = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    env = dict(os.environ) | {name: str(base[key]) for name, key in names.items() if base.get(key)}
    done = subprocess.run([program, *arguments], env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise KeepingError(f"{program} failed: {' '.join(done.stderr.split())[:300]}")
