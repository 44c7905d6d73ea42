"""`{% worded word %}`: a word of purposes.yaml or classes.yaml in the language of the page."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from huanliu.portal.consent.purposes import Purpose
from huanliu.portal.front.templatetags.words import in_its_language, page_language
from huanliu.portal.words import Word, say

register = template.Library()


@register.simple_tag
def worded(word: Word | None) -> str | SafeString:
    """The word, marked where it is in another language than the page."""
    if word is None:
        return ""
    phrase, lang = word.in_page(page_language())
    return in_its_language(conditional_escape(phrase), lang)


@register.simple_tag
def kept_for(purpose: Purpose) -> str:
    """How long data are kept for a purpose, and since when that counts."""
    return say(f"consent.keep.{purpose.keep_since}", page_language(), span=span(purpose.keep_days))


def span(days: int) -> str:
    """Days as years where they are whole years."""
    years, rest = divmod(days, 365)
    if rest:
        return say("consent.span.days", page_language(), count=days)
    return say("consent.span.year" if years == 1 else "consent.span.years", page_language(), count=years)


@register.simple_tag
def articles(text: str) -> str:
    """Articles as purposes.yaml writes them ("13(1)(1), 28", "s. 18 to 29", "DPP 1, DPP 3") in the language of the page."""
    form = "section" if text.startswith("s. ") else "dpp" if text.startswith("DPP ") else "art"
    code = page_language()
    bare = text.removeprefix("s. ").replace("DPP ", "").replace(" to ", say("consent.articles.to", code))
    return say(f"consent.articles.{form}", code, list=bare.replace(", ", say("consent.articles.comma", code)))


@register.simple_tag
def instrument(name: str) -> str:
    """What an instrument of the border table is called."""
    return say(f"consent.instrument.{name}", page_language())
