"""`{% worded word %}`: a word of purposes.yaml or classes.yaml in the language of the page."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from huanliu.portal.front.templatetags.words import in_its_language, page_language
from huanliu.portal.words import Word

register = template.Library()


@register.simple_tag
def worded(word: Word | None) -> str | SafeString:
    """The word, marked where it is in another language than the page."""
    if word is None:
        return ""
    phrase, lang = word.in_page(page_language())
    return in_its_language(conditional_escape(phrase), lang)
