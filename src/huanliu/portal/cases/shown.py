"""Facts as a reader sees them, and findings clause by clause with what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from huanliu.base.clock import today
from huanliu.base.language import Text
from huanliu.engine.assess import Finding, assess_one
from huanliu.engine.evaluate import Situation
from huanliu.engine.explain import Explanation
from huanliu.engine.record import Record, plain_value, record_of
from huanliu.engine.subject import Intake
from huanliu.errors import HuanliuError
from huanliu.portal.bay import book, law_language, the_bay
from huanliu.portal.cases.models import Task
from huanliu.portal.consent.classes import FAMILY_FACT
from huanliu.portal.people.facts import shown_row
from huanliu.portal.words import say


@frozen
class ShownFact:
    """A fact in words."""

    name: str
    label: str
    value: str


def shown_facts(facts: Mapping[str, Any], code: str) -> list[ShownFact]:
    """Plain facts in the words of the law."""
    statutes = the_bay().statutes
    words = book().words(law_language(code))
    try:
        read = Intake(statutes).read(dict(facts))
    except HuanliuError:
        # The law no longer knows a fact that was filed: what was filed is shown as it was.
        return [ShownFact(name, words.label(name), str(value)) for name, value in facts.items()]
    return [ShownFact(name, words.label(name), _value(value, name, code)) for name, value in read.items()]


def _value(value: Any, name: str, code: str) -> str:
    if name == FAMILY_FACT:
        return "; ".join(_member(row, code) for row in value) or say("cases.nobody", code)
    if isinstance(value, (list, tuple)):
        return say("cases.rows", code, count=len(value))
    return book().words(law_language(code)).value(value, the_bay().statutes.kinds[name])


def _member(row: Mapping[str, Any], code: str) -> str:
    """A family member in one line."""
    plain = {name: plain_value(value) for name, value in row.items() if value is not None}
    return ", ".join(value for _, value in shown_row(plain, code))


class _Noticing(dict[str, Any]):
    """Facts that remember which of them were read."""

    def __init__(self, facts: Mapping[str, Any]) -> None:
        super().__init__(facts)
        self.seen: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        """A fact, noticed."""
        self.seen.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self.seen.add(name)
        return super().__getitem__(name)


@frozen
class TaskFinding:
    """What the engine finds for a task today, on those facts alone that its provision reads."""

    finding: Finding
    record: Record
    facts: Mapping[str, Any]
    assumed: Mapping[str, Any]

    def tree(self, code: str) -> dict[str, Any]:
        """The clauses."""
        return self.finding.explanation.plain(law_language(code))

    @property
    def not_tested(self) -> Text | None:
        """What the law plainly requires and the engine does not test: an officer must."""
        version = self.finding.ruling.version
        return None if version is None else version.not_tested

    def tree_for_office(self, code: str) -> dict[str, Any]:
        """The same for whoever is not the one who applies: the law's words speak to the person, and an officer is not addressed."""
        words = book().words(law_language(code))
        yours, may = words.say("yours", value=""), words.say("met_discretionary")
        said = {yours: say("desks.applicants", code), may: say("desks.finding_met_discretionary", code)}
        return _said_of_applicant(self.tree(code), said)

    @property
    def clauses(self) -> list[str]:
        """The clauses that a decision may name, each once: where they stand in the law."""
        cites = (node.cite for node in _walk(self.finding.explanation))
        instrument = self.finding.ruling.provision.instrument.get("name")
        names = [str(cite) for cite in (*cites, instrument) if cite]
        return list(dict.fromkeys(name[:300] for name in names)) or [self.finding.id]


def _said_of_applicant(part: dict[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    text = str(part.get("text", ""))
    for old, new in said.items():
        text = text.replace(old, new)
    below = {"parts": [_said_of_applicant(each, said) for each in part["parts"]]} if part.get("parts") else {}
    return {**part, "text": text, **below}


def _walk(node: Explanation) -> Iterator[Explanation]:
    yield node
    for part in node.parts:
        yield from _walk(part)


def task_finding(task: Task) -> TaskFinding | None:
    """The engine's finding on a task, by the law of today; None where that law no longer has the provision.

    What earlier tasks brought about counts as the plan assumed it. Facts that the provision does not read stay out: the desk
    has no need of them, and its decision record does not hold them.
    """
    bay = the_bay()
    if task.provision not in bay.law.provisions:
        return None
    try:
        every = Intake(bay.statutes).read({**task.case.facts, **task.differs})
    except HuanliuError:
        return None
    ruling = book(today()).ruling(task.provision)
    noticing = _Noticing(every)
    first = assess_one(ruling, Situation(noticing, book(today())))
    first.explanation.plain("en")
    needed = {name: value for name, value in every.items() if name in noticing.seen and value is not None}
    finding = assess_one(ruling, Situation(needed, book(today())))
    record = record_of(finding)
    assumed = {name: value for name, value in record.facts.items() if name in task.assumed}
    return TaskFinding(finding, record, record.facts, assumed)
