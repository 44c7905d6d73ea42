"""Reading the matrix of professions: for each profession and direction the ways there are, in which form, where and for what."""

from __future__ import annotations

from huanliu.base.document import Node
from huanliu.base.language import Text
from huanliu.errors import nearest
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import Law, Profession, Way


def read_professions_file(node: Node) -> tuple[dict[str, Text], list[Profession]]:
    """One file under packs/professions: what the forms are called, and the matrix."""
    fields = Fields(node, "a professions file")
    forms = {name: read_text_node(item, f"form {name}") for name, item in fields.pairs("forms")}
    matrix = [_profession(item, forms) for item in fields.items("professions")]
    fields.done()
    return forms, matrix


def _profession(node: Node, forms: dict[str, Text]) -> Profession:
    fields = Fields(node, "a profession")
    profession = Profession(
        profession=scalar_text(fields.need("profession"), "profession"),
        title=read_text_node(fields.need("title"), "title of a profession"),
        direction=scalar_text(fields.need("direction"), "direction"),
        ways=tuple(_way(item, forms) for item in fields.items("routes")),
    )
    fields.done()
    return profession


def _way(node: Node, forms: dict[str, Text]) -> Way:
    fields = Fields(node, "a way of a profession")
    way = Way(
        provision=fields.string("provision"),
        form=scalar_text(fields.need("form"), "form"),
        place=fields.string("place"),
        scope=fields.text("scope"),
        place_of_file=node.place,
    )
    fields.done()
    if way.form not in forms:
        fail(f"the form {way.form!r} has no words", node.place, nearest(way.form, forms) or "add it under forms")
    return way


def refuse_missing_ways(law: Law) -> None:
    """Provisions that the matrix names and no pack knows."""
    known = law.names()
    for way in (way for profession in law.professions for way in profession.ways):
        if way.provision is not None and way.provision not in known:
            fail(
                f"the matrix names {way.provision!r}, which no pack knows",
                way.place_of_file,
                nearest(way.provision, known),
            )
