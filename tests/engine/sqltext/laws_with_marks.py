"""A law whose words hold every mark that ends a text or a name somewhere in SQL."""

from __future__ import annotations

import json

from huanliu.engine.bay import Bay
from tests.strategies import bay_of

MARKED = (
    "it's",
    'a "word"',
    "back\\slash",
    "ends in \\",
    "\\' OR TRUE --",
    "'; DROP TABLE people; --",
    "`people`",
    "$$ $1 %s {0} ?",
    "环流 /* */",
)
NAMED = {"en": "words", "zh-Hans": "词"}
WORD = {
    "name": "person.word",
    "type": "text",
    "label": NAMED,
    "asks": NAMED,
    "changeable": "never",
    "sensitivity": "none",
}


def marked_bay() -> Bay:
    """A provision that is met by each of the words, and by nothing else."""
    provision = {
        "title": {"en": "marks", "zh-Hans": "符"},
        "kind": "admission",
        "confidence": "high",
        "status": "law",
        "verified_on": "2026-01-01",
        "sources": [{"title": "made up"}],
        "versions": [{"from": "2024-01-01", "when": {"sql": "ARRAY_CONTAINS(:words, person.word)"}}],
    }
    words = {"unit": "text", "values": [{"from": None, "value": list(MARKED)}]}
    files = {
        "facts/marks.yaml": {"facts": [WORD]},
        "parameters/marks.yaml": {"parameters": {"words": words}},
        "town/marks.yaml": provision,
    }
    text = {name: json.dumps(value, ensure_ascii=False) for name, value in files.items()}
    days = {"2026-01-01", "2024-01-01"}
    return bay_of({name: _days_bare(each, days) for name, each in text.items()})


def _days_bare(text: str, days: set[str]) -> str:
    for day in days:
        text = text.replace(f'"{day}"', day)
    return text
