"""Anchors: how far the audit trail had come, kept outside the database. Whoever brings back an older database, or takes entries off
the end together with the end itself, cannot bring back the anchor that was printed, mailed or copied elsewhere meanwhile.

An anchor is one line: when, how many entries, the digest of the last, and the seal of this place.
"""

from __future__ import annotations

import os
from pathlib import Path

from attrs import frozen
from django.conf import settings

from huanliu.base.clock import now
from huanliu.portal.record.models import Entry, Head
from huanliu.portal.record.trail import Broken, seal_of, sealed


@frozen
class Anchor:
    """How far the trail had come."""

    at: str
    entries: int
    digest: str
    seal: str

    def line(self) -> str:
        """As it is kept."""
        return f"{self.at} {self.entries} {self.digest} {self.seal}"


def kept_in() -> Path:
    """Where this place keeps its own."""
    return Path(settings.DATA) / "anchors"


def read(line: str) -> Anchor | None:
    """A line, or None where it is none that this place has sealed."""
    parts = line.split()
    if len(parts) != 4 or not parts[1].isdigit():
        return None
    found = Anchor(parts[0], int(parts[1]), parts[2], parts[3])
    return found if sealed(found.entries, found.digest, found.seal) else None


def drop() -> Anchor | None:
    """A new anchor at the end of the trail, kept with the others; None where there is nothing yet to hold."""
    head = Head.objects.filter(pk=1).first()
    if head is None or not head.entries:
        return None
    seal = seal_of(head.entries, head.digest, settings.SECRET_KEY)
    anchor = Anchor(now().isoformat(timespec="seconds"), head.entries, head.digest, seal)
    with os.fdopen(os.open(kept_in(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
        file.write(anchor.line() + "\n")
        file.flush()
        os.fsync(file.fileno())
    return anchor


def kept() -> list[str]:
    """Every line that this place keeps."""
    return kept_in().read_text().splitlines() if kept_in().exists() else []


def torn(lines: list[str]) -> Broken | None:
    """The first anchor that the trail no longer holds to. A line that cannot be read is one too: it was changed."""
    for line in lines:
        anchor = read(line)
        if anchor is None:
            return Broken(0, f"the anchor {line[:40]!r} was not sealed here")
        found = Entry.objects.filter(number=anchor.entries).values_list("digest", flat=True).first()
        if found != anchor.digest:
            said = "is gone" if found is None else "is another"
            return Broken(anchor.entries, f"it {said}, and stood there at {anchor.at}")
    return None
