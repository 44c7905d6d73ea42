"""The clause that a report is about: found in its provision by the place where the pack writes it, kept in words.

Places move when a pack is edited, so a report keeps what the clause said.
"""

from __future__ import annotations

from huanliu.engine import expression as tree
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
    """A clause by its place: its expression, its citation, and what it says in each language. Empty where there is none."""
    roots = [ruling.applies, ruling.condition, *(condition for _, condition in ruling.outcomes)]
    for node in (node for root in roots for node in tree.walk(root)):
        if isinstance(node, tree.ClauseOf) and node.place.line and str(node.place) == place:
            said = {lang: book().words(lang).clause(node) for lang in LANGUAGES}
            return {"place": place, "sql": node.sql, "cite": node.cite or "", **said}
    return {}
