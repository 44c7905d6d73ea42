"""What there is in the law as rows of JSON values: provisions, routes, journeys, payslips, services, professions, facts."""

from __future__ import annotations

import datetime
import fnmatch
from collections.abc import Iterable
from typing import Any

from huanliu.engine.bay import Bay
from huanliu.errors import UnknownNameError
from huanliu.law.model import Law

Rows = list[dict[str, Any]]


def chosen(names: Iterable[str], only: str | None) -> list[str]:
    """The names that match a glob, all without one. Raises UnknownNameError where none does."""
    found = [name for name in names if only is None or fnmatch.fnmatchcase(name, only)]
    if not found:
        raise UnknownNameError(f"nothing matches {str(only)[:80]!r}", found=only, hint="try 'hk.*'")
    return found


def provision_rows(bay: Bay, names: list[str], day: datetime.date, lang: str) -> Rows:
    """Id, title, subject, how it stands on a day and how sure it is."""
    book = bay.book(day)
    rows = []
    for name in names:
        ruling = book.ruling(name)
        rows.append(
            {
                "id": name,
                "title": ruling.provision.title.in_language(lang),
                "subject": ruling.provision.subject,
                "kind": ruling.provision.kind,
                "stands": ruling.force.value,
                "confidence": ruling.provision.confidence,
            }
        )
    return rows


def route_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Id, title and number of steps."""
    routes = [bay.law.routes[name] for name in names]
    return [{"id": r.id, "title": r.title.in_language(lang), "steps": len(r.steps)} for r in routes]


def journey_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Id, title and number of tasks."""
    journeys = [bay.law.journeys[name] for name in names]
    return [{"id": j.id, "title": j.title.in_language(lang), "tasks": len(j.tasks)} for j in journeys]


def service_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Id, title, and how many things it did on which day."""
    services = [bay.law.services[name] for name in names]
    return [
        {
            "id": service.id,
            "title": service.title.in_language(lang),
            "items": None if service.items is None else service.items.count,
            "counted": None if service.items is None else str(service.items.on),
        }
        for service in services
    ]


def profession_rows(law: Law, chosen: list[str], lang: str) -> Rows:
    """A row for each way into a profession."""
    return [
        {
            "profession": each.title.in_language(lang),
            "direction": each.direction,
            "form": law.forms[way.form].in_language(lang),
            "place": way.place or "",
            "id": way.provision or "",
            "scope": "" if way.scope is None else way.scope.in_language(lang),
        }
        for each in law.professions
        if each.profession in chosen
        for way in each.ways
    ]


def fact_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Name, type, label."""
    rows = []
    for name in names:
        stated = bay.law.facts.get(name) or bay.law.definitions[name]
        kind = bay.statutes.kinds[name]
        rows.append({"name": name, "type": str(kind), "label": stated.label.in_language(lang)})
    return rows


def payslip_rows(bay: Bay, names: list[str], lang: str) -> Rows:
    """Id, title, where one lives and works, and in which currency."""
    payslips = [bay.law.payslips[name] for name in names]
    return [
        {"id": p.id, "title": p.title.in_language(lang), "lives": p.lives, "works": p.works, "currency": p.currency}
        for p in payslips
    ]
