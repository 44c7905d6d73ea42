"""Reading how a thing is done: where, with which papers, for how much, how long it takes and when it lapses."""

from __future__ import annotations

from huanliu.base.document import Node
from huanliu.base.language import Text
from huanliu.base.money import CURRENCIES
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import Duration, Fee, Lapse, Paper, Procedure

DURATIONS = ("hours", "days", "working_days", "weeks", "months", "years")


def read_procedure(node: Node | None, of: str) -> Procedure:
    """The mapping under `procedure`; what is left out or null is not known."""
    if node is None:
        return Procedure()
    fields = Fields(node, f"procedure of {of}")
    procedure = Procedure(
        where=fields.text("where"),
        online=None if fields.get("online") is None else fields.flag("online", False),
        documents=tuple(_paper(item) for item in fields.items("documents")),
        fee=fields.text("fee"),
        fees=tuple(_fee(item) for item in fields.items("fees")),
        processing_time=fields.text("processing_time"),
        takes=_takes(fields.get("takes")),
        lapses=_lapse(fields.get("lapses")),
        steps=fields.texts("steps"),
    )
    fields.done()
    return procedure


def read_documents_file(node: Node) -> list[tuple[str, Text]]:
    """One file under packs/documents: papers by the id that procedures name them by."""
    fields = Fields(node, "a documents file")
    papers = [(name, read_text_node(item, f"document {name}")) for name, item in fields.pairs("documents")]
    fields.done()
    return papers


def _paper(node: Node) -> Paper:
    if not isinstance(node.value, dict):
        return Paper(None, Text(scalar_text(node, "a document")), node.place)
    fields = Fields(node, "a document")
    identity, label = fields.string("id"), fields.words()
    if identity is None and label is None:
        fail("a document needs an id or words of its own", node.place)
    fields.done()
    return Paper(identity, label, node.place)


def _fee(node: Node) -> Fee:
    fields = Fields(node, "a fee")
    amount, currency = fields.number("amount"), fields.string("currency")
    if amount is None or amount < 0:
        fail("a fee needs an amount, 0 where it is free", node.place)
    if currency not in CURRENCIES:
        known = ", ".join(CURRENCIES)
        fail(f"a fee is in {currency or 'no currency'}, expected one of {known}", node.place)
    label = fields.words()
    if label is None:
        fail("a fee needs words that say what it is for", node.place)
    fields.done()
    return Fee(label, amount, currency)


def _takes(node: Node | None) -> Duration | None:
    if node is None:
        return None
    fields = Fields(node, "takes")
    takes = Duration(fields.number("least"), fields.number("most"), _unit(fields))
    fields.done()
    if takes.least is None and takes.most is None:
        fail("takes needs least, most or both", node.place)
    return takes


def _lapse(node: Node | None) -> Lapse | None:
    if node is None:
        return None
    fields = Fields(node, "lapses")
    after = fields.number("after")
    if after is None:
        fail("lapses needs after, a number", node.place)
    lapse = Lapse(after, _unit(fields), fields.words())
    fields.done()
    return lapse


def _unit(fields: Fields) -> str:
    unit = scalar_text(fields.need("unit"), "unit")
    if unit not in DURATIONS:
        fail(f"the unit is {unit!r}, expected one of {', '.join(DURATIONS)}", fields.place_of("unit"))
    return unit
