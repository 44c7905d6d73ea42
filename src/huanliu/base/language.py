"""Words in the reader's language: en, zh-Hans, zh-Hant; traditional script is converted unless it was written by a person."""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import frozen

from huanliu.errors import UnknownNameError, nearest

LANGUAGES = ("en", "zh-Hans", "zh-Hant")


def language(name: str) -> str:
    """The language asked for, or an error that names the three there are."""
    for known in LANGUAGES:
        if name.lower() == known.lower():
            return known
    raise UnknownNameError(
        f"language {name!r} is not one of {', '.join(LANGUAGES)}",
        found=name,
        expected=LANGUAGES,
        hint=nearest(name, LANGUAGES),
    )


@cache
def _converter() -> Any:
    # Loading the dictionaries takes longer than an assessment, so only a reader of traditional script pays for it.
    from opencc import OpenCC

    return OpenCC("s2hk")


# OpenCC's Hong Kong table prefers 税 and 説; the ordinances and departments of Hong Kong write 稅 and 說.
AS_GOVERNMENT_WRITES = str.maketrans("税説兑脱鋭悦閲蜕", "稅說兌脫銳悅閱蛻")


@cache
def to_traditional(text: str) -> str:
    """Simplified to traditional as Hong Kong's government writes it; never for people's names (see style notes)."""
    return str(_converter().convert(text)).translate(AS_GOVERNMENT_WRITES)


@cache
def _reader() -> Any:
    # The Hong Kong table: the plain one leaves 衞 and 説 as they are.
    from opencc import OpenCC

    return OpenCC("hk2s")


def to_simplified(text: str) -> str:
    """Any Chinese in simplified script, for comparing and finding; never for showing."""
    return text if text.isascii() else str(_reader().convert(text))


@frozen
class Text:
    """One text in every language it was written in."""

    en: str
    zh_hans: str | None = None
    zh_hant: str | None = None

    def in_language(self, lang: str) -> str:
        """The text for a reader of `lang`; English where nothing else was written."""
        if lang == "zh-Hans" and self.zh_hans is not None:
            return self.zh_hans
        if lang == "zh-Hant" and self.zh_hant is not None:
            return self.zh_hant
        if lang == "zh-Hant" and self.zh_hans is not None:
            return to_traditional(self.zh_hans)
        return self.en

    def plain(self) -> dict[str, str]:
        """The written languages as a mapping, for JSON."""
        pairs = (("en", self.en), ("zh-Hans", self.zh_hans), ("zh-Hant", self.zh_hant))
        return {name: text for name, text in pairs if text is not None}
