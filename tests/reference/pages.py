"""Reading generated pages as a browser does, with every fault of their markup."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
from attrs import frozen

Element = Any
# Attributes that stand for nothing but text a reader may see or hear.
SPOKEN = ("aria-label", "data-found", "data-nothing", "title", "alt")


@frozen
class Page:
    """A page, its tree and what is wrong with its markup."""

    path: Path
    html: Element
    faults: list[Any]

    def all(self, *names: str) -> Iterator[Element]:
        return (node for node in self.html.iter() if node.tag in names)

    def ids(self) -> list[str]:
        return [node.get("id") for node in self.html.iter() if node.get("id")]

    def text(self) -> str:
        """What a reader reads, without what the pack writes."""
        return "\n".join(_spoken(self.html))


def _spoken(node: Element) -> Iterator[str]:
    if node.tag not in ("code", "style", "script"):
        yield node.text or ""
        yield from (node.get(name) or "" for name in SPOKEN)
        for part in node:
            yield from _spoken(part)
    yield node.tail or ""


@cache
def read(path: Path) -> Page:
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return Page(path, parser.parse(path.read_text("utf-8")), list(parser.errors))


def pages_in(folder: Path) -> list[Page]:
    return [read(path) for path in sorted(folder.rglob("*.html"))]


def broken_links(folder: Path, pages: list[Page]) -> list[str]:
    """Every address inside the site that leads to no file or to no place in it."""
    return [f"{page.path}: {link}" for page in pages for link in _links(page) if not _leads(folder, page, link)]


def _links(page: Page) -> Iterator[str]:
    for node in page.all("a", "link", "script"):
        link = node.get("href") or node.get("src")
        if link and not urlsplit(link).scheme:
            yield link


def _leads(folder: Path, page: Page, link: str) -> bool:
    parts = urlsplit(link)
    there = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
    if not there.is_file() or not there.is_relative_to(folder.resolve()):
        return False
    return not parts.fragment or unquote(parts.fragment) in read(there).ids()
