"""What every page knows: its language, the other languages it may be read in, and who is reading."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from huanliu.portal.front.templatetags.words import html_language, page_language


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of every template."""
    here = request.get_full_path()
    return {
        "page_lang": html_language(page_language()),
        "page_languages": [
            {"code": code, "name": name, "lang": html_language(code), "address": in_language(here, code)}
            for code, name in settings.LANGUAGES
        ],
    }


def in_language(address: str, code: str) -> str:
    """The same page in another language. Only the beginning of an address is in a language, so nothing has to be looked up."""
    first, slash, rest = address.removeprefix("/").partition("/")
    return f"/{code}/{rest}" if slash and first in dict(settings.LANGUAGES) else address
