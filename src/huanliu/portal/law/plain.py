"""A provision on a day for machines: JSON values, every text in the languages it was written in."""

from __future__ import annotations

import datetime
from typing import Any

from huanliu.base.language import Text
from huanliu.law.calendar import spans
from huanliu.law.model import Provision
from huanliu.portal.bay import the_bay
from huanliu.portal.law.reading import material, voice
from huanliu.reference.clauses import Told
from huanliu.reference.numbers import Number
from huanliu.reference.sheets import provision_sheet


def plain(provision: Provision, on: datetime.date, code: str | None) -> dict[str, Any]:
    """Everything but procedure and examples; clauses are told in the language of the address."""
    spoken = voice(code)
    sheet = provision_sheet(material(on), provision, spoken)
    return {
        "id": provision.id,
        "aliases": list(provision.aliases),
        "law_of": on.isoformat(),
        "packs": the_bay().law.digest,
        "language": spoken.lang,
        "title": provision.title.plain(),
        "kind": provision.kind,
        "subject": provision.subject,
        "direction": provision.direction,
        "status": provision.status,
        "stands": sheet["force"],
        "confidence": provision.confidence,
        "verified_on": _day(provision.verified_on),
        "authority": _text(provision.authority),
        "instrument": {key: str(value) for key, value in provision.instrument.items() if value is not None},
        "discretion": _text(sheet["version"].discretion),
        "not_tested": _text(sheet["version"].not_tested),
        "applies": _told(sheet["applies"]),
        "conditions": _told(sheet["condition"]),
        "grants": [text.plain() for text in sheet["version"].grants],
        "does_not_allow": [text.plain() for text in sheet["version"].does_not_allow],
        "numbers": [_number(number) for number in sheet["numbers"]],
        "versions": [
            {"from": _day(span.start), "to": _day(span.end), "known_until": _day(span.version.known_until)}
            for span in spans(provision)
        ],
        "facts": sheet["facts"],
        "leads_to": sheet["leads_to"],
        "led_from": sheet["led_from"],
        "sources": [{"title": s.title, "url": s.url, "published": s.published} for s in provision.sources],
    }


def _day(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else text.plain()


def _told(told: Told | None) -> dict[str, Any] | None:
    if told is None:
        return None
    said = {"text": told.text, "cite": told.cite, "place": told.place, "provision": told.goes}
    found: dict[str, Any] = {key: value for key, value in said.items() if value}
    if told.title is not None:
        found["title"] = told.title.plain()
    return {**found, "parts": [_told(part) for part in told.parts]} if told.parts else found


def _number(number: Number) -> dict[str, Any]:
    values = [
        {
            "value": value.text or dict(value.lines),
            "from": _day(value.dated.start),
            "now": value.now,
            "cite": value.dated.cite,
        }
        for value in number.values
    ]
    return {"label": number.label, "shared": number.shared, "values": values}
