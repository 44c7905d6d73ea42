"""Decision records: what was decided, on which facts, by which text, with which engine; and running it again.

A record holds the facts themselves, so that a finding can be checked years later, and hashes of facts, packs and engine, so
that any change of one of them shows.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from huanliu.base.daylog import DayRow
from huanliu.base.money import plain
from huanliu.base.whole import write_whole
from huanliu.engine.assess import Finding, amount_text, assess_one
from huanliu.engine.bay import Bay
from huanliu.engine.shelf import engine_digest
from huanliu.errors import DocumentError, Place

FORMAT = 1
# Where a record is from a place of invented people it says so, in words that change nothing of it.
MARK = "demonstration"


@frozen
class Record:
    """A decision record. `facts` are plain JSON values."""

    provision: str
    on: str
    known_on: str | None
    facts: Mapping[str, Any]
    facts_digest: str
    packs_digest: str
    engine_digest: str
    status: str
    discretionary: bool
    amounts: Mapping[str, str | None]
    outcomes: tuple[str, ...]
    explanation: Mapping[str, Any]
    format: int = FORMAT


@frozen
class Replay:
    """What running a record again showed."""

    record: Record
    same_facts: bool
    same_packs: bool
    same_engine: bool
    status: str
    amounts: Mapping[str, str | None]

    @property
    def same(self) -> bool:
        """Whether status and amounts came out as recorded, from facts that nobody touched."""
        return self.same_facts and self.status == self.record.status and dict(self.amounts) == dict(self.record.amounts)

    def sentence(self) -> str:
        """One line."""
        changed = [
            name
            for name, same in (("facts", self.same_facts), ("packs", self.same_packs), ("engine", self.same_engine))
            if not same
        ]
        outcome = "same" if self.same else f"differs (recorded {self.record.status}, now {self.status})"
        because = f"; changed since: {', '.join(changed)}" if changed else ""
        return f"{self.record.provision} on {self.record.on}: {outcome}{because}"

    def plain(self) -> dict[str, Any]:
        """JSON values."""
        return {
            "provision": self.record.provision,
            "on": self.record.on,
            "same": self.same,
            "same_facts": self.same_facts,
            "same_packs": self.same_packs,
            "same_engine": self.same_engine,
            "recorded": self.record.status,
            "status": self.status,
            "amounts": dict(self.amounts),
        }


def plain_value(value: Any) -> Any:
    """A checked fact as a JSON value that the intake reads back as the same."""
    if isinstance(value, (list, tuple)):
        return [plain_value(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, DayRow):
        return {key: plain_value(item) for key, item in asdict(value).items() if item is not None}
    if isinstance(value, Mapping):
        return {key: plain_value(item) for key, item in value.items()}
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def digest_of_facts(facts: Mapping[str, Any]) -> str:
    """The hash of plain facts, whatever their order."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def record_of(finding: Finding) -> Record:
    """The decision record of a finding."""
    situation = finding.situation
    days = situation.book.days
    facts = {name: plain_value(value) for name, value in sorted(situation.facts.items()) if value is not None}
    return Record(
        provision=finding.id,
        on=days.on.isoformat(),
        known_on=None if days.known_on is None else days.known_on.isoformat(),
        facts=facts,
        facts_digest=digest_of_facts(facts),
        packs_digest=situation.book.statutes.law.digest,
        engine_digest=engine_digest(),
        status=finding.status.value,
        discretionary=finding.discretionary,
        amounts={name: amount_text(value) for name, value in finding.amounts.items()},
        outcomes=tuple(finding.outcomes),
        explanation=finding.explanation.plain("en"),
    )


def replay_record(record: Record, bay: Bay) -> Replay:
    """Assess the recorded facts again and say what is still the same."""
    situation = bay.situation(record.facts, record.on, record.known_on)
    finding = assess_one(situation.book.ruling(record.provision), situation)
    return Replay(
        record,
        digest_of_facts(record.facts) == record.facts_digest,
        bay.law.digest == record.packs_digest,
        engine_digest() == record.engine_digest,
        finding.status.value,
        {name: amount_text(value) for name, value in finding.amounts.items()},
    )


def write_records(path: Path, records: list[Record]) -> None:
    """Write records as JSON, whole or not at all."""
    text = json.dumps([asdict(record) for record in records], ensure_ascii=False, indent=1)
    write_whole(path, text)


def read_records(path: Path) -> list[Record]:
    """Read what `write_records` wrote."""
    try:
        items = json.loads(path.read_text("utf-8"))
        return [_record_from(item) for item in items]
    except OSError as error:
        raise DocumentError(f"cannot read the file: {error.strerror}", place=Place(str(path))) from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise DocumentError("this is no file of decision records", place=Place(str(path))) from error


def _record_from(item: Any) -> Record:
    stated = {**item, "outcomes": tuple(item["outcomes"])}
    stated.pop(MARK, None)
    record = Record(**stated)
    texts = (record.provision, record.on, record.known_on or "", record.status, record.facts_digest)
    mappings = (record.facts, record.amounts)
    if record.format != FORMAT or not all(isinstance(text, str) for text in texts):
        raise TypeError("not a record of this format")
    if not all(isinstance(mapping, dict) for mapping in mappings):
        raise TypeError("not a record of this format")
    return record
