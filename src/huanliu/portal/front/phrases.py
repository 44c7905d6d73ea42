"""The sentences of allauth in our words: Portuguese, which it keeps as pt-PT, and what its Chinese says otherwise than we would.

Words whose key begins with `signin.instead.` stand for the English sentence of allauth that is their `en`.
"""

from __future__ import annotations

import gettext
from pathlib import Path

import allauth
from django.conf import settings
from django.utils.translation import trans_real

from huanliu.portal import words

INSTEAD = "signin.instead."


class Phrases(gettext.NullTranslations):
    """A catalogue in memory, of the form that Django merges."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._catalog: dict[str | tuple[str, int], str] = {}
        for key, word in words.catalogue().items():
            phrase, lang = word.in_page(code)
            if key.startswith(INSTEAD) and lang != "en":
                # Sentences that count are kept by number too; ours say the same of one and of many.
                self._catalog |= {word.text.en: phrase, (word.text.en, 0): phrase, (word.text.en, 1): phrase}
        self.plural = trans_real.translation(code).plural


def install() -> None:
    """Into every language's catalogue, ours before theirs."""
    theirs = gettext.translation("django", Path(allauth.__file__).parent / "locale", ["pt_PT"])
    trans_real.translation("pt").merge(theirs)
    for code, _ in settings.LANGUAGES:
        trans_real.translation(code).merge(Phrases(code))
