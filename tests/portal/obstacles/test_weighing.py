"""`manage.py weigh_obstacles`: the clauses of the law weighed over people who say that they are synthetic."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.management import CommandError, call_command

from huanliu.flows.people.recipe import read_recipe
from huanliu.flows.people.writing import Population
from huanliu.portal.bay import the_bay
from huanliu.portal.obstacles.weights import measured


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def test_every_clause_that_holds_somebody_back_is_weighed(place: Path) -> None:
    Population(read_recipe(None), the_bay().statutes, 2000, 1).write(place / "people.parquet")
    call_command("weigh_obstacles", place / "people.parquet", stdout=io.StringIO())
    said = json.loads(measured().read_text("utf-8"))
    assert (said["people"], said["law"], said["synthetic"]) == (2000, the_bay().law.digest, True)
    assert said["clauses"] and all(0 < count <= 2000 for count in said["clauses"].values())
    assert all(name.startswith("packs/") and name.count(":") == 2 for name in said["clauses"])


def test_people_who_do_not_say_that_they_are_synthetic_are_refused(place: Path) -> None:
    pl.DataFrame({"person.age": [30]}).write_parquet(place / "real.parquet")
    with pytest.raises(CommandError, match="synthetic"):
        call_command("weigh_obstacles", place / "real.parquet")
    assert not measured().exists()
