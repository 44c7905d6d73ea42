"""Reading a page as a browser does, and what is wrong with it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from django.contrib.staticfiles import finders
from django.http import HttpResponse

from huanliu.portal.front.templatetags.words import html_language

ADDRESSES = {"src", "href", "action", "formaction", "poster", "data", "srcset"}
# Where a control says what it is without a label.
UNLABELLED = {"hidden", "submit", "button"}


def faults(response: HttpResponse, code: str, personal: bool) -> Iterator[str]:
    """Everything that is wrong with a page."""
    yield from header_faults(response, personal)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(response.text)
    yield from (f"not HTML: {error[1]} at {error[0]}" for error in parser.errors)
    if page.get("lang") != html_language(code):
        yield f"lang is {page.get('lang')}"
    if len(response.content) > 150_000:
        yield f"{len(response.content)} bytes"
    for element in page.iter():
        if isinstance(element.tag, str):
            yield from element_faults(element)
    yield from label_faults(page)
    yield from heading_faults(page)
    yield from table_faults(page)


def header_faults(response: HttpResponse, personal: bool) -> Iterator[str]:
    """The headers of every answer."""
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy or "http:" in policy or "https:" in policy:
        yield f"policy {policy!r}"
    wanted = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin"}
    yield from (
        f"{name} is {response.headers.get(name)}, not {value}"
        for name, value in wanted.items()
        if response.get(name) != value
    )
    # No page of whoever is signed in may lie in a cache that others share.
    if personal and not {"no-store", "private"} & set(response.headers.get("Cache-Control", "").split(", ")):
        yield f"Cache-Control is {response.headers.get('Cache-Control')}"


def element_faults(element: Element) -> Iterator[str]:
    """Nothing in the page acts by itself, and nothing comes from elsewhere."""
    for name, value in element.attrib.items():
        if name == "style" or name.startswith("on"):
            yield f"<{element.tag} {name}>"
        # A link that the reader may follow to a source is no request of the page's.
        if name in ADDRESSES and element.tag != "a" and urlsplit(value).netloc not in ("", "testserver"):
            yield f"from elsewhere: {value}"
        if name in ("src", "href") and value.startswith("/static/") and finders.find(value[len("/static/") :]) is None:
            yield f"not there: {value}"
    if element.tag == "style":
        yield "<style>"
    # A block of data is not run.
    if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
        yield "a script in the page"


def label_faults(page: Element) -> Iterator[str]:
    """Every field has its label."""
    labelled = {label.get("for") for label in page.iter("label")}
    inside = {id(field) for label in page.iter("label") for field in label.iter()}
    for tag in ("input", "select", "textarea"):
        for one in page.iter(tag):
            named = (
                one.get("id") in labelled or one.get("aria-label") or one.get("aria-labelledby") or id(one) in inside
            )
            if one.get("type") not in UNLABELLED and not named:
                yield f"no label: {one.get('name')}"
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    yield from (f"two of id {one}" for one in set(ids) if ids.count(one) > 1)
    for element in page.iter():
        for one in (element.get("aria-describedby") or "").split():
            if one not in ids:
                yield f"described by {one}, which is not there"


def heading_faults(page: Element) -> Iterator[str]:
    """One first heading, and no step left out."""
    levels = [int(element.tag[1]) for element in page.iter() if re.fullmatch(r"h[1-6]", str(element.tag))]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} first headings"
    yield from (f"h{a} then h{b}" for a, b in itertools.pairwise(levels) if b > a + 1)


def table_faults(page: Element) -> Iterator[str]:
    """Tables say what they are, and their heads whose they are."""
    for table in page.iter("table"):
        if table.find("caption") is None:
            yield "a table without a caption"
        yield from ("a th without scope" for head in table.iter("th") if not head.get("scope"))


def english_left(response: HttpResponse) -> list[str]:
    """Stretches of English in a page in another script that nothing marks as English."""
    page = html5lib.parse(response.text, namespaceHTMLElements=False)
    return re.findall(r"(?:\b[A-Za-z]{2,}\b[ ,]+){3,}[A-Za-z]{2,}", " · ".join(_texts(page)))


def _texts(element: Element) -> Iterator[str]:
    if element.tag in ("script", "style") or element.get("lang") == "en":
        yield element.tail or ""
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
    yield element.tail or ""
