"""The set, loaded once for the tests of a module and taken back after them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from huanliu.portal.cases.models import Decision, Task
from huanliu.portal.demo.acts import demonstrate
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry


@pytest.fixture(scope="module")
def papers_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for the papers of invented people, gone with the test."""
    before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("papers")
    yield Path(settings.MEDIA_ROOT)
    settings.MEDIA_ROOT = before


def told() -> list[Any]:
    """What happened, without what chance names."""
    tasks = Task.objects.order_by("pk").values_list("case__person__email", "key", "state", "due", "provision")
    return [
        *Entry.objects.order_by("number").values_list("event", "at"),
        *tasks,
        *Decision.objects.order_by("pk").values_list("outcome", "state", "reasons", "clause"),
        *User.objects.order_by("email").values_list("email", "name", "joined"),
    ]


@pytest.fixture(scope="module")
def the_set(django_db_setup: None, django_db_blocker: Any, papers_of_its_own: Path) -> Iterator[list[Any]]:
    """The whole set, for the second time; what the first told."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            demonstrate()
            first = told()
            transaction.set_rollback(True)
        with transaction.atomic():
            demonstrate()
            yield first
            transaction.set_rollback(True)
