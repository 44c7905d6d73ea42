"""Coverage: what of the sheets is encoded, under which name, and what is not, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from huanliu.errors import DocumentError
from huanliu.law.coverage import UNEXPLAINED, Listed, bundled_sheets, coverage, read_sheets
from tests.small import provision, small_law

SHEET = """
topic: A sheet
provisions:
- {id: town.pass, confidence: high, examples: [{case: a}, {case: b}]}
- {id: town.old_pass, confidence: medium, examples: [{case: a}]}
- {id: town.fog, confidence: low}
- {id: town.moon, confidence: high, examples: []}
chains:
- {id: chain.to_town, examples: [{case: a}]}
"""
EXAMPLES = """versions: [{from: 2020-01-01}]
aliases: [town.other_name]
examples:
  - {case: own, sheet: 1, facts: {}, expect: {}}
  - {case: of the other, sheet: 2, of: town.other_name, facts: {}, expect: {}}
"""


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    """A folder with one sheet and two files that are none."""
    (tmp_path / "one.yaml").write_text(SHEET)
    (tmp_path / "vocabulary.yaml").write_text("facts: []")
    (tmp_path / "list.yaml").write_text("[1, 2]")
    return tmp_path


def test_sheets_are_read_with_their_chains(sheets: Path) -> None:
    assert read_sheets(sheets) == [
        Listed("town.pass", "one", "high", 2),
        Listed("town.old_pass", "one", "medium", 1),
        Listed("town.fog", "one", "low", 0),
        Listed("town.moon", "one", "high", 0),
        Listed("chain.to_town", "one", "high", 1),
    ]


def test_what_is_encoded_stands_under_its_own_name_or_another(sheets: Path) -> None:
    found = coverage(small_law(), read_sheets(sheets), {"town.moon": "nobody lives there"})
    assert found.encoded == ("town.pass", "chain.to_town")
    assert found.aliases == {"town.old_pass": "town.pass"}
    assert found.missing == {"town.fog": UNEXPLAINED, "town.moon": "nobody lives there"}
    assert found.share == 3 / 4
    assert found.plain()["by_confidence"]["high"] == {"in_sheets": 3, "encoded": 2}
    assert "town.points" in found.own


def test_examples_count_by_their_number_in_the_sheet() -> None:
    law = small_law({"town/x.yaml": provision(EXAMPLES)})
    listed = [Listed("town.x", "one", "high", 2), Listed("town.other_name", "one", "high", 2)]
    found = coverage(law, listed, {})
    assert found.examples_missing == {"town.x": [2], "town.other_name": [1]}
    assert found.plain()["examples"] | {"missing": None} == {"in_sheets": 4, "executable": 2, "missing": None}


def test_a_folder_without_sheets_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="there are no fact sheets here"):
        read_sheets(tmp_path)


def test_the_bundled_list_is_read_without_the_sheets() -> None:
    listed, left_out = bundled_sheets()
    assert len(listed) == len({each.id for each in listed}) == 446
    assert set(left_out) <= {each.id for each in listed}
