"""`{% say … %}` and `{% told text %}`: words of the portal and of the law in the language of the page.

Where a word is in another language than the page (a law that is not written in Portuguese), its `lang` says so.
"""

from __future__ import annotations

import datetime
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
from huanliu.reference.voice import tongue

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
    phrase, lang = words.word(key).in_page(page_language())
    safe = {name: conditional_escape(str(part)) for name, part in parts.items()}
    text = mark_safe(str(conditional_escape(phrase)).format(**safe)) if safe else conditional_escape(phrase)
    return in_its_language(text, lang)


@register.simple_tag
def plainly(key: str, **parts: object) -> str:
    """A phrase without mark-up of its own, for titles and attributes."""
    return words.say(key, page_language(), **parts)


@register.simple_tag
def told(text: Text | str | None) -> str:
    """A text of the law."""
    if text is None:
        return ""
    lang = law_language(page_language())
    shown = text.in_language(lang) if isinstance(text, Text) else text
    return in_its_language(conditional_escape(shown), lang)


def in_its_language(text: str, lang: str) -> SafeString:
    """The text, marked where it is in another language than the page."""
    if html_language(page_language()) == lang:
        return mark_safe(text)
    return format_html('<span lang="{}">{}</span>', lang, text)


@register.filter
def written(text: object) -> str:
    """A text that stands in the packs in one language only: a citation, the title of a source."""
    said = "" if text is None else str(text)
    return in_its_language(conditional_escape(said), tongue(said, html_language(page_language())))


@register.filter
def day(value: datetime.date | str | None) -> str:
    """A day, or what a record says of it, as the engine writes it in the language of the page."""
    if not value:
        return ""
    here = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    here = localtime(here) if isinstance(here, datetime.datetime) else here
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
