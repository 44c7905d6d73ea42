"""The clause that a report is about: found in its provision by the place where the pack writes it, kept in words.

Places move when a pack is edited, so a report keeps what the clause said.
"""

from __future__ import annotations

from collections.abc import Iterator

from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression
from huanliu.engine.rulings import Ruling
from huanliu.errors import UnknownNameError
from huanliu.portal.bay import book

LANGUAGES = ("en", "zh-Hans")


def ruling_of(provision: str) -> Ruling | None:
    """How a provision stands today; None where there is none of that name."""
    try:
        return book().ruling(provision)
    except UnknownNameError:
        return None


def clause_at(ruling: Ruling, place: str) -> dict[str, str]:
    """A clause by its place: its expression, its citation, and what it says in each language. Empty where there is none.

    A step of a route has clauses of its own, and a provision that asks for another is shut by the other's.
    """
    for root in _roots(ruling, place):
        for node in tree.walk(root):
            if isinstance(node, tree.ClauseOf) and node.place.line and str(node.place) == place:
                said = {lang: book().words(lang).clause(node) for lang in LANGUAGES}
                return {"place": place, "sql": node.sql, "cite": node.cite or "", **said}
    return {}


def _roots(ruling: Ruling, place: str) -> Iterator[Expression]:
    """Where the clause may stand: in the provision, in another one written in that file, in a route."""
    yield from _of(ruling)
    law, file = book().statutes.law, place.split(":")[0]
    for provision in law.provisions.values():
        if provision.place.file == file:
            yield from _of(book().ruling(provision.id))
    for route in law.routes.values():
        if route.place.file == file:
            yield from book().steps(route.id)


def _of(ruling: Ruling) -> Iterator[Expression]:
    yield from (ruling.applies, ruling.condition)
    yield from (condition for _, condition in ruling.outcomes)
