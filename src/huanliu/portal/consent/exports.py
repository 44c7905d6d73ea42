"""Everything that is held about a person, in one archive: JSON for programs, a page for people, and the papers."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.template.loader import render_to_string

from huanliu.base.clock import now
from huanliu.portal.consent.holdings import holdings
from huanliu.portal.front import mark
from huanliu.portal.front.templatetags.words import html_language, page_language

FORMAT = "huanliu-export/1"


def everything(person: str) -> dict[str, Any]:
    """Everything, by desk."""
    return {holding.app: dict(holding.export(person)) for holding in holdings()}


def archive(person: str, parts: dict[str, Any]) -> bytes:
    """The archive. Names inside it are ours, never those of an upload."""
    made = now().isoformat(timespec="seconds")
    plain = {**mark.in_json(), "format": FORMAT, "made": made, "person": person, "held": parts}
    page = render_to_string(
        "consent/archive.html",
        {"parts": tree(parts), "made": made, "page_lang": html_language(page_language()), "mark": mark.sentence()},
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(plain, ensure_ascii=False, indent=1, default=str))
        packed.writestr("data.html", page)
        for holding in holdings():
            for name, data in holding.files(person).items():
                packed.writestr(f"{holding.app}/{name}", data)
    return content.getvalue()


def tree(value: Any) -> Any:
    """JSON values in a shape that a template can walk: kind and content."""
    if isinstance(value, dict):
        return {"kind": "pairs", "pairs": [(str(name), tree(item)) for name, item in value.items()]}
    if isinstance(value, (list, tuple)):
        return {"kind": "list", "list": [tree(item) for item in value]}
    return {"kind": "text", "text": "" if value is None else str(value)}
