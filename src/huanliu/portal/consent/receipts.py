"""A consent receipt as JSON after ISO/IEC TS 27560:2023, with the terms of the W3C Data Privacy Vocabulary."""

from __future__ import annotations

from typing import Any

from huanliu.portal.consent.models import Receipt
from huanliu.portal.consent.purposes import UnlistedPurposeError, purpose

DPV = "https://w3id.org/dpv#"


def as_iso(receipt: Receipt) -> dict[str, Any]:
    """One receipt."""
    events = [_event("dpv:ConsentGiven", receipt.given.isoformat(), receipt.how)]
    if receipt.ended is not None:
        state = "dpv:ConsentExpired" if receipt.ended_how == "expired" else "dpv:ConsentWithdrawn"
        events.append(_event(state, receipt.ended.isoformat(), receipt.ended_how))
    return {
        "@context": {"dpv": DPV},
        "schema_version": "ISO/IEC TS 27560:2023",
        "receipt_id": receipt.public,
        "pii_principal_id": receipt.person,
        "pii_principal_is_guardian": receipt.guardian,
        "language": receipt.language,
        "recipient": receipt.whom,
        "notice": {"version": receipt.version, "digest": f"sha256:{receipt.digest}"},
        "pii_controllers": ["Huanliu"],
        "purposes": [_purpose(receipt)],
        "expires": receipt.expires.isoformat(),
        "consent_events": events,
    }


def _event(state: str, at: str, how: str) -> dict[str, str]:
    return {"state": state, "at": at, "how": how}


def _purpose(receipt: Receipt) -> dict[str, Any]:
    try:
        words = purpose(receipt.purpose)
    except UnlistedPurposeError:
        # The purpose is no more; that it was agreed to once is still so.
        return {"purpose": receipt.purpose}
    shown = words.shown(receipt.language)
    return {
        "purpose": receipt.purpose,
        "title": shown["title"],
        "description": shown["why"],
        "lawful_basis": "dpv:Consent",
        "legal_references": dict(shown["basis"]),
        "pii_categories": shown["reads"],
        "recipients": shown["recipients"],
        "storage_days": words.keep_days,
        "withdrawal_method": "page: my data, consents",
    }
