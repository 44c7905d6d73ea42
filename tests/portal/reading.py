"""What a page says and in which language each piece of it stands, as a screen reader takes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from attrs import frozen

VOID = {"meta", "link", "input", "br", "img", "hr"}
UNREAD = {"script", "style", "code", "title", "datalist"}
SPOKEN = ("aria-label", "alt", "placeholder")
HAN = re.compile(r"[\u3400-\u9fff]{2}")
# Two words of letters in a row, the second in small ones: no name, no unit, no id.
ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{3,}")
ENGLISH_ONLY = re.compile(r"\b(the|of|and|is|with|or|you|your|not|by|from)\b")
# In Portuguese as well: a citation's "no." and the like are not taken for English.
SIMPLIFIED = re.compile(
    "[这国个们对发关应务办还过进说护证时门问间见规观计认识语请谁读调谈资费质购赁车转轻较农达运远违连选邮银钱错铁长难险随]"
)


@frozen
class Piece:
    """A piece of text, the language that its element says it is in, and the element."""

    lang: str
    text: str
    at: str

    @property
    def misplaced(self) -> bool:
        """Whether it is plainly in another language than it says."""
        if self.lang == "zh-Hant" and SIMPLIFIED.search(self.text):
            return True
        if self.lang.startswith("zh"):
            return bool(ENGLISH.search(self.text)) and not HAN.search(self.text)
        return bool(HAN.search(self.text)) or (self.lang == "pt" and bool(ENGLISH_ONLY.search(self.text)))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = [("", "")]
        self.pieces: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        lang = given.get("lang") or self.open[-1][1]
        self.pieces += [Piece(lang, str(given[name]), name) for name in SPOKEN if given.get(name)]
        if tag not in VOID:
            self.open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, lang = self.open[-1]
        if tag not in UNREAD and data.strip():
            self.pieces.append(Piece(lang, data.strip(), tag))


def pieces(page: str) -> Iterator[Piece]:
    """Every piece of a page that somebody hears."""
    reader = _Reader()
    reader.feed(page)
    yield from reader.pieces


def misplaced(page: str) -> list[Piece]:
    """The pieces that are in another language than the page says there."""
    return [piece for piece in pieces(page) if piece.misplaced]
