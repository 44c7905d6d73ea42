"""What the portal reads from its environment: every setting that differs from one place of use to the next, and every secret."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
# What Django's own check asks of a secret.
SECRET_LENGTH, DIFFERENT = 50, 5
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
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is {place}, which cannot be made or used ({error.strerror})") from None
    return place


def database(name: str, default: str) -> dict[str, Any]:
    """A setting that is the address of a database."""
    try:
        found = dict(dj_database_url.parse(text(name, default)))
    except (ValueError, KeyError):
        found = {}
    # What is wrong with it is not said: it holds a password.
    if found.get("ENGINE") not in ENGINES:
        raise ImproperlyConfigured(
            f"{name} is not the address of a database, such as postgresql://user:password@host/name"
        )
    return found


def secret(name: str, needed: bool) -> str:
    """A secret. Where it is needed and missing the portal does not start."""
    value = text(name)
    if not needed:
        return value or "only-for-tests-" + "0" * 50
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; give it at least {SECRET_LENGTH} random characters")
    if len(value) < SECRET_LENGTH or len(set(value)) < DIFFERENT:
        raise ImproperlyConfigured(f"{name} can be guessed; give it at least {SECRET_LENGTH} random characters")
    return value
