"""`{% reported provision_id %}`: what the register holds about a provision, for the pages of the law and of a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context

from huanliu.portal.front.templatetags.words import page_language
from huanliu.portal.obstacles import access, telling

register = template.Library()
SHOWN = 5


@register.inclusion_tag("obstacles/_reported.html", takes_context=True)
def reported(context: Context, provision: str) -> dict[str, Any]:
    """The obstacles of a provision, the latest first, and the way to all of them."""
    found = [telling.told(each, page_language()) for each in access.about(provision)[:SHOWN]]
    return {"told": found, "provision": provision, "page_lang": context.get("page_lang")}


@register.inclusion_tag("obstacles/_counted.html", takes_context=True)
def reported_count(context: Context, provision: str) -> dict[str, Any]:
    """How many obstacles of a provision are in the register. A page with many provisions asks the database once."""
    request = context["request"]
    kept: Mapping[str, int] | None = getattr(request, "obstacles_reported", None)
    if kept is None:
        kept = request.obstacles_reported = access.counts()
    return {"count": kept.get(provision, 0), "provision": provision}
