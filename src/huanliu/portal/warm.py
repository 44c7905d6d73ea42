"""What a process gets ready before anybody may ask: with a server that parts into processes once, for all of them.

A first page that has to read the law, its words and the search index itself takes seconds; the first person would wait for them.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation

from huanliu.engine.asking.interview import Interview
from huanliu.portal import words
from huanliu.portal.bay import book, law_language
from huanliu.portal.law.index import the_index


def warm() -> None:
    """Everything that is the same for everybody. Nothing here touches the database: no connection may outlive a fork."""
    for step in STEPS:
        step()
    # What is there now stays as long as the process: looked through by nobody again, and shared between processes.
    gc.collect()
    gc.freeze()


def _addresses() -> None:
    for code, _ in settings.LANGUAGES:
        with translation.override(code):
            get_resolver().reverse_dict  # noqa: B018  the patterns are read when it is looked at


def _questions() -> None:
    """The first question of every journey: most of what a clause asks is found out with it."""
    rules = book()
    for journey in rules.statutes.law.journeys:
        Interview(rules, [journey]).next()


def _words() -> None:
    """Titles and questions in every language; the dictionaries of traditional script take longest."""
    law = book().statutes.law
    texts = [each.title for each in law.provisions.values()]
    texts += [each.title for each in law.routes.values()] + [each.title for each in law.journeys.values()]
    texts += [each.asks or each.label for each in law.facts.values()]
    texts += [word.text for word in words.catalogue().values()]
    for code, _ in settings.LANGUAGES:
        for text in texts:
            text.in_language(law_language(code))


def _templates() -> None:
    for folder in sorted(Path(__file__).parent.glob("*/templates")):
        for path in sorted(folder.rglob("*.html")):
            get_template(path.relative_to(folder).as_posix())


STEPS: tuple[Callable[[], object], ...] = (book, _addresses, _words, _questions, _templates, the_index)
