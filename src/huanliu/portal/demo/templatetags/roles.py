"""What the roles of the demonstration are called, and what each can do."""

from __future__ import annotations

from django import template

from huanliu.portal.front.templatetags.words import say

register = template.Library()


@register.simple_tag
def role_title(name: str) -> str:
    """Who it is."""
    return say(f"demo.role_{name}")


@register.simple_tag
def role_text(name: str) -> str:
    """What there is to see and do."""
    return say(f"demo.does_{name}")
