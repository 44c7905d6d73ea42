"""The tables that the migrations make are those that the models say; each run of the tests migrates an empty database."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from tests.portal import databases


@pytest.mark.django_db
def test_no_model_has_changed_without_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_this_run_is_on_the_database_that_was_asked_for() -> None:
    assert connection.vendor == databases.KIND
