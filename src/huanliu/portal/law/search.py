"""Searching: what was wished for, the entries that answer it with the best first, and where their words stand."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from attrs import frozen
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from huanliu.base.language import LANGUAGES
from huanliu.law.calendar import Force, version_on
from huanliu.portal.front.templatetags.words import written
from huanliu.portal.law.folding import EMPTY, alternatives, folded, grams, is_han, pairs, runs, stem
from huanliu.portal.law.index import Entry, Index, Line, squeezed

# A word that only begins as the one that was typed counts less; so much of a row of characters must be there.
BEGUN, ENOUGH, MEANT = 0.6, 0.5, 0.8
WHOLE, EXACT, NUMBERED = 1.6, 1000.0, 500.0
# Shorter than that a number stands in too many names.
SHORTEST_NUMBER = 4
# An abbreviation may leave out so many characters for each that it keeps: 高才通 stands for 高端人才通行证.
STRETCH = 2
AROUND = 70


@frozen
class Wish:
    """What is looked for. Every part but the words is a filter; empty means any."""

    words: str = ""
    room: str = ""
    topic: str = ""
    direction: str = ""
    profession: str = ""
    place: str = ""
    status: str = ""
    discretion: str = ""
    on: datetime.date | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing at all was asked."""
        return self == Wish()

    def terms(self) -> tuple[str, ...]:
        """The folded words, without those that say nothing unless there are no others."""
        found = tuple(dict.fromkeys(runs(folded(self.words))))
        return tuple(word for word in found if word not in EMPTY) or found


@frozen
class Found:
    """The answer. `loose` where no entry has every word and those with some of them are given."""

    entries: tuple[Entry, ...]
    loose: bool = False


def search(index: Index, wish: Wish, today: datetime.date) -> Found:
    """What answers a wish, the best first; without words in the order of the packs."""
    allowed = [number for number, entry in enumerate(index.entries) if answers(entry, wish, today)]
    if not wish.terms():
        shown = [index.entries[number] for number in allowed]
        return Found(tuple(entry for entry in shown if entry.room != "facts" or wish.room == "facts"))
    scores = [_scores(index, term) for term in wish.terms()]
    both = [number for number in allowed if all(number in score for score in scores)]
    loose = not both
    chosen = both or [number for number in allowed if any(number in score for score in scores)]
    exact = index.named.get(folded(wish.words.strip()))
    numbered = _numbered(index, wish.words)
    ranked = sorted(
        chosen, key=lambda at: (-_sum(scores, at) - EXACT * (at == exact) - NUMBERED * (at in numbered), at)
    )
    return Found(tuple(index.entries[number] for number in ranked), loose and bool(ranked) and len(scores) > 1)


def _numbered(index: Index, words: str) -> set[int]:
    """The provisions of the instrument whose very number was typed."""
    number = squeezed(words)
    if len(number) < SHORTEST_NUMBER or not any(character.isdigit() for character in number):
        return set()
    return {at for at, instrument in enumerate(index.instruments) if number in instrument}


def _sum(scores: list[dict[int, float]], number: int) -> float:
    return sum(score.get(number, 0.0) for score in scores)


def _scores(index: Index, term: str) -> dict[int, float]:
    """What a word finds, and a little less surely what other words for the same find."""
    found = _of_term(index, term)
    for other in alternatives(term):
        for number, score in _of_term(index, other).items():
            found[number] = max(found.get(number, 0.0), score * MEANT)
    return found


def _of_term(index: Index, term: str) -> dict[int, float]:
    return _of_row(index, term) if is_han(term) else _of_word(index, stem(term))


def _of_word(index: Index, word: str) -> dict[int, float]:
    found: dict[int, float] = {}
    for known in index.endings(word):
        share = 1.0 if known == word else BEGUN
        for number, worth in index.postings[known].items():
            found[number] = max(found.get(number, 0.0), worth * share * index.rarity(known))
    return found


def _of_row(index: Index, row: str) -> dict[int, float]:
    """A row of characters: enough of its pairs must be there, all of them in one piece are worth more."""
    parts = pairs(row)
    sums: dict[int, float] = {}
    counts: dict[int, int] = {}
    for part in parts:
        for number, worth in index.postings.get(part, {}).items():
            sums[number] = sums.get(number, 0.0) + worth * index.rarity(part) / len(parts)
            counts[number] = counts.get(number, 0) + 1
    found = {number: score for number, score in sums.items() if counts[number] / len(parts) > ENOUGH or len(parts) == 1}
    for number, title in enumerate(index.titles):
        if row in title:
            found[number] = sums.get(number, 0.0) * WHOLE
        elif number in sums and len(row) > 2 and abbreviates(row, title):
            found[number] = found.get(number, 0.0) + sums[number]
    return found


def abbreviates(row: str, text: str) -> bool:
    """Whether the characters stand in a text in their order and close together."""
    start = text.find(row[0])
    while start >= 0:
        at = start
        for character in row[1:]:
            at = text.find(character, at + 1) if at >= 0 else at
        if 0 <= at - start < len(row) * STRETCH:
            return True
        start = text.find(row[0], start + 1)
    return False


def answers(entry: Entry, wish: Wish, today: datetime.date) -> bool:
    """Whether an entry passes every filter."""
    return (
        wish.room in ("", entry.room)
        and wish.topic in ("", entry.topic)
        and wish.place in ("", entry.place)
        and (not wish.direction or wish.direction in entry.ways)
        and (not wish.profession or wish.profession in entry.professions)
        and _stands(entry, wish, today)
    )


def _stands(entry: Entry, wish: Wish, today: datetime.date) -> bool:
    """What can only be asked of a provision: proposal or law, in force on a day, discretion."""
    if not (wish.status or wish.on or wish.discretion):
        return True
    provision = entry.provision
    if provision is None:
        return False
    version, force = version_on(provision, wish.on or today)
    left = version is not None and version.discretion is not None
    return (
        wish.status in ("", provision.status)
        and (wish.on is None or force is Force.IN_FORCE)
        and (not wish.discretion or (wish.discretion == "yes") == left)
    )


@frozen
class Seen:
    """Where the words stand: the title and, where it does not have them, a line of the text with what it is and its language."""

    title: SafeString
    what: str = ""
    text: SafeString | None = None
    lang: str = ""


def seen(entry: Entry, terms: Iterable[str], lang: str) -> Seen:
    """An entry with the words that were looked for marked."""
    typed = tuple(terms)
    looked = (*typed, *(other for term in typed for other in alternatives(term)))
    title = entry.title.in_language(lang)
    shown = marked(title, looked)
    if not looked or spots(title, looked):
        return Seen(shown)
    lines = sorted((line for line in entry.lines if line.what != "id"), key=lambda line: -line.worth)
    for spoken in dict.fromkeys([lang, *LANGUAGES]):
        for line in lines:
            text = _spoken(line, spoken)
            if text and spots(text, looked):
                return Seen(shown, line.what, marked(around(text, looked), looked), spoken)
    return Seen(shown)


def _spoken(line: Line, lang: str) -> str | None:
    if lang == "en":
        return line.text.en
    return line.text.in_language(lang) if line.text.zh_hans is not None else None


def spots(text: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    """Where words stand in a text, in order and without overlap."""
    flat = folded(text)
    if len(flat) != len(text):
        return []
    found = sorted({spot for term in terms for spot in _spots(flat, term)})
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _spots(flat: str, term: str) -> list[tuple[int, int]]:
    if not is_han(term):
        at, root, found = 0, stem(term), []
        for run in runs(flat):
            at = flat.index(run, at)
            found += [(at, at + len(run))] if not is_han(run) and run.startswith(root) else []
            at += len(run)
        return found
    return _all(flat, term) or [spot for part in pairs(term) for spot in _all(flat, part)]


def _all(flat: str, part: str) -> list[tuple[int, int]]:
    found, at = [], flat.find(part)
    while at >= 0:
        found.append((at, at + len(part)))
        at = flat.find(part, at + 1)
    return found


def around(text: str, terms: Iterable[str]) -> str:
    """A long text cut down to what stands around the first word found."""
    places = spots(text, terms)
    if not places or len(text) <= 2 * AROUND:
        return text
    start, end = max(0, places[0][0] - AROUND), min(len(text), places[0][1] + AROUND)
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def marked(text: str, terms: Iterable[str]) -> SafeString:
    """A text, escaped, with the words that were looked for marked, and what of it is in another language."""
    pieces, at = [], 0
    for start, end in spots(text, terms):
        pieces += [written(text[at:start]), format_html("<mark>{}</mark>", written(text[start:end]))]
        at = end
    return mark_safe("".join([*pieces, written(text[at:])]))


def suggestions(index: Index, name: str, count: int = 5) -> list[Entry]:
    """Entries whose names are near to one that nobody has."""
    wanted = {gram for run in runs(folded(name)) for gram in grams(run)}
    scored = [
        (len(wanted & {gram for run in runs(key) for gram in grams(run)}), -at, at) for key, at in index.named.items()
    ]
    best = sorted((score for score in scored if score[0]), reverse=True)
    return list(dict.fromkeys(index.entries[at] for _, _, at in best))[:count]
