"""Decision records as JSON and back, and as a reader sees them."""

from __future__ import annotations

import json
from typing import Any

from attrs import asdict, frozen

from huanliu.engine.assess import Finding, assess_one
from huanliu.engine.record import Record, replay_record
from huanliu.errors import HuanliuError
from huanliu.portal.bay import law_language, the_bay
from huanliu.portal.cases.models import Decision
from huanliu.portal.cases.shown import ShownFact, shown_facts


def plain_record(record: Record) -> dict[str, Any]:
    """A record as JSON values, as the database gives them back."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(record), ensure_ascii=False))
    return plain


def record_from(plain: dict[str, Any]) -> Record:
    """The record that was kept."""
    return Record(**{**plain, "outcomes": tuple(plain["outcomes"])})


@frozen
class ShownRecord:
    """A decision record for a reader. `tree` is None where the law no longer has the provision; `same` says whether the finding
    comes out today as it was recorded."""

    record: Record
    facts: list[ShownFact]
    tree: dict[str, Any] | None
    same: bool


def shown_record(decision: Decision, code: str) -> ShownRecord | None:
    """The record behind a decision; None where the engine had found nothing."""
    if not decision.record:
        return None
    record = record_from(decision.record)
    facts = shown_facts(record.facts, code)
    try:
        tree = _again(record).explanation.plain(law_language(code))
        return ShownRecord(record, facts, tree, replay_record(record, the_bay()).same)
    except (HuanliuError, LookupError):
        return ShownRecord(record, facts, dict(record.explanation), same=False)


def _again(record: Record) -> Finding:
    situation = the_bay().situation(record.facts, record.on, record.known_on)
    return assess_one(situation.book.ruling(record.provision), situation)
