"""The voice of a page: the words of one language, with a mark on whatever had to be said in another."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

from markupsafe import Markup

from huanliu.base.language import Text
from huanliu.base.traditional import to_traditional
from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import Kind
from huanliu.engine.words import Words
from huanliu.law import model

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
# One Chinese character says about as much as so many letters.
LETTERS_A_CHARACTER = 3


class PageWords(Words):
    """Words for a page, where nobody is assessed: an amount is called by its label, cases are written out."""

    def __init__(self, law: model.Law, lang: str, amounts: dict[str, Text] | None = None) -> None:
        super().__init__(law, lang)
        self.amounts = amounts or {}

    def phrase(self, node: Expression, like: Kind | None = None) -> str:
        """Any expression as a phrase."""
        if isinstance(node, tree.Named) and node.name in self.amounts:
            return self.of(self.amounts[node.name])
        if isinstance(node, tree.Case):
            return self.say("reference.bracketed", text=self._cases(node, like))
        return super().phrase(node, like)

    def _cases(self, node: tree.Case, like: Kind | None) -> str:
        parts = [
            self.say("reference.by_case", value=self.phrase(value, like), clause=self.clause(condition))
            for condition, value in node.branches
        ]
        if node.default is not None:
            parts.append(self.say("reference.else", value=self.phrase(node.default, like)))
        return self.say("reference.semicolon").join(parts)

    def number(self, value: int | Decimal, kind: Kind) -> str:
        """A number with its currency or unit, also those units that only stand in tables."""
        shown = super().number(value, kind)
        return shown if kind.currency else self.measured(f"reference.per.{kind.unit}", shown, value == 1)


def tongue(text: str, lang: str) -> str:
    """The language of a text that stands in the packs in one language only."""
    han, latin = len(HAN.findall(text)), len(LATIN.findall(text))
    if not latin and not han:
        return lang
    if latin > han * LETTERS_A_CHARACTER:
        return "en"
    if lang == "zh-Hant" and to_traditional(text) != text:
        # The name of a Mainland instrument is quoted as it was published.
        return "zh-Hans"
    return lang if lang != "en" else "zh"


class Voice:
    """What a template speaks with."""

    def __init__(self, words: PageWords) -> None:
        self.words, self.lang, self.law = words, words.lang, words.law

    def __call__(self, word: str, **parts: object) -> str:
        """A phrase of packs/words/reference.yaml."""
        return self.words.say(f"reference.{word}", **parts)

    def of(self, text: Text | None) -> str:
        """A text of the packs, marked where it was not written in the language of the page."""
        if text is None:
            return ""
        said = text.in_language(self.lang)
        written = self.lang == "en" or text.zh_hans is not None or (self.lang == "zh-Hant" and text.zh_hant is not None)
        return said if written else self._marked(said, tongue(said, self.lang))

    def other(self, text: object) -> str:
        """A text that stands in the packs in one language only: a title of a source, a citation, a note."""
        said = "" if text is None else str(text)
        return self._marked(said, tongue(said, self.lang))

    def _marked(self, said: str, lang: str) -> str:
        return said if lang == self.lang else Markup('<span lang="{}">{}</span>').format(lang, said)

    def raised(self, text: str) -> str:
        """A text that begins a line. The packs write small what mostly stands inside a sentence; a name such as iAM Smart,
        or a text in another language, begins as it is written."""
        first = text.split(" ", 1)[0]
        return type(text)(text[0].upper() + text[1:]) if first.islower() and first[0].isalpha() else text

    def named(self, group: str, key: str) -> str:
        """The name of a kind, a place, a stage; one that the words do not know as the pack writes it."""
        word = f"reference.{group}.{key}"
        return self.words.say(word) if word in self.law.words else self.other(key.replace("_", " "))

    def day(self, day: datetime.date | str | None) -> str:
        """A day, or what is known of it."""
        if day is None:
            return ""
        return self.words.day(day) if isinstance(day, datetime.date) else self.other(day)

    def time(self, value: Decimal, unit: str) -> str:
        """A stretch of time: 1 month, 15 working days."""
        return self.words.number(value, Kind("decimal", unit=unit))

    def direction(self, text: str) -> str:
        """Where from and where to, in words where it is written plainly."""
        parts = [self._one_way(part.strip()) for part in re.split(r",\s+", text)]
        return self.other(text) if None in parts else self.words.joined([part for part in parts if part])

    def _one_way(self, text: str) -> str | None:
        if text.startswith("within "):
            place = self._places(text.removeprefix("within "))
            return None if place is None else self("within", place=place)
        for sign, word in (("<->", "both_ways"), ("->", "from_to")):
            start, found, end = text.partition(sign)
            if found:
                ends = self._places(start), self._places(end)
                return None if None in ends else self(word, start=ends[0], end=ends[1])
        return self._places(text)

    def _places(self, text: str) -> str | None:
        keys = [f"reference.place.{key.strip()}" for key in text.split(",")]
        return self.words.joined([self.words.say(key) for key in keys]) if set(keys) <= set(self.law.words) else None
