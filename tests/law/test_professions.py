"""The matrix of professions: read as it stands, nothing named that is not there."""

from __future__ import annotations

import json

from tests.cli.running import run
from tests.small import small_law

LAW = small_law()


def test_a_profession_has_its_ways_in_each_direction() -> None:
    (baker,) = LAW.professions
    assert (baker.profession, baker.direction) == ("baker", "world->town")
    assert [(way.provision, way.form, way.place) for way in baker.ways] == [
        ("town.pass", "filing", "town"),
        (None, "none", None),
    ]
    assert LAW.forms["filing"].zh_hans == "备案"


def test_the_matrix_is_printed() -> None:
    rows = json.loads(run("law", "matrix", "--json", "--lang", "zh-Hans").out)
    assert rows[0] == {
        "profession": "面包师",
        "direction": "world->town",
        "form": "备案",
        "place": "town",
        "id": "town.pass",
        "scope": "面包",
    }
    assert "Baker" in run("law", "matrix", "--profession", "baker").out
    assert "nothing matches" in run("law", "matrix", "--profession", "smith").err
