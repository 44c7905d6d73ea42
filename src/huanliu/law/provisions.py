"""Reading one provision file: its versions, amounts, examples and the words around them."""

from __future__ import annotations

from collections.abc import Iterator

from huanliu.base.document import Node
from huanliu.base.language import Text
from huanliu.base.period import is_rough
from huanliu.law.conditions import read_condition, read_outcome
from huanliu.law.fields import Fields, fail, read_text_node, scalar_text
from huanliu.law.model import CONFIDENCE, Amount, Condition, Example, Outcome, Provision, Source, Version
from huanliu.law.parameters import read_parameters
from huanliu.law.procedures import read_procedure

STATUSES = ("law", "proposal")
EXPECTED = (
    "status",
    "amounts",
    "amounts_missing",
    "outcomes",
    "outcomes_open",
    "discretionary",
    "untested",
    "missing",
    "shut_step",
    "open",
    "undetermined_step",
)
# What a later version does not inherit: its own days and the words about its own coming.
OWN = ("from", "to", "from_approx", "known_until", "published", "change")


def read_provision(identity: str, node: Node) -> Provision:
    """One file under packs/, whose id is its path."""
    fields = Fields(node, identity)
    provision = Provision(
        id=identity,
        title=read_text_node(fields.need("title"), f"title of {identity}"),
        kind=scalar_text(fields.need("kind"), "kind"),
        subject=fields.string("subject", "person") or "person",
        confidence=fields.one_of("confidence", CONFIDENCE),
        versions=tuple(_versions(fields)),
        status=fields.one_of("status", STATUSES, "law"),
        direction=fields.string("direction"),
        authority=fields.text("authority"),
        instrument=fields.plain_mapping("instrument"),
        verified_on=fields.date("verified_on"),
        parameters=read_parameters(fields),
        history=tuple(_history(fields)),
        procedure=read_procedure(fields.get("procedure"), fields.what),
        leads_to=fields.strings("leads_to"),
        aliases=fields.strings("aliases"),
        sources=read_sources(fields),
        notes=fields.strings("notes"),
        examples=read_examples(fields),
        place=node.place,
    )
    fields.done()
    return provision


def _history(fields: Fields) -> Iterator[tuple[str, Text]]:
    for item in fields.items("history"):
        entry = Fields(item, "an entry of history")
        on = entry.string("on") or entry.string("approx") or ""
        text = Text(scalar_text(entry.need("en"), "en"), entry.string("zh-Hans"), entry.string("zh-Hant"))
        entry.string("cite"), entry.string("approx")
        entry.done()
        yield on, text


def read_sources(fields: Fields) -> tuple[Source, ...]:
    """The list under `sources`."""
    sources = []
    for item in fields.items("sources"):
        entry = Fields(item, "a source")
        title = scalar_text(entry.need("title"), "title of a source")
        sources.append(Source(title, entry.string("url"), entry.string("published"), entry.string("says")))
        entry.done()
    return tuple(sources)


def read_examples(fields: Fields) -> tuple[Example, ...]:
    """The list under `examples`."""
    return tuple(_example(item) for item in fields.items("examples"))


def _example(node: Node) -> Example:
    fields = Fields(node, "an example")
    facts, expect = fields.plain_mapping("facts"), fields.plain_mapping("expect")
    for key in expect.keys() - set(EXPECTED):
        fail(f"an example expects an unknown thing {key!r}", fields.place_of("expect"), f"known: {', '.join(EXPECTED)}")
    example = Example(
        case=scalar_text(fields.need("case"), "case"),
        facts=facts,
        expect=expect,
        on=fields.date("on"),
        known_on=fields.date("known_on"),
        sheet=fields.whole("sheet"),
        of=fields.string("of"),
        says=fields.string("says"),
        note=fields.string("note"),
        place=node.place,
    )
    fields.done()
    return example


def _versions(fields: Fields) -> Iterator[Version]:
    nodes = fields.items("versions")
    if not nodes:
        fail(f"{fields.what} has no versions", fields.place, "add versions: with at least one entry")
    inherited: dict[str, Node] = {}
    drafts = []
    for node in nodes:
        if not isinstance(node.value, dict):
            fail("a version must be a mapping", node.place)
        inherited = {key: item for key, item in inherited.items() if key not in OWN} | node.value
        drafts.append(Fields(Node(inherited, node.place), f"a version of {fields.what}"))
    yield from (_version(draft) for draft in drafts)


def _version(fields: Fields) -> Version:
    start, end = fields.date("from"), fields.date("to")
    if start and end and end < start:
        fail(f"{fields.what} ends on {end}, before it begins on {start}", fields.place)
    approx = fields.string("from_approx")
    if approx is not None and not is_rough(approx):
        fail(
            f"from_approx is {approx[:40]!r}, expected a year or a month",
            fields.place_of("from_approx"),
            "write '2004-09'",
        )
    version = Version(
        start=start,
        end=end,
        start_approx=approx,
        known_until=fields.date("known_until"),
        published=fields.date("published"),
        change=fields.text("change"),
        applies_to=_condition(fields, "applies_to"),
        when=_condition(fields, "when"),
        unless=tuple(read_condition(item) for item in fields.items("unless")),
        requires=fields.strings("requires"),
        outcomes=_outcomes(fields),
        amounts=tuple(_amount(name, item) for name, item in fields.pairs("amounts")),
        discretion=fields.text("discretion"),
        not_tested=fields.text("not_tested"),
        grants=fields.texts("grants"),
        does_not_allow=fields.texts("does_not_allow"),
        place=fields.place,
    )
    fields.string("cite")
    fields.done()
    return version


def _outcomes(fields: Fields) -> tuple[Outcome, ...]:
    outcomes: dict[str, Outcome] = {}
    for item in fields.items("outcomes"):
        outcome = read_outcome(item)
        if outcome.id in outcomes:
            fail(f"the outcome {outcome.id!r} stands twice", item.place)
        outcomes[outcome.id] = outcome
    return tuple(outcomes.values())


def _condition(fields: Fields, key: str) -> Condition | None:
    node = fields.get(key)
    return None if node is None else read_condition(node, key)


def _amount(name: str, node: Node) -> Amount:
    fields = Fields(node, f"amount {name}")
    sql = fields.need("sql")
    amount = Amount(
        name=name,
        sql=scalar_text(sql, "sql"),
        label=read_text_node(fields.need("label"), f"label of amount {name}"),
        unit=fields.string("unit"),
        cite=fields.string("cite"),
        note=fields.string("note"),
        place=sql.place,
    )
    fields.done()
    return amount
