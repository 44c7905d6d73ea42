"""`{% status_word %}` and its neighbours: how a door stands in the reader's words, which are the packs' own."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template.defaultfilters import capfirst
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from huanliu.base.language import Text
from huanliu.portal import words
from huanliu.portal.bay import law_language, law_words, the_bay
from huanliu.portal.front.templatetags.words import in_its_language, page_language, say, told
from huanliu.portal.journeys.asking import Given
from huanliu.portal.journeys.goals import Group, groups
from huanliu.portal.journeys.standing import GROUPS, LATER
from huanliu.portal.kept import PIECES

register = template.Library()
# What is met with more required is no plain green: it looks like what an authority still decides.
CLASSES = {"met_untested": "met_discretionary"}


@register.simple_tag
def goal_groups() -> list[Group]:
    """Every journey in its group, for the home page as well as for our own."""
    return groups(the_bay().law)


@register.simple_tag
def named(text: Text) -> str:
    """A text of the law without mark-up of its own, for the title of a page."""
    return text.in_language(law_language(page_language()))


@register.simple_tag
def sentence(text: Text) -> str:
    """A text of the law with a capital at its beginning, where it stands alone."""
    code = page_language()
    lang = law_language(code)
    return in_its_language(conditional_escape(capfirst(text.in_language(lang))), lang)


@register.simple_tag
def word_class(word: str) -> str:
    """The class of a word of the engine."""
    return CLASSES.get(word, word)


@register.simple_tag
def status_class(group: str) -> str:
    """The class of a group of a result."""
    return "met_discretionary" if group == LATER else word_class(GROUPS[group][0])


@register.simple_tag
def status_word(word: str) -> str:
    """The word itself."""
    code = page_language()
    if code == "pt":
        # The law's own words are not in Portuguese, but how a door stands is what every reader looks for first.
        return words.say(f"journeys.stands_{word}", code)
    return in_its_language(law_words(code).say(word), law_language(code))


@register.simple_tag
def say_count(group: str, count: int) -> str:
    """How many stand so."""
    return words.say(f"journeys.count_{group}", page_language(), count=count)


@register.simple_tag
def confidence(level: str) -> str:
    """How surely a provision was read."""
    return words.say(f"journeys.confidence_{level}", page_language())


@register.simple_tag
def answer_rows(given: Iterable[Given], goal: str, then_answers: bool = False) -> str:
    """The answers so far, each with the way to change it. Every question shows them all, so they are put together here and not
    tag by tag; only the way is kept, which is the law's."""
    code, then = page_language(), bool(then_answers)

    def row(each: Given) -> str:
        about = {"goal": goal, "fact": each.fact, "then_answers": then, "label": each.label}
        change = PIECES.get(
            ("change", code, *about.values()), lambda: render_to_string("journeys/_change.html", about).strip()
        )
        return f"<div><dt>{told(each.label)}</dt><dd>{_answered(each)} {change}</dd></div>\n"

    return mark_safe("".join(row(each) for each in given))


def _answered(each: Given) -> str:
    if each.shown is None:
        return say("journeys.not_known")
    return say(each.key, count=each.shown) if each.key else told(each.shown)
