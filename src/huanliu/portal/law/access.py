"""The only way from an id in an address to something of the law. The law is anybody's, so nobody is refused."""

from __future__ import annotations

import datetime
from typing import Any

from attrs import frozen
from django.http import Http404

from huanliu.base.period import parse_date
from huanliu.engine.routes import find_route
from huanliu.errors import DateError, UnknownNameError
from huanliu.law.model import Definition, Fact, Provision, Route, Service
from huanliu.portal.bay import book, the_bay
from huanliu.portal.law.index import Entry, the_index
from huanliu.portal.law.search import suggestions


@frozen
class Unknown:
    """A name that no provision has, and the entries whose names are near."""

    name: str
    near: list[Entry]


def provision(name: str) -> Provision | Unknown:
    """A provision by its id or one of its other names."""
    try:
        return book().ruling(name).provision
    except UnknownNameError:
        return Unknown(name[:80], suggestions(the_index(), name[:80]))


def route(name: str) -> Route:
    """A route."""
    try:
        return find_route(the_bay().law.routes, name)
    except UnknownNameError:
        raise Http404 from None


def service(name: str) -> Service:
    """A one-stop window."""
    found: Service = _of(the_bay().law.services, name)
    return found


def fact(name: str) -> Fact | Definition:
    """A fact or a definition."""
    law = the_bay().law
    found: Fact | Definition = _of({**law.facts, **law.definitions}, name)
    return found


def place(name: str) -> str:
    """A jurisdiction that has provisions."""
    if name not in {identity.split(".")[0] for identity in the_bay().law.provisions}:
        raise Http404
    return name


def day(text: str) -> datetime.date:
    """The day of an address."""
    try:
        return parse_date(text)
    except DateError:
        raise Http404 from None


def _of(things: Any, name: str) -> Any:
    try:
        return things[name]
    except KeyError:
        raise Http404 from None
