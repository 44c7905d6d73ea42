"""Writing a file whole or not at all: a reader sees the old one or the new one, never a part."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from huanliu.errors import DocumentError, Place


def write_whole(path: Path, text: str) -> None:
    """Write a text file in one step. Raises DocumentError where the place cannot be written."""
    temporary: str | None = None
    try:
        with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
            temporary = file.name
            file.write(text)
        os.replace(temporary, path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        reason = error.strerror or "not writable"
        raise DocumentError(
            f"cannot write the file: {reason}", place=Place(str(path)), hint="check the folder"
        ) from error
