"""Bytes on disk: written under a temporary name, made sure of, renamed. Whatever happens in between, a file of a final name is whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from huanliu.base.clock import now
from huanliu.portal.record import drill

TEMPORARY = ".part"
# A file that is younger may belong to an upload whose row is just being written.
AN_HOUR = 3600


def folder() -> Path:
    """Where papers lie: outside anything that is served."""
    place = Path(settings.MEDIA_ROOT)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def store(data: bytes) -> str:
    """Keep bytes; the name they are found by, which says nothing."""
    place, name = folder(), secrets.token_hex(20)
    temporary = place / (name + TEMPORARY)
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    drill.point("upload.written")
    temporary.rename(place / name)
    _make_sure(place)
    drill.point("upload.renamed")
    return name


def _make_sure(place: Path) -> None:
    """The name itself survives a power cut only once the folder is written."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(name: str) -> bytes:
    """The bytes of a stored paper."""
    return (folder() / Path(name).name).read_bytes()


def remove(name: str) -> None:
    """Gone, if it was there."""
    (folder() / Path(name).name).unlink(missing_ok=True)


def orphans(known: Iterable[str], older_than: float = AN_HOUR) -> list[str]:
    """Files that no row knows and no upload is writing."""
    keep, before = set(known), now().timestamp() - older_than
    return sorted(path.name for path in folder().iterdir() if path.name not in keep and path.stat().st_mtime <= before)
