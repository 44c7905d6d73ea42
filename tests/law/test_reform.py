"""Reforms: another law beside the one in force."""

from __future__ import annotations

import pytest

from huanliu.base.document import Node, read_text
from huanliu.engine.bay import compile_law
from huanliu.errors import PackError
from huanliu.law.model import Law
from huanliu.law.reading import read_law
from huanliu.law.reform import reform_title
from tests.small import provision, small_files, small_law


def reform(text: str) -> Node:
    return read_text("title: {en: Tried, zh-Hans: 试}\n" + text, "reform.yaml")


def law_with(text: str) -> Law:
    return read_law(small_files(), "small", reform(text))


def test_a_reform_has_a_title() -> None:
    assert reform_title(reform("note: n")).en == "Tried"


def test_a_value_of_the_same_day_takes_the_place_of_the_old_one() -> None:
    changed = law_with("parameters: {floor: {values: [{from: 2024-01-01, value: 9}]}}").parameters["floor"]
    assert [str(value.value) for value in changed.values] == ["1000", "9", "3000"]
    assert changed.unit == "HKD"


def test_a_value_of_another_day_is_added() -> None:
    changed = law_with("parameters: {floor: {values: [{from: 2025-06-01, value: 9}]}}").parameters["floor"]
    assert [str(value.value) for value in changed.values] == ["1000", "2000.50", "9", "3000"]


def test_a_provisions_own_number_is_changed_where_it_stands() -> None:
    changed = law_with("changes: {town.pass: {parameters: {stay: {values: [{from: 2025-07-01, value: 48}]}}}}")
    assert [value.value for value in changed.provisions["town.pass"].parameters["stay"].values] == [24, 48]


def test_a_later_version_is_added_and_inherits() -> None:
    changed = law_with("changes: {town.pass: {versions: [{from: 2027-01-01, when: {sql: person.student}}]}}")
    first, second, third = changed.provisions["town.pass"].versions
    assert (third.amounts, third.unless) == (second.amounts, first.unless)


def test_any_other_key_takes_the_place_of_the_old_one() -> None:
    changed = law_with("changes: {town.pass: {confidence: low, aliases: []}}").provisions["town.pass"]
    assert (changed.confidence, changed.aliases) == ("low", ())


def test_a_new_provision_stands_beside_the_old_ones() -> None:
    whole = provision("versions: [{from: 2020-01-01, when: {provision: town.pass}}]").replace("\n", "\n    ")
    changed = law_with(f"provisions:\n  town.new:\n    {whole}")
    assert set(changed.provisions) == {*small_law().provisions, "town.new"}
    compile_law(changed)


def test_the_law_in_force_stays_as_it_is() -> None:
    before = small_law()
    changed = law_with("changes: {town.pass: {confidence: low}}")
    assert before == small_law()
    assert changed.digest != before.digest
    assert changed.provisions["town.points"] == before.provisions["town.points"]


def test_two_values_of_one_day_published_on_two_survive_a_reform() -> None:
    days = "{from: 2020-01-01, value: 1, published: 2019-01-01}, {from: 2020-01-01, value: 2, published: 2019-06-01}"
    files = {"parameters/one.yaml": f"parameters: {{one: {{values: [{days}]}}}}".encode()}
    changed = read_law(files, "small", reform("parameters: {one: {values: [{from: 2024-01-01, value: 3}]}}"))
    assert [value.value for value in changed.parameters["one"].values] == [1, 2, 3]


REFUSED = {
    "changes: {town.pas: {confidence: low}}": "the reform changes 'town.pas', which is no provision (did you mean town.pass?)",
    "provisions: {town.pass: {}}": "the reform adds 'town.pass', which is there already (put it under changes)",
    "parameters: {flor: {values: []}}": "the shared parameter 'flor', which is not there",
    "changed: {}": "a reform has an unknown key 'changed' (did you mean changes?)",
    "changes: [town.pass]": "changes of a reform must be a mapping",
    "changes: {town.pass: {versions: 3}}": "versions of town.pass must be a list",
    "changes: {town.pass: {parameters: {stay: {values: [{from: 2025-07-01, valu: 48}]}}}}": "needs one of value, brackets, table",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_reform_that_cannot_be_laid_over_is_refused(text: str) -> None:
    with pytest.raises(PackError) as caught:
        law_with(text)
    assert REFUSED[text] in caught.value.sentence()
    assert caught.value.sentence().startswith("reform.yaml:2:")


def test_a_reform_without_a_title_is_refused() -> None:
    with pytest.raises(PackError, match="a reform has no 'title'"):
        read_law(small_files(), "small", read_text("note: n", "reform.yaml"))
