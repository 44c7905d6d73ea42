"""Named points at which a drill may kill this process, to show that nothing is then half-done."""

from __future__ import annotations

import os
import signal


def point(name: str) -> None:
    """Nothing, unless a drill asked for death right here."""
    if os.environ.get("HUANLIU_KILL_AT") == name:
        os.kill(os.getpid(), signal.SIGKILL)
