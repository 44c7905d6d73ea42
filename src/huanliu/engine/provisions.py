"""One provision as JSON values: versions, numbers, procedure, sources."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from huanliu.base import money
from huanliu.base.language import Text
from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression, walk
from huanliu.engine.rulings import RuleBook, Ruling
from huanliu.law.calendar import spans
from huanliu.law.model import Parameter, Procedure


def facts_of(book: RuleBook, identity: str) -> list[str]:
    """The base facts and definitions that a provision asks for in any version, in its own order."""
    names: dict[str, None] = {}
    for text in book.statutes.texts[identity]:
        roots = [text.applies, text.condition, *(c for _, c in text.outcomes), *(e for _, e in text.amounts.values())]
        for root in roots:
            if root is not None:
                names |= dict.fromkeys(_names(root))
    return list(names)


def _names(root: Expression) -> list[str]:
    return [node.name for node in walk(root) if isinstance(node, (tree.FactRef, tree.Column))]


def plain(book: RuleBook, ruling: Ruling, lang: str) -> dict[str, Any]:
    """Everything a reader of JSON may want."""
    provision = ruling.provision
    return {
        "id": provision.id,
        "title": provision.title.plain(),
        "kind": provision.kind,
        "subject": provision.subject,
        "status": provision.status,
        "stands": ruling.force.value,
        "direction": provision.direction,
        "authority": _shown(provision.authority, lang),
        "instrument": dict(provision.instrument),
        "confidence": provision.confidence,
        "verified_on": provision.verified_on,
        "aliases": list(provision.aliases),
        "facts": facts_of(book, provision.id),
        "parameters": {name: _parameter(parameter) for name, parameter in provision.parameters.items()},
        "versions": [
            {
                "from": span.version.start,
                "from_approx": span.version.start_approx,
                "to": span.end,
                "known_until": span.version.known_until,
                "published": span.version.published,
                "change": _shown(span.version.change, lang),
                "amounts": [amount.name for amount in span.version.amounts],
                "outcomes": [outcome.id for outcome in span.version.outcomes],
                "discretion": _shown(span.version.discretion, lang),
                "not_tested": _shown(span.version.not_tested, lang),
            }
            for span in spans(provision)
        ],
        "history": [{"on": on, "text": text.in_language(lang)} for on, text in provision.history],
        "procedure": _procedure(provision.procedure, book.statutes.law.documents, lang),
        "leads_to": list(provision.leads_to),
        "sources": [
            {"title": s.title, "url": s.url, "published": s.published, "says": s.says} for s in provision.sources
        ],
        "notes": list(provision.notes),
        "examples": len(provision.examples),
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else money.plain(value)


def _shown(text: Text | None, lang: str) -> str | None:
    return None if text is None else text.in_language(lang)


def _parameter(parameter: Parameter) -> dict[str, Any]:
    values = [
        {"from": v.start, "to": v.end, "value": _value(v.value), "verified": v.verified} for v in parameter.values
    ]
    return {"unit": parameter.unit, "form": parameter.form, "values": values, "members": len(parameter.members)}


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(item) if isinstance(item, str) else {"over": item.over, "rate": item.rate} for item in value]
    return dict(value) if isinstance(value, dict) else value


def _procedure(procedure: Procedure, documents: Mapping[str, Text], lang: str) -> dict[str, Any]:
    takes, lapses = procedure.takes, procedure.lapses
    return {
        "where": _shown(procedure.where, lang),
        "online": procedure.online,
        "documents": [
            {"id": paper.id, "text": _shown(paper.label or documents[paper.id or ""], lang)}
            for paper in procedure.documents
        ],
        "fee": _shown(procedure.fee, lang),
        "fees": [
            {
                "text": _shown(fee.label, lang),
                "amount": None if fee.amount is None else money.plain(fee.amount),
                "currency": fee.currency,
                "one_of": fee.one_of,
                "each": _shown(fee.each, lang),
            }
            for fee in procedure.fees
        ],
        "fees_of": procedure.fees_of,
        "processing_time": _shown(procedure.processing_time, lang),
        "takes": None
        if takes is None
        else {"least": _number(takes.least), "most": _number(takes.most), "unit": takes.unit},
        "waits": [
            {"text": _shown(pause.label, lang), "least": _number(pause.lasts.least), "unit": pause.lasts.unit}
            for pause in procedure.waits
        ],
        "lapses": None
        if lapses is None
        else {
            "after": _number(lapses.after),
            "unit": lapses.unit,
            "from": lapses.event,
            "day": lapses.day,
            "text": _shown(lapses.label, lang),
        },
        "steps": [text.in_language(lang) for text in procedure.steps],
    }
