"""Words in the reader's language: en, zh-Hans, zh-Hant; traditional script is converted unless it was written by a person."""

from __future__ import annotations

from attrs import frozen

from huanliu.base.traditional import to_traditional
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


@frozen(cache_hash=True)
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
