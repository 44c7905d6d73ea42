"""Small words of the desks: filters, views of other authorities."""

from __future__ import annotations

from django import template

from huanliu.portal.bay import the_bay
from huanliu.portal.desks.workload import Band
from huanliu.portal.front.templatetags.words import plainly, say, told

register = template.Library()


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
def fact_label(name: str) -> str:
    """What a fact is called; one that the law has dropped keeps its id."""
    law = the_bay().law
    found = law.facts.get(name) or law.definitions.get(name)
    return told(found.label if found is not None else name)


@register.simple_tag
def mover(name: str) -> str:
    """Whose move it is."""
    return say(f"desks.mover_{name}")


@register.simple_tag
def why_stuck(name: str) -> str:
    """Why a task is stuck."""
    return say(f"desks.stuck_{name}")


@register.simple_tag
def band(found: Band) -> str:
    """So many days."""
    if found.last is None:
        return plainly("desks.days_over", first=found.first)
    return plainly("desks.days_from_to", first=found.first, last=found.last)


@register.simple_tag
def view_name(name: str) -> str:
    """What another authority said, or that it said nothing yet."""
    return say(f"desks.view_{name or 'none'}")
