"""Reading how a thing is done: where, with which papers, for how much, how long it takes and when it lapses."""

from __future__ import annotations

from huanliu.base.document import Node
from huanliu.base.language import Text
from huanliu.base.money import CURRENCIES
from huanliu.errors import nearest
from huanliu.law.conditions import read_condition
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import Duration, Fee, Lapse, Law, Paper, Pause, Procedure

DURATIONS = ("hours", "days", "working_days", "weeks", "months", "years")
# What a time can be counted from: the end and the beginning of the task, and what a journey or the source names beside them.
EVENTS = (
    "approval",
    "filing",
    "entry",
    "preparation",
    "work",
    "graduation",
    "effect",
    "ballot",
    "practice",
    "notice",
    "quota",
)


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
        fees_of=fields.string("fees_of"),
        processing_time=fields.text("processing_time"),
        takes=_takes(fields.get("takes")),
        waits=tuple(_pause(item) for item in fields.items("waits")),
        lapses=_lapse(fields.get("lapses")),
        steps=fields.texts("steps"),
    )
    fields.done()
    if procedure.fees_of is not None and procedure.fees:
        fail(f"the procedure of {of} has fees of its own and those of {procedure.fees_of}", node.place, "keep one")
    return procedure


def refuse_missing_scales(law: Law) -> None:
    """Fees of a provision that no pack knows, or that has none."""
    for provision in law.provisions.values():
        scale = provision.procedure.fees_of
        if scale is not None and scale not in law.provisions:
            hint = nearest(scale, law.provisions)
            fail(f"{provision.id} has the fees of {scale!r}, which no pack knows", provision.place, hint)
        if scale is not None and not law.provisions[scale].procedure.fees:
            fail(f"{provision.id} has the fees of {scale}, which states none", provision.place)


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
    if not fields.has("amount") or (amount is not None and amount < 0):
        fail("a fee needs an amount: 0 where it is free, null where nobody states it", node.place)
    if currency not in CURRENCIES:
        known = ", ".join(CURRENCIES)
        fail(f"a fee is in {currency or 'no currency'}, expected one of {known}", node.place)
    label, when = fields.words(), fields.get("when")
    if label is None:
        fail("a fee needs words that say what it is for", node.place)
    case = None if when is None else read_condition(when)
    fee = Fee(label, amount, currency, fields.string("one_of"), case, fields.text("each"), node.place)
    fields.done()
    return fee


def _pause(node: Node) -> Pause:
    fields = Fields(node, "a wait")
    label = fields.words()
    if label is None:
        fail("a wait needs words that say what is waited for", node.place)
    return Pause(label, _lasts(fields))


def _takes(node: Node | None) -> Duration | None:
    return None if node is None else _lasts(Fields(node, "takes"))


def _lasts(fields: Fields) -> Duration:
    lasts = Duration(fields.number("least"), fields.number("most"), _unit(fields))
    fields.done()
    if lasts.least is None and lasts.most is None:
        fail(f"{fields.what} needs least, most or both", fields.place)
    return lasts


def _lapse(node: Node | None) -> Lapse | None:
    if node is None:
        return None
    fields = Fields(node, "lapses")
    after, day = fields.number("after"), fields.string("day")
    if (after is None) == (day is None):
        fail("lapses needs after, a number, or day, an amount of the provision", node.place)
    unit = "days" if after is None else _unit(fields)
    lapse = Lapse(after, unit, fields.words(), fields.one_of("from", EVENTS, "approval"), day)
    fields.done()
    return lapse


def _unit(fields: Fields) -> str:
    unit = scalar_text(fields.need("unit"), "unit")
    if unit not in DURATIONS:
        fail(f"the unit is {unit!r}, expected one of {', '.join(DURATIONS)}", fields.place_of("unit"))
    return unit
