"""Decision records as JSON, and back."""

from __future__ import annotations

import json
from typing import Any

from attrs import asdict

from huanliu.engine.record import Record


def plain_record(record: Record) -> dict[str, Any]:
    """A record as JSON values, as the database gives them back."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(record), ensure_ascii=False))
    return plain


def record_from(plain: dict[str, Any]) -> Record:
    """The record that was kept."""
    return Record(**{**plain, "outcomes": tuple(plain["outcomes"])})
