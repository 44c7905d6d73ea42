"""Golden texts: what a reader sees, kept as files. HUANLIU_GOLDEN=write writes them anew, for a person to read the difference."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent


def golden(name: str, came: str) -> str:
    """The text that is kept under a name."""
    path = FOLDER / name
    if os.environ.get("HUANLIU_GOLDEN") == "write":
        path.write_text(came, "utf-8")
    return path.read_text("utf-8")
