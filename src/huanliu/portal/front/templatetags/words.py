"""`{% say … %}` and `{% told text %}`: words of the portal and of the law in the language of the page.

Where a word is in another language than the page (a law that is not written in Portuguese), its `lang` says so.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from django import template
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
    if lang == "en" and HAN_RUN.search(shown):
        # A Chinese term that an English text explains, such as 职称.
        return cited(shown)
    return in_its_language(conditional_escape(shown), lang)


@register.simple_tag
def law_lang() -> str:
    """The `lang` of an element that holds a text of the law and nothing else, where the page is in another language."""
    lang = law_language(page_language())
    return "" if html_language(page_language()) == lang else format_html(' lang="{}"', lang)


@register.simple_tag
def cited(text: object) -> str:
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


@register.simple_tag
def on_day(day: datetime.date | None) -> str:
    """A day as it is written in the language of the page; of a moment the day that it was here."""
    if day is None:
        return ""
    return words.day(localtime(day).date() if isinstance(day, datetime.datetime) else day, page_language())


def in_its_language(text: str, lang: str) -> SafeString:
    """The text, marked where it is in another language than the page."""
    if html_language(page_language()) == lang:
        return mark_safe(text)
    return format_html('<span lang="{}">{}</span>', lang, text)
