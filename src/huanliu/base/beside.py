"""Writing a table whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huanliu.errors import Place, TableError


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A place beside the target to write to: put there in one move, or gone if anything goes wrong.

    Raises TableError where there is no such folder, before anything is worked out, or where the file system refuses.
    """
    if not target.parent.is_dir():
        raise TableError("there is no such folder to write to", place=Place(str(target.parent)))
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield partial
        partial.replace(target)
    except OSError as error:
        raise TableError(f"the table cannot be written: {error.strerror}", place=Place(str(target))) from error
    finally:
        partial.unlink(missing_ok=True)
