"""`{% say … %}` and `{% told text %}`: words of the portal and of the law in the language of the page.

Where a word is in another language than the page (a law that is not written in Portuguese), its `lang` says so.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language

from huanliu.base.language import Text
from huanliu.portal import words
from huanliu.portal.bay import law_language

register = template.Library()


def page_language() -> str:
    """The language of the page that is being made."""
    return get_language() or "en"


def html_language(code: str) -> str:
    """The `lang` of HTML."""
    return {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}.get(code.lower(), code)


@register.simple_tag
def say(key: str, **parts: object) -> str:
    """A phrase of the portal. In an attribute use `{% say ... as name %}`; what it is filled with is escaped."""
    if not parts:
        return _said(key, page_language())
    phrase, lang = words.word(key).in_page(page_language())
    safe = {name: conditional_escape(str(part)) for name, part in parts.items()}
    return in_its_language(mark_safe(str(conditional_escape(phrase)).format(**safe)), lang)


# Escaped and marked once: a page says fifty. As many as there are words and languages.
@lru_cache(maxsize=10_000)
def _said(key: str, code: str) -> SafeString:
    phrase, lang = words.word(key).in_page(code)
    return _marked(conditional_escape(phrase), lang, code)


@register.simple_tag
def plainly(key: str, **parts: object) -> str:
    """A phrase without mark-up of its own, for titles and attributes."""
    return words.say(key, page_language(), **parts)


@register.simple_tag
def told(text: Text | str | None) -> str:
    """A text of the law."""
    if text is None:
        return ""
    code = page_language()
    if isinstance(text, Text):
        return _told(text, code)
    return _marked(conditional_escape(text), law_language(code), code)


# As for words; the law has some ten thousand texts, of which pages show the titles again and again.
@lru_cache(maxsize=20_000)
def _told(text: Text, code: str) -> SafeString:
    lang = law_language(code)
    return _marked(conditional_escape(text.in_language(lang)), lang, code)


def in_its_language(text: str, lang: str) -> SafeString:
    """The text, marked where it is in another language than the page."""
    return _marked(text, lang, page_language())


def _marked(text: str, lang: str, code: str) -> SafeString:
    if html_language(code) == lang:
        return mark_safe(text)
    return format_html('<span lang="{}">{}</span>', lang, text)


@register.filter
def day(value: datetime.date | None) -> str:
    """A day as the engine writes it in the language of the page."""
    if not value:
        return ""
    here = localtime(value) if isinstance(value, datetime.datetime) else value
    iso = f"{here.year:04}-{here.month:02}-{here.day:02}"
    shown = f"{here.year}年{here.month}月{here.day}日" if page_language().startswith("zh") else iso
    return format_html('<time class="day" datetime="{}">{}</time>', iso, shown)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A moment, to the minute."""
    if not value:
        return ""
    here = localtime(value)
    return format_html('{} <span class="nowrap">{:02}:{:02}</span>', day(here), here.hour, here.minute)


@register.simple_tag(takes_context=True)
def here(context: Context, name: str) -> str:
    """Marks the way to the desk that the page belongs to."""
    request: Any = context.get("request")
    inside = request is not None and request.path.startswith(reverse(name))
    return mark_safe(' aria-current="true"') if inside else ""
