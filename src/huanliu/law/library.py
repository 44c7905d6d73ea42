"""The library: where the packs stand, their files, and the hash that names this law."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from huanliu.errors import DocumentError, Place

# Rooms of the packs that other parts of the house read.
ELSEWHERE = ("journeys", "services")


def packs_folder() -> Path:
    """HUANLIU_PACKS, else the packs beside the installed code, else those of the repository."""
    chosen = os.environ.get("HUANLIU_PACKS")
    if chosen:
        return Path(chosen)
    for place in (Path(__file__).parents[1] / "packs", Path(__file__).parents[3] / "packs"):
        if place.is_dir():
            return place
    return Path("packs")


def pack_files(folder: Path) -> dict[str, bytes]:
    """Every YAML file of the packs, by its path inside them, in order."""
    if not folder.is_dir():
        raise DocumentError("there is no such folder of packs", place=Place(str(folder)), hint="set HUANLIU_PACKS")
    paths = (path for path in sorted(folder.rglob("*.yaml")) if path.relative_to(folder).parts[0] not in ELSEWHERE)
    return {path.relative_to(folder).as_posix(): _bytes(path) for path in paths}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise DocumentError(f"cannot read the file: {reason}", place=Place(str(path))) from error


def digest_of(files: dict[str, bytes]) -> str:
    """The hash of all packs: what a decision record calls the law it was made by."""
    total = hashlib.sha256()
    for name, content in files.items():
        total.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return total.hexdigest()
