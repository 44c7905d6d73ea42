"""Standard output: the console and JSON."""

from __future__ import annotations

import os
import sys
from typing import Any

from rich.console import Console

from huanliu.engine.plainly import json_text


def console(stderr: bool = False) -> Console:
    """Standard output (or error) as wide as the terminal, or 100 columns where there is none."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else 100
    return Console(width=width, highlight=False, stderr=stderr)


def print_json(value: Any) -> None:
    """JSON that keeps every script readable; indented for a person, whom it costs a tenth of a second on the whole law."""
    indent = 2 if sys.stdout.isatty() else None
    sys.stdout.write(json_text(value, indent))
