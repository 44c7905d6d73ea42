"""`{% print_mark %}`: what a print from a demonstration says on every page."""

from __future__ import annotations

from django import template

from huanliu.portal.front import mark

register = template.Library()


@register.simple_tag
def print_mark() -> str:
    """The sentence; empty where people are real. A print is made without the context of a page."""
    return mark.sentence()
