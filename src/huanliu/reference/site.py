"""The site: every page in every language, written into a folder whole or not at all."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from huanliu.base.language import LANGUAGES
from huanliu.engine.bay import Bay
from huanliu.errors import DocumentError, Place
from huanliu.reference import catalogue
from huanliu.reference.catalogue import Entry
from huanliu.reference.press import TEMPLATES, Press, Stock, stock_of

# The mark by which a folder is known to be a reference, so that nothing else is ever replaced.
MARK = "reference.json"
FACETS = {"place": "group", "kind": "kind", "confidence": "confidence", "standing": "force"}


def write_reference(bay: Bay, on: datetime.date, out: Path, languages: tuple[str, ...] = LANGUAGES) -> int:
    """Write the reference of a law on a day into a folder; the number of pages."""
    _refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".reference-") as place:
            fresh = Path(place) / "site"
            count = _write_all(bay, on, languages, fresh)
            if out.exists():
                out.rename(Path(place) / "before")
            fresh.rename(out)
    except OSError as error:
        reason = error.strerror or "not writable"
        raise DocumentError(f"cannot write the reference: {reason}", place=Place(str(out))) from error
    return count


def _refuse_foreign(out: Path) -> None:
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / MARK).is_file())):
        hint = "name a new or an empty folder"
        raise DocumentError("something that is no reference stands here", place=Place(str(out)), hint=hint)


def _write_all(bay: Bay, on: datetime.date, languages: tuple[str, ...], folder: Path) -> int:
    stock = stock_of(bay, on, languages)
    count = 0
    for path, text in _pages(stock):
        _write(folder / path, text)
        count += 1
    for path, text in _files(stock):
        _write(folder / path, text)
    return count


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _pages(stock: Stock) -> Iterator[tuple[str, str]]:
    presses = [Press(stock, lang) for lang in stock.languages]
    for press in presses:
        yield from press.pages()
    yield presses[0].front([press.voice for press in presses])


def _files(stock: Stock) -> Iterator[tuple[str, str]]:
    """What the pages share: the look, the search, its two indexes, and the mark."""
    yield "style.css", (TEMPLATES / "style.css").read_text("utf-8") + "".join(_rules(stock.entries))
    for name in ("search.js", "icon.svg"):
        yield name, (TEMPLATES / name).read_text("utf-8")
    yield "search.json", catalogue.search_index(stock.entries)
    yield "facts.json", catalogue.search_index(stock.facts)
    law = stock.material.bay.law
    mark = {"law_of": stock.material.book.days.on.isoformat(), "packs": law.digest, "languages": stock.languages}
    yield MARK, json.dumps(mark)


def _rules(entries: list[Entry]) -> Iterator[str]:
    """The filters of the index as style, so that they work where scripts do not."""
    for name, attribute in FACETS.items():
        for value in catalogue.facets(entries, attribute):
            chosen = f'body:has(#by-{name} option[value="{value}"]:checked)'
            yield f'{chosen} .entry:not([data-{name}="{value}"]){{display:none}}\n'
            yield f'{chosen} .group:not(:has([data-{name}="{value}"])){{display:none}}\n'
