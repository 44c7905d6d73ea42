"""What the tests of the API share: every test begins a new minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from tests.portal.casework import filed, ho_post, lin_drafted

__all__ = ["filed", "ho_post", "lin_drafted"]
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def new_minute() -> Iterator[None]:
    """Nobody has asked anything yet."""
    caches["near"].clear()
    yield
    caches["near"].clear()


@pytest.fixture
def ask(client: Client) -> Ask:
    """A question to the API."""

    def asked(name: str, **body: Any) -> Any:
        return client.post(f"/api/v1/{name}", body, content_type="application/json")

    return asked
