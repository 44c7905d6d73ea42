"""`{% say … %}` and `{% told text %}`: words of the portal and of the law in the language of the page.

Where a word is in another language than the page (a law that is not written in Portuguese), its `lang` says so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
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
from huanliu.reference.voice import tongue

register = template.Library()
# Chinese with the numbers and brackets that stand inside it; a word of letters.
HAN_RUN = re.compile(r"([\u3400-\u9fff〔（《“][\u3400-\u9fff\u3000-\u303f\uff01-\uff5e“”·0-9]*)")
LATIN_WORD = re.compile(r"[A-Za-z]{3}")


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
    return _told(text, page_language()) if isinstance(text, Text) else _of_law(text, page_language())


# As for words; the law has some ten thousand texts, of which pages show the titles again and again. What is a plain string may
# hold somebody's answer and is never kept.
@lru_cache(maxsize=20_000)
def _told(text: Text, code: str) -> str:
    return _of_law(text.in_language(law_language(code)), code)


def _of_law(shown: str, code: str) -> str:
    lang = law_language(code)
    if lang == "en" and HAN_RUN.search(shown):
        # A Chinese term that an English text explains, such as 职称.
        return written(shown)
    return _marked(conditional_escape(shown), lang, code)


@register.simple_tag
def law_lang() -> str:
    """The `lang` of an element that holds a text of the law and nothing else, where the page is in another language."""
    lang = law_language(page_language())
    return "" if html_language(page_language()) == lang else format_html(' lang="{}"', lang)


@register.filter
def written(text: object) -> str:
    """A citation, the name of an instrument, the title of a source: each part in the language that it was written in."""
    said = "" if text is None else str(text)
    return mark_safe("".join(in_its_language(conditional_escape(part), lang) for part, lang in parts_of(said)))


def parts_of(said: str) -> Iterator[tuple[str, str]]:
    """The Chinese and the Latin parts of a text, each with its language; what is neither goes with the page."""
    lang = law_language(page_language())
    for part in filter(None, HAN_RUN.split(said)):
        yield (
            part,
            tongue(part, lang) if LATIN_WORD.search(part) or HAN_RUN.match(part) else html_language(page_language()),
        )


def in_its_language(text: str, lang: str) -> SafeString:
    """The text, marked where it is in another language than the page."""
    return _marked(text, lang, page_language())


def _marked(text: str, lang: str, code: str) -> SafeString:
    if html_language(code) == lang:
        return mark_safe(text)
    return format_html('<span lang="{}">{}</span>', lang, text)


@register.filter
def day(value: datetime.date | str | None) -> str:
    """A day, or what a record says of it, as it is written in the language of the page; of a moment the day that it was here."""
    if not value:
        return ""
    here = datetime.date.fromisoformat(value) if isinstance(value, str) else value
    here = localtime(here).date() if isinstance(here, datetime.datetime) else here
    return format_html('<time class="day" datetime="{}">{}</time>', here.isoformat(), words.day(here, page_language()))


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A moment, to the minute."""
    if not value:
        return ""
    here = localtime(value)
    # `format_html` makes text of each value before it is formatted: "{:02}" of 9 came out as 90.
    return format_html('{} <span class="nowrap">{}</span>', day(here), f"{here:%H:%M}")


@register.simple_tag(takes_context=True)
def here(context: Context, name: str) -> str:
    """Marks the way to the desk that the page belongs to."""
    request: Any = context.get("request")
    inside = request is not None and request.path.startswith(reverse(name))
    return mark_safe(' aria-current="true"') if inside else ""
