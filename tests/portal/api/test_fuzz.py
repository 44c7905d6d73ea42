"""The API fuzzed by its own description: no fault of ours, and every answer as the schema says."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huanliu.base.clock import today
from huanliu.portal.api import limits
from huanliu.portal.bay import the_bay
from huanliu.portal.cases.models import Case
from huanliu.portal.people.acts import SCOPES, make_token
from huanliu.portal.people.models import User
from tests.portal.casework import admission

schemathesis.openapi.format("date", st.dates().map(str))
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# What a drawn body is given every other time, so that more than the door is tried.
KNOWN: dict[str, Any] = {
    "provision": "hk.ttps.a",
    "goal": "hk.ttps.a",
    "route": "chain.tax.hk_mo_to_qianhai",
    "journey": "work_in_hong_kong",
    "goals": ["hk.ttps.a"],
    "facts": {"person.age": 29, "person.residence_status": ["mainland_resident"], "person.hk_employment_income": 1},
    "keep": ["person.age"],
    "places": ["shenzhen"],
    "along": "0..1000",
    "only": "hk.ttps.*",
    "read": True,
    "key": "a-key-of-a-program",
}
# Drawn as often as no token at all; what a token does not reach is refused, and nothing breaks.
TOKENS: dict[str, str] = {}
CASE: dict[str, str] = {}


@schema.hook
def map_body(context: Any, body: Any) -> Any:
    """A drawn body with some names that mean something."""
    if not isinstance(body, dict):
        return body
    drawn = random.Random(repr(sorted(body)))
    return {key: KNOWN[key] if key in KNOWN and drawn.random() < 0.5 else item for key, item in body.items()}


@schema.hook
def map_path_parameters(context: Any, path_parameters: Any) -> Any:
    """A drawn name that, every other time, is one of something that there is."""
    drawn = random.Random(repr(path_parameters))
    known = CASE if "/cases" in context.operation.path else {"name": "hk.ttps.a"}
    return {
        key: known.get(key, value) if drawn.random() < 0.5 else value for key, value in (path_parameters or {}).items()
    }


@pytest.fixture(autouse=True)
def somebody(db: None, lin: User, filed: Case) -> None:
    """Lin, with a case and a token of each scope."""
    until = today() + datetime.timedelta(days=9)
    TOKENS.update({scope: make_token(lin, scope, [scope], until)[1] for scope in SCOPES})
    CASE.update(name=filed.public, task=admission(filed).public)


@pytest.fixture(autouse=True)
def one_connection(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The application runs in this very thread: the connection of the test stays open, and nobody counts."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    for name in limits.LIMITS:
        monkeypatch.setitem(limits.LIMITS, name, (10**9, "for this test"))
    the_bay()
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_fault_of_ours(case: schemathesis.Case) -> None:
    drawn = random.Random(f"{case.path_parameters} {case.query} {case.body}")
    # Whoever may, more often than the others.
    scope = drawn.choice([None, *SCOPES, *["cases", "cases_write", "papers", "papers_write"] * 3])
    headers = {} if scope is None else {"Authorization": f"Bearer {TOKENS[scope]}"}
    response = case.call(headers=headers)
    case.validate_response(response, checks=CHECKS)
