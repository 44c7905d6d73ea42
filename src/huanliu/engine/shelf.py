"""The shelf: the compiled law kept between runs, so that a question costs milliseconds and not the reading of every pack.

The key is the hash of all packs and of the engine itself, so a changed threshold or a changed engine is never answered from
the shelf. Reading back is limited to our own classes and a handful of plain ones: a file that somebody else put there can
at worst be unreadable, and then the packs are read instead.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

import huanliu
from huanliu.engine.statute import Statutes

PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("datetime", "date"),
    ("decimal", "Decimal"),
}
ROOMS = ("huanliu.base.", "huanliu.law.", "huanliu.engine.", "huanliu.errors")


def shelf_folder() -> Path:
    """HUANLIU_CACHE, else the user's own cache folder."""
    chosen = os.environ.get("HUANLIU_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huanliu"


def engine_digest() -> str:
    """The hash of the code that reads and compiles the law."""
    total = hashlib.sha256(sys.version.encode())
    root = Path(huanliu.__file__).parent
    for room in ("base", "law", "engine"):
        for path in sorted((root / room).glob("*.py")):
            total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def key_of(packs_digest: str, prefix: str) -> str:
    """The name under which a compiled law is kept. Places in errors begin with `prefix`, so it is part of the name."""
    return hashlib.sha256(f"{packs_digest} {engine_digest()} {prefix}".encode()).hexdigest()


class _OurOwn(pickle.Unpickler):
    """Builds only classes of our own rooms and plain values."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN or module.startswith(ROOMS):
            found = super().find_class(module, name)
            # By where it is defined: a module of ours also holds what it imports, down to subprocess.Popen.
            if isinstance(found, type) and ((module, name) in PLAIN or found.__module__.startswith(ROOMS)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} may not stand on the shelf")


def take(key: str) -> Statutes | None:
    """The compiled law under a key; None where there is none or it cannot be read."""
    path = shelf_folder() / f"{key}.law"
    try:
        with path.open("rb") as file:
            found = _OurOwn(file).load()
    except Exception:
        # Whatever is wrong with the file, the packs themselves are still there to be read.
        return None
    return found if isinstance(found, Statutes) else None


def keep(key: str, statutes: Statutes) -> None:
    """Put a compiled law on the shelf, whole or not at all; a shelf that cannot be written is no error."""
    folder, temporary = shelf_folder(), None
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            temporary = file.name
            pickle.dump(statutes, file, protocol=5)
        os.replace(temporary, folder / f"{key}.law")
        _tidy(folder)
    except OSError:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)


def _tidy(folder: Path, most: int = 8) -> None:
    """Only the latest few laws stay."""
    laws = sorted(folder.glob("*.law"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in laws[most:]:
        path.unlink(missing_ok=True)
