"""`{% authority id %}`: the name of an authority in the language of the page."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape

from huanliu.portal.authorities.registry import authorities
from huanliu.portal.bay import law_language
from huanliu.portal.front.templatetags.words import in_its_language, page_language, say

register = template.Library()


@register.simple_tag
def authority(identity: str) -> str:
    """The name; an authority that there is no more is shown by its id."""
    found = authorities().get(identity)
    if found is None:
        return conditional_escape(identity)
    if page_language() == "pt" and found.pt is not None:
        return conditional_escape(found.pt)
    lang = law_language(page_language())
    return in_its_language(conditional_escape(found.name.in_language(lang)), lang)


def authority_name(identity: str, code: str) -> str:
    """The name in a language, as plain text."""
    found = authorities().get(identity)
    if found is None:
        return identity
    return found.pt if code == "pt" and found.pt is not None else found.name.in_language(law_language(code))


@register.simple_tag
def office_layer(name: str) -> str:
    """A layer."""
    return say(f"desks.layer_{name}")


@register.simple_tag
def office_role(name: str) -> str:
    """What an officer may do."""
    return say(f"authorities.role_{name}")
