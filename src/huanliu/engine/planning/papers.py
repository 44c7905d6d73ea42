"""What a plan asks for: each paper once, and what is to be paid, by currency, with what nobody states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import define, field

from huanliu.base.language import Text
from huanliu.law.model import Fee, Provision

# A task by its id with the provisions whose offices it visits.
Legs = tuple[str, tuple[Provision, ...]]


@define
class Needed:
    """One paper and the tasks that ask for it, the first one first."""

    label: Text
    tasks: list[str] = field(factory=list)


def papers(tasks: Iterable[Legs], documents: Mapping[str, Text]) -> list[Needed]:
    """Every paper once, in the order in which it is first asked for.

    Papers are one where procedures give them one id; a paper without an id is asked for by its own words.
    """
    found: dict[str, Needed] = {}
    for task, provisions in tasks:
        for paper in (paper for provision in provisions for paper in provision.procedure.documents):
            label = documents[paper.id] if paper.id is not None else paper.label
            assert label is not None, "a paper has an id or words of its own"
            needed = found.setdefault(paper.id or label.en, Needed(label))
            if task not in needed.tasks:
                needed.tasks.append(task)
    return list(found.values())


def fees_of(provisions: Iterable[Provision]) -> list[Fee]:
    """The fees that are stated in numbers."""
    return [fee for provision in provisions for fee in provision.procedure.fees]


def totals(fees: Iterable[Fee]) -> dict[str, Decimal]:
    """What is stated, added up by currency."""
    found: dict[str, Decimal] = {}
    for fee in fees:
        found[fee.currency] = found.get(fee.currency, Decimal(0)) + fee.amount
    return found


def unpriced(provisions: Iterable[Provision]) -> list[Provision]:
    """Provisions whose fee nobody states in numbers: not free, unknown."""
    return [provision for provision in provisions if not provision.procedure.fees]
