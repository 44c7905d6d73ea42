"""Reading a condition tree: clauses at the leaves, all / any / none / at_least / points / decide / provision above."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from huanliu.base.document import Node
from huanliu.base.language import Text
from huanliu.law.fields import Fields, fail, kind_of, read_text_node, scalar_text
from huanliu.law.model import Award, Branch, Clause, Condition, Group, Outcome

GroupReader = Callable[[Fields, str | None, Text | None], Group]

KINDS = ("sql", "all", "any", "none", "at_least", "points", "decide", "provision")


def read_condition(node: Node, what: str = "a condition") -> Condition:
    """One node of a condition tree with everything below it."""
    fields = Fields(node, what)
    kinds = [kind for kind in KINDS if fields.has(kind)]
    if len(kinds) != 1:
        came = " and ".join(kinds) or "none of them"
        fail(f"{what} needs exactly one of {', '.join(KINDS)}, found {came}", node.place, found=came, expected=KINDS)
    cite, title = fields.string("cite"), fields.text("title")
    if kinds[0] == "sql":
        clause = Clause(_sql(fields), cite, fields.string("note"), title, fields.need("sql").place)
        fields.done()
        return clause
    group = _READERS[kinds[0]](fields, cite, title)
    fields.string("note")
    fields.done()
    return group


def _sql(fields: Fields) -> str:
    node = fields.need("sql")
    if isinstance(node.value, bool):
        return str(node.value).upper()
    return scalar_text(node, "an expression")


def _list(kind: str) -> GroupReader:
    def read(fields: Fields, cite: str | None, title: Text | None) -> Group:
        parts = tuple(read_condition(item) for item in fields.items(kind))
        if not parts:
            fail(f"{kind} has no parts", fields.place, "remove it or add a condition")
        return Group(kind, parts, cite=cite, title=title, place=fields.place)

    return read


def _number(node: Node, what: str) -> object:
    """A number of the law: written out, or the name of a parameter as ':name'."""
    value = node.value
    if isinstance(value, str) and value.startswith(":"):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        fail(
            f"{what} must be a number or a parameter, found {kind_of(node)}",
            node.place,
            "write 6 or ':criteria_needed'",
        )
    return value


def _at_least(fields: Fields, cite: str | None, title: Text | None) -> Group:
    parts = tuple(read_condition(item) for item in fields.items("of"))
    needed = _number(fields.need("at_least"), "at_least")
    if not parts:
        fail("at_least has nothing under 'of'", fields.place)
    if isinstance(needed, (int, Decimal)) and not 1 <= needed <= len(parts):
        fail(f"at_least asks for {needed} of {len(parts)}", fields.place_of("at_least"))
    return Group("at_least", parts, needed, cite=cite, title=title, place=fields.place)


def _award(node: Node) -> Award:
    assert isinstance(node.value, dict)
    bare = Node({key: item for key, item in node.value.items() if key != "points"}, node.place)
    if "points" not in node.value:
        fail("an entry under points has no 'points'", node.place)
    points = _number(node.value["points"], "points")
    if isinstance(points, (int, Decimal)) and points < 0:
        # The bounds of a sum count on it: what is not known yet can only add.
        fail(f"points are never taken away, found {points}", node.value["points"].place)
    return Award(read_condition(bare), points)


def _awards(node: Node) -> tuple[Award, ...]:
    if not isinstance(node.value, dict):
        fail(f"an entry under points must be a mapping, found {kind_of(node)}", node.place)
    if "best_of" not in node.value:
        return (_award(node),)
    fields = Fields(node, "best_of")
    awards = tuple(_award(item) for item in fields.items("best_of"))
    fields.text("title"), fields.string("cite")
    fields.done()
    return awards


def _points(fields: Fields, cite: str | None, title: Text | None) -> Group:
    needed = _number(fields.need("points"), "points")
    awards = tuple(_awards(item) for item in fields.items("of"))
    if not awards:
        fail("points has nothing under 'of'", fields.place)
    return Group("points", (), needed, awards, cite=cite, title=title, place=fields.place)


def _result(node: Node) -> Condition | bool:
    return node.value if isinstance(node.value, bool) else read_condition(node)


def _branch(node: Node) -> Branch:
    fields = Fields(node, "a branch of decide")
    otherwise = fields.get("else")
    if otherwise is not None:
        fields.done()
        return Branch(None, _result(otherwise))
    branch = Branch(read_condition(fields.need("if")), _result(fields.need("then")))
    fields.string("cite")
    fields.done()
    return branch


def _decide(fields: Fields, cite: str | None, title: Text | None) -> Group:
    branches = tuple(_branch(item) for item in fields.items("decide"))
    if not branches or branches[-1].condition is not None:
        fail("decide must end with an 'else'", fields.place, "add {else: false}")
    if any(branch.condition is None for branch in branches[:-1]):
        fail("an 'else' stands before the end of decide", fields.place)
    return Group("decide", branches=branches, cite=cite, title=title, place=fields.place)


def _provision(fields: Fields, cite: str | None, title: Text | None) -> Group:
    name = scalar_text(fields.need("provision"), "provision")
    return Group("provision", provision=name, cite=cite, title=title, place=fields.place)


_READERS: dict[str, GroupReader] = {
    "all": _list("all"),
    "any": _list("any"),
    "none": _list("none"),
    "at_least": _at_least,
    "points": _points,
    "decide": _decide,
    "provision": _provision,
}


def read_outcome(node: Node) -> Outcome:
    """One named result of an ordered tree."""
    fields = Fields(node, "an outcome")
    outcome = Outcome(
        id=scalar_text(fields.need("id"), "id of an outcome"),
        condition=read_condition(fields.need("if")),
        title=read_text_node(fields.need("title"), "title of an outcome"),
        leads_to=fields.string("leads_to"),
        stop=fields.flag("stop", True),
        node=fields.whole("node"),
        cite=fields.string("cite"),
    )
    fields.string("note")
    fields.done()
    return outcome
