"""Every word that the portal itself says, as files: one a desk, keyed, in en and zh-Hans; zh-Hant is converted unless it
was written; pt where a page of Macao or the navigation needs it.

The words of the law stand in the packs.
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

from attrs import frozen

from huanliu.base.document import read_document
from huanliu.base.language import Text
from huanliu.portal.bay import law_language, law_words

FOLDER = Path(__file__).parent
NARROW, LONG = "\N{NARROW NO-BREAK SPACE}", 10_000
# With a capital, as Macao's administration writes them.
MONTHS = (
    "Janeiro",
    "Fevereiro",
    "Março",
    "Abril",
    "Maio",
    "Junho",
    "Julho",
    "Agosto",
    "Setembro",
    "Outubro",
    "Novembro",
    "Dezembro",
)


@frozen
class Word:
    """One phrase in every language it was written in. Parts to be filled in stand in braces."""

    text: Text
    pt: str | None

    def in_page(self, code: str) -> tuple[str, str]:
        """The phrase for a page and the language that it really is in."""
        if code == "pt" and self.pt is not None:
            return self.pt, "pt"
        lang = law_language(code)
        return self.text.in_language(lang), lang


class UnwrittenWordError(LookupError):
    """A word that nobody wrote: a page never shows a key."""


@cache
def catalogue() -> dict[str, Word]:
    """Every word by its key."""
    found: dict[str, Word] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for key, word in read_document(path, path.name).plain()["words"].items():
            if key in found:
                raise UnwrittenWordError(f"{path.name}: {key} is written twice")
            found[key] = Word(Text(word["en"], word.get("zh-Hans"), word.get("zh-Hant")), word.get("pt"))
    return found


def word(key: str) -> Word:
    """The word of a key."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnwrittenWordError(f"the word {key!r} is in no file of portal/words") from None


def say(key: str, code: str, **parts: object) -> str:
    """A phrase in the language of a page, its parts filled in."""
    phrase, _ = word(key).in_page(code)
    return phrase.format(**parts) if parts else phrase


def day(value: datetime.date, code: str) -> str:
    """A day in the language of a page: as the law's own words write it, and in Portuguese as people do."""
    if code == "pt":
        return f"{value.day} de {MONTHS[value.month - 1]} de {value.year}"
    return law_words(code).day(value)


def number(value: int, code: str) -> str:
    """A whole number in the language of a page: in Portuguese a space parts the thousands, and only of long numbers."""
    grouped = f"{value:,}"
    if code == "pt":
        return grouped.replace(",", NARROW) if abs(value) >= LONG else str(value)
    return grouped
