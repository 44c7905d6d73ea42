"""The page of one provision, of one route, of one journey, of one service, of one fact: what its template is given."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from huanliu.base.language import Text
from huanliu.engine import expression as tree
from huanliu.engine.bay import Bay
from huanliu.engine.expression import Expression
from huanliu.engine.kinds import BOOL
from huanliu.engine.rulings import RuleBook
from huanliu.engine.statute import VersionText
from huanliu.law.model import Definition, Fact, Procedure, Provision, Route, Service
from huanliu.law.tasks import Journey
from huanliu.reference import cases
from huanliu.reference.clauses import Teller, written
from huanliu.reference.history import Shown, anchor_of, shown_on, timeline
from huanliu.reference.numbers import Number, number_of
from huanliu.reference.threads import Threads, facts_in, numbers_in, roots_of
from huanliu.reference.voice import PageWords, Voice

CONNECTIONS = ("leads_to", "led_from", "requires", "required_by", "step_of", "task_of", "served_by")


@define
class Material:
    """A law on a day with all its connections: what every page is made of. Examples are run once for all languages."""

    bay: Bay
    book: RuleBook
    threads: Threads
    run: dict[str, list[cases.Case]] = field(factory=dict)

    def cases_of(self, owner: Provision | Route) -> list[cases.Case]:
        """The examples of a provision or route."""
        if owner.id not in self.run:
            self.run[owner.id] = cases.run_cases(self.bay, owner)
        return self.run[owner.id]


def provision_sheet(of: Material, provision: Provision, voice: Voice) -> dict[str, Any]:
    """Everything the page of a provision says."""
    shown = shown_on(provision, of.book.days.on)
    text = of.bay.statutes.texts[provision.id][provision.versions.index(shown.version)]
    words = PageWords(of.bay.law, voice.lang, {amount.name: amount.label for amount in shown.version.amounts})
    numbers = _numbers(of, provision, shown, words)
    sheet = {
        "provision": provision,
        "version": shown.version,
        "force": shown.force.value,
        "anchor": anchor_of(shown.version),
        "numbers": numbers,
        "unverified": any(number.unverified for number in numbers),
        "history": timeline(of.bay, provision, shown.version, words),
        "facts": facts_in(roots_of(text)),
        "cases": cases.told(of.cases_of(provision), of.bay, words),
        **_clauses(of, shown, text, words),
        **_connections(of.threads, provision, shown),
    }
    return {**sheet, "sections": _sections(sheet)}


def _sections(sheet: dict[str, Any]) -> dict[str, bool]:
    """The parts of the page in their order, each with whether it is there."""
    version, provision = sheet["version"], sheet["provision"]
    there = {
        "conditions": True,
        "outcomes": sheet["outcomes"],
        "grants": version.grants or version.does_not_allow,
        "amounts": sheet["amounts"],
        "numbers": sheet["numbers"],
        "procedure": provision.procedure != Procedure(),
        "versions": True,
        "connections": any(sheet[name] for name in CONNECTIONS),
        "asked": sheet["facts"],
        "examples": sheet["cases"],
        "sources": True,
        "notes": provision.notes,
    }
    return {name: bool(found) for name, found in there.items()}


def _clauses(of: Material, shown: Shown, text: VersionText, words: PageWords) -> dict[str, Any]:
    book = of.bay.book(shown.day)
    bind, teller = book.bind, Teller(book, words)
    applies = None if text.applies is None else teller.condition(bind(text.applies))
    return {
        "applies": applies,
        "condition": teller.condition(bind(text.condition)),
        "outcomes": [(outcome, teller.condition(bind(_own(c)))) for outcome, c in text.outcomes],
        "amounts": [(amount, teller.value(_figure(bind(e)))) for amount, e in text.amounts.values()],
        "written": list(written([root for root in (text.applies, text.condition) if root is not None])),
    }


def _own(condition: Expression) -> Expression:
    """An outcome's own condition: that no earlier one stopped is said by their order."""
    return condition.parts[-1] if isinstance(condition, tree.And) and _ordered(condition) else condition


def _ordered(condition: tree.And) -> bool:
    return all(isinstance(part, tree.Not) for part in condition.parts[:-1])


def _figure(node: Expression) -> Expression:
    """What a clause wraps, so that its cases can be told."""
    while isinstance(node, tree.ClauseOf):
        node = node.expression
    return node


def _numbers(of: Material, provision: Provision, shown: Shown, words: PageWords) -> list[Number]:
    """The numbers that any version rests on: the provision's own first, then the shared ones."""
    texts = of.bay.statutes.texts[provision.id]
    nodes = numbers_in(root for text in texts for root in roots_of(text))
    named = {(node.own, node.name) for node in nodes}
    unused = [name for name in provision.parameters if (provision.id, name) not in named]
    nodes += [tree.Parameter(name, BOOL, provision.id) for name in unused]
    nodes.sort(key=lambda node: node.own is None)
    return [number_of(node, of.book.meaning(node), words, of.book.days.on) for node in nodes]


def _connections(threads: Threads, provision: Provision, shown: Shown) -> dict[str, Any]:
    outcomes = [outcome.leads_to for outcome in shown.version.outcomes if outcome.leads_to is not None]
    return {
        "leads_to": list(dict.fromkeys([*provision.leads_to, *outcomes])),
        "led_from": threads.led_from.get(provision.id, []),
        "requires": list(shown.version.requires),
        "required_by": threads.required_by.get(provision.id, []),
        "step_of": threads.steps.get(provision.id, []),
        "task_of": threads.tasks.get(provision.id, []),
        "served_by": threads.windows.get(provision.id, []),
    }


def route_sheet(of: Material, route: Route, voice: Voice) -> dict[str, Any]:
    """Everything the page of a route says."""
    teller = Teller(of.book, voice.words)
    doors = [teller.condition(condition) for condition in of.book.steps(route.id)]
    steps = [
        {"number": number, "step": step, "told": None if step.when is None else told}
        for number, (step, told) in enumerate(zip(route.steps, doors, strict=True), start=1)
    ]
    told = cases.told(of.cases_of(route), of.bay, voice.words)
    return {"route": route, "steps": steps, "cases": told, "task_of": of.threads.tasks.get(route.id, [])}


def journey_sheet(of: Material, journey: Journey, voice: Voice) -> dict[str, Any]:
    """Everything the page of a journey says."""
    teller = Teller(of.book, voice.words)
    needs = of.book.needs(journey.id)
    told = [teller.condition(need) for need in needs]
    titles = {task.id: task.title for task in journey.tasks}
    return {"journey": journey, "tasks": list(zip(journey.tasks, told, strict=True)), "titles": titles}


def service_sheet(of: Material, service: Service, voice: Voice) -> dict[str, Any]:
    """Everything the page of a service says."""
    return {"service": service, "documents": of.bay.law.documents}


def fact_sheet(of: Material, fact: Fact | Definition, voice: Voice) -> dict[str, Any]:
    """Everything the page of a fact or definition says."""
    told = None
    if isinstance(fact, Definition):
        node = of.book.definition(fact.name)
        teller = Teller(of.book, voice.words)
        told = None if node is None else (teller.condition if node.kind.name == "bool" else teller.value)(node)
    return {
        "fact": fact,
        "type": "derived" if isinstance(fact, Definition) else fact.type,
        "told": told,
        "follows": facts_in([of.bay.statutes.definitions[fact.name]]) if isinstance(fact, Definition) else [],
        "asked_by": of.threads.asked.get(fact.name, []),
    }


def label_of(of: Material, name: str) -> Text:
    """What a fact or definition is called."""
    law = of.bay.law
    return (law.facts.get(name) or law.definitions[name]).label
