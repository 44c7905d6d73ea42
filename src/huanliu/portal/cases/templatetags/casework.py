"""The states of cases and tasks as words with a colour, days as they are written, and clauses."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huanliu.base.language import Text
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.portal.bay import law_language
from huanliu.portal.cases.models import Task, text_of
from huanliu.portal.cases.states import DONE
from huanliu.portal.front.templatetags.words import page_language, say
from huanliu.portal.journeys.printing import rests_on_earlier

register = template.Library()

# Which of the four answers a state looks like; its word stands in it.
LOOKS = {
    "granted": "met",
    "noted": "met",
    "done_elsewhere": "met",
    "held": "undetermined",
    "elsewhere": "undetermined",
    "refused": "unmet",
    "asked": "undetermined",
    "waiting": "not_applicable",
    "withdrawn": "not_applicable",
    "closed": "not_applicable",
}


@register.simple_tag
def state(name: str) -> SafeString:
    """A state of a case or task."""
    looks = LOOKS.get(name, "met_discretionary")
    return format_html('<span class="status status--{}">{}</span>', looks, say(f"cases.state_{name}"))


@register.simple_tag
def finding(status: str, discretionary: bool = False, untested: object = None) -> SafeString:
    """What the engine found; discretion is never shown as a right, and what was not tested never as met."""
    name = "met_discretionary" if status == "met" and discretionary else status
    if status == "met" and untested:
        return format_html('<span class="status status--undetermined">{}</span>', say("cases.finding_met_untested"))
    return format_html('<span class="status status--{}">{}</span>', name, say(f"cases.finding_{name}"))


@register.simple_tag
def planned_finding(task: PlannedTask) -> SafeString:
    """The same of a task that is not filed yet, as the result shows it: what is met only once others are done is not met today."""
    if rests_on_earlier(task):
        return format_html('<span class="status status--met_discretionary">{}</span>', say("journeys.later"))
    return finding(task.status.value, task.discretionary, task.door is not None and task.door.also_required)


@register.filter
def untested(explanation: dict[str, Any]) -> bool:
    """Whether an explanation names something that the law requires and the engine does not test."""
    return explanation.get("kind") == "not_tested" or any(map(untested, explanation.get("parts", ())))


@register.simple_tag
def clause_mark(truth: str) -> SafeString:
    """The mark and the word of one clause."""
    mark = {"met": "✓", "unmet": "✗"}.get(truth, "?")
    word = say(f"cases.finding_{truth}")
    return format_html(
        '<span class="clause__mark" aria-hidden="true">{}</span> <span class="hidden-visually">{}: </span>', mark, word
    )


@register.filter
def clause_class(truth: str) -> str:
    """The class of a clause by its truth."""
    return {"met": "clause--true", "unmet": "clause--false"}.get(truth, "clause--unknown")


@register.simple_tag
def finding_of(status: str, discretionary: bool = False, untested: object = None) -> SafeString:
    """The same on an officer's page, where the reader is not the one who applies."""
    if status != "met" or untested or not discretionary:
        return finding(status, discretionary, untested)
    return format_html(
        '<span class="status status--met_discretionary">{}</span>', say("desks.finding_met_discretionary")
    )


@register.simple_tag
def told_plainly(text: Text) -> str:
    """A text of the law without mark-up, for a title."""
    return text.in_language(law_language(page_language()))


@register.filter
def as_text(plain: dict[str, str]) -> Text:
    """A text that was kept as JSON."""
    return text_of(plain)


@register.filter
def waits_for(task: Task, by_key: dict[str, Task]) -> list[Task]:
    """The tasks before a task that are not granted yet."""
    before = [by_key[key] for key in task.after if key in by_key]
    return [each for each in before if each.state not in DONE]


@register.filter
def counting(task: Task) -> Any:
    """The decision that counts."""
    return next((each for each in task.decisions.all() if each.state == "confirmed"), None)
