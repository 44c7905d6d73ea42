"""What the portal reads from its environment: every setting that differs from one place of use to the next, and every secret."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


def text(name: str, default: str = "") -> str:
    """A setting as text."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """A setting that is on or off."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE + FALSE:
        raise ImproperlyConfigured(f"{name} is {value[:40]!r}, expected one of {', '.join(TRUE + FALSE[:-1])}")
    return value in TRUE


def whole(name: str, default: int) -> int:
    """A setting that is a whole number."""
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value[:40]!r}, expected a whole number such as {default}")
    return int(value)


def names(name: str, default: str = "") -> list[str]:
    """A setting that lists names, with commas between them."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def folder(name: str, default: str) -> Path:
    """A setting that is a folder; it is made if it is not there."""
    place = Path(text(name) or default).expanduser().resolve()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def secret(name: str, needed: bool) -> str:
    """A secret. Where it is needed and missing the portal does not start."""
    value = text(name)
    if value or not needed:
        return value or "only-for-tests-" + "0" * 50
    raise ImproperlyConfigured(f"{name} is not set; give it at least 50 random characters (huanliu start makes one)")
