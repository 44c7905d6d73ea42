"""Threads: what leads where. Which provisions ask for a fact, lead to a provision, take it as a step, rest on a source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from attrs import field, frozen

from huanliu.engine import expression as tree
from huanliu.engine.expression import Expression, walk
from huanliu.engine.statute import Statutes, VersionText
from huanliu.law.model import Provision, Route, Service, Source
from huanliu.law.tasks import Journey

SourceKey = tuple[str, str | None]
Key = TypeVar("Key")
Item = TypeVar("Item")


def roots_of(text: VersionText) -> list[Expression]:
    """Every expression of a version."""
    found = [text.applies, text.condition, *(c for _, c in text.outcomes), *(e for _, e in text.amounts.values())]
    return [root for root in found if root is not None]


def facts_in(roots: Iterable[Expression]) -> list[str]:
    """Facts and definitions named, in their order."""
    nodes = (node for root in roots for node in walk(root))
    return list(dict.fromkeys(node.name for node in nodes if isinstance(node, (tree.FactRef, tree.Column))))


def numbers_in(roots: Iterable[Expression]) -> list[tree.Parameter]:
    """Parameters named, each once, in their order."""
    nodes = [node for root in roots for node in walk(root) if isinstance(node, tree.Parameter) and node.name != "on"]
    return list({(node.own, node.name): node for node in nodes}.values())


@frozen
class Threads:
    """Every connection of a law, the other way round. `known` is every name a provision is called by, with its id."""

    known: dict[str, str]
    led_from: dict[str, list[str]] = field(factory=dict)
    required_by: dict[str, list[str]] = field(factory=dict)
    steps: dict[str, list[tuple[Route, int]]] = field(factory=dict)
    tasks: dict[str, list[Journey]] = field(factory=dict)
    windows: dict[str, list[str]] = field(factory=dict)
    asked: dict[str, list[str]] = field(factory=dict)
    rests: dict[SourceKey, list[str]] = field(factory=dict)
    sources: dict[SourceKey, Source] = field(factory=dict)

    def named(self, name: str) -> str:
        """The id behind a name; a name that no pack knows stands for itself."""
        return self.known.get(name, name)


def threads(statutes: Statutes) -> Threads:
    """All of them in one walk over the law."""
    law = statutes.law
    found = Threads({name: each.id for each in law.provisions.values() for name in (*each.aliases, each.id)})
    for provision in law.provisions.values():
        _of_provision(found, provision, statutes.texts[provision.id])
    for name, steps in statutes.routes.items():
        _of_route(found, law.routes[name], facts_in(step.condition for step in steps))
    for journey in law.journeys.values():
        for door in (door for task in journey.tasks for door in task.doors):
            _add(found.tasks, found.named(door), journey)
    for service in law.services.values():
        _of_service(found, service)
    return found


def _of_provision(found: Threads, provision: Provision, texts: tuple[VersionText, ...]) -> None:
    for text in texts:
        for fact in facts_in(roots_of(text)):
            _add(found.asked, fact, provision.id)
        for required in text.version.requires:
            _add(found.required_by, found.named(required), provision.id)
    outcomes = [outcome.leads_to for text in texts for outcome, _ in text.outcomes if outcome.leads_to is not None]
    for target in (*provision.leads_to, *outcomes):
        _add(found.led_from, found.named(target), provision.id)
    for source in provision.sources:
        found.sources.setdefault((source.title, source.url), source)
        _add(found.rests, (source.title, source.url), provision.id)


def _of_route(found: Threads, route: Route, facts: list[str]) -> None:
    for number, step in enumerate(route.steps, start=1):
        if step.provision is not None:
            _add(found.steps, found.named(step.provision), (route, number))
    for fact in facts:
        _add(found.asked, fact, route.id)


def _of_service(found: Threads, service: Service) -> None:
    done = [name for errand in service.errands for name in errand.provisions]
    for target in done if service.provision is None else [*done, service.provision]:
        _add(found.windows, found.named(target), service.id)


def _add(found: dict[Key, list[Item]], key: Key, item: Item) -> None:
    items = found.setdefault(key, [])
    if item not in items:
        items.append(item)
