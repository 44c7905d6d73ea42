"""The library: where the packs stand, their files, and the hash that names this law."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from huanliu.errors import DocumentError, Place

# Rooms of the packs that other parts of the house read.
ELSEWHERE = ("coverage",)


def packs_folder() -> Path:
    """HUANLIU_PACKS, else the bundled ones."""
    chosen = os.environ.get("HUANLIU_PACKS")
    return Path(chosen) if chosen else bundled_folder()


def bundled_folder() -> Path:
    """The packs beside the installed code, else those of the repository."""
    for place in (Path(__file__).parents[1] / "packs", Path(__file__).parents[3] / "packs"):
        if place.is_dir():
            return place
    return Path("packs")


def pack_files(folder: Path) -> dict[str, bytes]:
    """Every YAML file of the packs, by its path inside them, in order.

    Before them stand the bundled words: without them, packs that bring only law would be answered in keys.
    """
    if not folder.is_dir():
        raise DocumentError("there is no such folder of packs", place=Place(str(folder)), hint="set HUANLIU_PACKS")
    return {**_yaml_files(bundled_folder(), "words"), **_yaml_files(folder)}


def _yaml_files(folder: Path, room: str = "") -> dict[str, bytes]:
    paths = (path for path in sorted((folder / room).rglob("*.yaml")))
    wanted = (path for path in paths if path.relative_to(folder).parts[0] not in ELSEWHERE)
    return {path.relative_to(folder).as_posix(): _bytes(path) for path in wanted}


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
