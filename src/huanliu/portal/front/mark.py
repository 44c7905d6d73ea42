"""The mark of a demonstration: what is shown, printed or taken along from a place of invented people says that they are invented."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model

from huanliu.portal import words
from huanliu.portal.front.templatetags.words import page_language

KEY = "front.demonstration"
# In each language that somebody may read a file in who never saw the page.
READERS = ("en", "zh-hans", "zh-hant")


def holds_invented() -> bool:
    """Whether the database holds invented people."""
    return bool(get_user_model()._default_manager.filter(demonstration=True).exists())


# Whether this process has seen the set. It is loaded by another process, so only that it is there can be remembered, not that it
# is not; once there it stays for as long as the database: nothing of ours takes it away.
_seen: set[bool] = set()


def invented() -> bool:
    """Whether invented people are shown here; every page asks, the database only until they were seen. Where real people are
    served there are none (`front/checks.py`)."""
    if settings.PRODUCTION:
        return False
    if not _seen and holds_invented():
        _seen.add(True)
    return bool(_seen)


def forget() -> None:
    """Ask the database again: where another one was put in its place, or what was loaded was taken back."""
    _seen.clear()


def sentence() -> str:
    """What stands on a print in the language of the page; empty where people are real."""
    return words.say(KEY, page_language()) if invented() else ""


def in_title() -> str:
    """How a title is written that stands alone, as in a calendar."""
    return words.say("front.demonstration_mark", page_language()) if invented() else "{title}"


def above(text: str) -> str:
    """A text that says first that it is invented; as it is where people are real."""
    said = sentence()
    return f"> {said}\n\n{text}" if said else text


def in_json() -> dict[str, Any]:
    """The field of a file for programs; none where people are real."""
    said = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant"}
    return {"demonstration": {said.get(code, code): words.say(KEY, code) for code in READERS}} if invented() else {}
