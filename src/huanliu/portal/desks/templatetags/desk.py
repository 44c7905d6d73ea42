"""Small words of the desks: layers, filters, views of other authorities, instruments."""

from __future__ import annotations

from typing import Any

from django import template

from huanliu.base.document import Node
from huanliu.base.language import Text
from huanliu.law.model import Provision
from huanliu.portal.front.templatetags.words import say

register = template.Library()


@register.simple_tag
def layer(name: str) -> str:
    """A layer."""
    return say(f"desks.layer_{name}")


@register.simple_tag
def show_name(name: str) -> str:
    """A filter of the queue."""
    return say(f"desks.show_{name}")


@register.simple_tag
def request_show(name: str) -> str:
    """A filter of the requests about data."""
    return say(f"desks.requests_{name}")


@register.simple_tag
def decision_state(name: str) -> str:
    """What became of a decision."""
    return say(f"desks.decision_{name}")


@register.simple_tag
def view_name(name: str) -> str:
    """What another authority said, or that it said nothing yet."""
    return say(f"desks.view_{name or 'none'}")


@register.filter
def instrument(provision: Provision) -> Text | str:
    """The instrument that a provision stands in."""
    name: Any = provision.instrument.get("name")
    name = name.value if isinstance(name, Node) else name
    return name if isinstance(name, Text) else str(name or "")
