"""Reading a payslip: what is left of a year's pay in one place, as lines, each an expression of the law."""

from __future__ import annotations

from huanliu.base.document import Node
from huanliu.base.money import CURRENCIES
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import Entry, Payslip, Setting

SIGNS = {"+": 1, "-": -1, "0": 0}


def read_payslip(node: Node) -> Payslip:
    """One file under packs/payslips."""
    fields = Fields(node, "a payslip")
    identity = scalar_text(fields.need("id"), "id")
    fields.what = identity
    payslip = Payslip(
        id=identity,
        title=read_text_node(fields.need("title"), f"title of {identity}"),
        lives=scalar_text(fields.need("lives"), "lives"),
        works=scalar_text(fields.need("works"), "works"),
        currency=scalar_text(fields.need("currency"), "currency"),
        gross=scalar_text(fields.need("gross"), "gross"),
        facts=fields.plain_mapping("facts"),
        unless_stated=fields.plain_mapping("unless_stated"),
        settings=tuple(_setting(item) for item in fields.items("set")),
        lines=tuple(_entry(item) for item in fields.items("lines")),
        notes=fields.texts("notes"),
        place=node.place,
    )
    fields.done()
    if payslip.currency not in CURRENCIES:
        fail(f"{identity} is in {payslip.currency!r}, expected one of {', '.join(CURRENCIES)}", node.place)
    if not payslip.lines:
        fail(f"{identity} has no lines", node.place)
    return payslip


def _setting(node: Node) -> Setting:
    fields = Fields(node, "an entry of set")
    sql = fields.need("sql")
    setting = Setting(scalar_text(fields.need("fact"), "fact"), scalar_text(sql, "sql"), sql.place)
    fields.done()
    return setting


def _entry(node: Node) -> Entry:
    fields = Fields(node, "a line")
    sql, sign = fields.need("sql"), scalar_text(fields.need("sign"), "sign")
    if sign not in SIGNS:
        fail(f"the sign is {sign!r}, expected + (received), - (paid) or '0' (shown only)", fields.place_of("sign"))
    entry = Entry(
        id=scalar_text(fields.need("id"), "id"),
        title=read_text_node(fields.need("title"), "title of a line"),
        sql=scalar_text(sql, "sql"),
        sign=SIGNS[sign],
        provision=fields.string("provision"),
        buys=fields.text("buys"),
        place=sql.place,
    )
    fields.done()
    return entry
