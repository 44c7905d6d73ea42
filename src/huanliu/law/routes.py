"""Reading a route file: the ordered doors of a chain."""

from __future__ import annotations

from huanliu.base.document import Node
from huanliu.law.conditions import read_condition
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import Route, Step
from huanliu.law.provisions import read_examples, read_sources


def read_route(node: Node) -> Route:
    """One file under packs/routes."""
    fields = Fields(node, "a route")
    identity = scalar_text(fields.need("id"), "id")
    fields.what = identity
    route = Route(
        id=identity,
        title=read_text_node(fields.need("title"), f"title of {identity}"),
        steps=tuple(_step(item) for item in fields.items("steps")),
        profession=fields.string("profession"),
        direction=fields.string("direction"),
        location=fields.string("place"),
        small_door=fields.text("small_door"),
        sources=read_sources(fields),
        notes=fields.strings("notes"),
        examples=read_examples(fields),
        place=node.place,
    )
    if not route.steps:
        fail(f"{identity} has no steps", node.place)
    fields.done()
    return route


def _step(node: Node) -> Step:
    fields = Fields(node, "a step")
    condition = fields.get("when")
    step = Step(
        stage=scalar_text(fields.need("stage"), "stage"),
        provision=fields.string("provision"),
        title=read_text_node(fields.need("title"), "title of a step"),
        when=None if condition is None else read_condition(condition),
        optional=fields.flag("optional", False),
        instead=fields.strings("instead"),
        place=node.place,
    )
    if step.when is None and step.provision is None:
        fail("a step needs a provision or a when", node.place)
    if step.optional and step.when is None:
        fail(
            "an optional step needs a when that says who needs it: any: [{sql: NOT person.wants_...}, ...]", node.place
        )
    fields.strings("binding"), fields.string("note"), fields.string("cite"), fields.strings("notes")
    fields.done()
    return step
