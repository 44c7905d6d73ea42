"""The cast of the desks."""

import pytest

from huanliu.portal.people.models import User
from tests.portal.casework import agree, as_officer_, chan, filed, ho_post, lin_drafted, wong  # noqa: F401


@pytest.fixture
def lin(lin: User) -> User:
    """Lin has agreed to all that a filing asks for."""
    return agree(lin)


@pytest.fixture
def silva(silva: User) -> User:
    """Silva too."""
    return agree(silva)
