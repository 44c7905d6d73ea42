"""Reading the service catalogue: the windows and apps where things are done, and what each of them does."""

from __future__ import annotations

import datetime

from huanliu.base.document import Node
from huanliu.errors import nearest
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import Count, Errand, Law, Service
from huanliu.law.provisions import read_sources

MODES = ("counter", "online", "kiosk", "post", "phone")


def read_service(node: Node) -> Service:
    """One file under packs/services."""
    fields = Fields(node, "a service")
    identity = scalar_text(fields.need("id"), "id")
    fields.what = identity
    service = Service(
        id=identity,
        title=read_text_node(fields.need("title"), f"title of {identity}"),
        operator=fields.text("operator"),
        whom=fields.text("for"),
        where=fields.texts("where"),
        mode=_modes(fields),
        items=_count(fields.get("items")),
        errands=tuple(_errand(item) for item in fields.items("services")),
        provision=fields.string("provision"),
        sources=read_sources(fields),
        verified_on=fields.date("verified_on"),
        notes=fields.strings("notes"),
        place=node.place,
    )
    fields.done()
    return service


def refuse_missing_names(law: Law) -> None:
    """Provisions and papers that a service names and no pack knows."""
    known = law.names()
    for service in law.services.values():
        named = [service.provision, *(name for errand in service.errands for name in errand.provisions)]
        for name in named:
            if name is not None and name not in known:
                fail(f"{service.id} names {name!r}, which no pack knows", service.place, nearest(name, known))
        for paper in (paper for errand in service.errands for paper in errand.documents):
            if paper not in law.documents:
                hint = nearest(paper, law.documents)
                fail(f"{service.id} asks for a document {paper!r} that nothing names", service.place, hint)


def _modes(fields: Fields) -> tuple[str, ...]:
    modes = fields.strings("mode")
    for mode in modes:
        if mode not in MODES:
            fail(f"the mode is {mode!r}, expected one of {', '.join(MODES)}", fields.place_of("mode"))
    return modes


def _count(node: Node | None) -> Count | None:
    """A number of items with the day it was true on: such counts change often."""
    if node is None:
        return None
    fields = Fields(node, "items")
    count = fields.whole("count")
    if count is None:
        fail("items needs a count", node.place, "leave items out where no count is known")
    found = Count(count, _day(fields), fields.string("cite"))
    fields.done()
    return found


def _day(fields: Fields) -> datetime.date | str | None:
    node = fields.get("on")
    return node.value if node is not None and isinstance(node.value, datetime.date) else fields.string("on")


def _errand(node: Node) -> Errand:
    fields = Fields(node, "a service of a window")
    title = fields.words()
    if title is None:
        fail("a service of a window needs words: en, zh-Hans", node.place)
    errand = Errand(
        title=title,
        authority=fields.text("authority"),
        online=None if fields.get("online") is None else fields.flag("online", False),
        provisions=fields.strings("provisions"),
        documents=fields.strings("documents"),
    )
    fields.done()
    return errand
