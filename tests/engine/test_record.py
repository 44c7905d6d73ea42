"""Decision records: what was decided can be run again, and a change of anything shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from huanliu.engine.bay import Bay, compile_law
from huanliu.engine.record import Record, read_records, record_of, replay_record, write_records
from huanliu.errors import DocumentError
from tests.small import small_bay, small_files, small_law

FACTS: dict[str, Any] = {
    "person.age": 30,
    "person.income": "5000.10 HKD",
    "person.barred": False,
    "person.city": "hk",
    "person.roles": ["worker", "student"],
    "person.born_on": "1996-02-29",
    "person.school": "三角洲大学",
    "person.married": None,
    "person.family": [{"relationship": "child", "age": 3, "fees": "10.50"}],
    "person.day_log": [{"day": "2025-01-01", "place": "hk", "worked": True}],
}


def record(name: str, facts: dict[str, Any] = FACTS, on: str = "2026-06-01", bay: Bay | None = None) -> Record:
    return record_of((bay or small_bay()).assess(facts, on, only=name)[name])


@pytest.mark.parametrize("name", sorted(small_bay().law.provisions))
def test_every_finding_can_be_run_again(name: str, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    write_records(path, [record(name)])
    again = replay_record(read_records(path)[0], small_bay())
    assert again.same and again.same_facts and again.same_packs and again.same_engine
    assert again.sentence() == f"{name} on 2026-06-01: same"


def test_a_record_holds_what_was_decided_on_what_and_why() -> None:
    found = record("town.pass")
    assert (found.status, found.discretionary, found.amounts) == ("met", True, {"stay_months": "36", "fee": "775.02"})
    assert found.facts["person.income"] == "5000.1" and "person.married" not in found.facts
    assert found.packs_digest == small_bay().law.digest
    assert found.explanation["text"].startswith("Town pass")
    json.dumps(found.facts)


def test_the_order_of_facts_leaves_the_digest_as_it_is() -> None:
    turned = dict(reversed(FACTS.items()))
    assert record("town.pass").facts_digest == record("town.pass", turned).facts_digest


def test_facts_that_somebody_touched_show() -> None:
    touched = evolve(record("town.pass"), facts={**record("town.pass").facts, "person.income": "5001"})
    again = replay_record(touched, small_bay())
    assert not again.same and not again.same_facts
    assert "differs" in again.sentence() and "changed since: facts" in again.sentence()


def test_a_changed_law_shows_and_says_whether_it_matters() -> None:
    text = small_files()["town/pass.yaml"].decode()
    other = compile_law(small_law({"town/pass.yaml": text.replace("value: 36", "value: 35")}))
    same = replay_record(record("town.tax"), other)
    assert same.same and not same.same_packs
    assert same.sentence() == "town.tax on 2026-06-01: same; changed since: packs"
    differs = replay_record(record("town.pass"), other)
    assert not differs.same and differs.amounts["stay_months"] == "35"
    assert differs.plain()["same"] is False


def test_a_changed_engine_shows() -> None:
    again = replay_record(evolve(record("town.pass"), engine_digest="0" * 64), small_bay())
    assert again.same and again.sentence().endswith("changed since: engine")


def test_a_record_keeps_the_day_by_which_the_law_was_known() -> None:
    known = record_of(small_bay().assess(FACTS, "2025-07-01", "2025-04-30", only="town.pass")["town.pass"])
    assert (known.on, known.known_on) == ("2025-07-01", "2025-04-30")
    assert replay_record(known, small_bay()).same


GOOD = [{key: getattr(record("town.pass"), key) for key in Record.__annotations__}]
NO_RECORDS: dict[str, Any] = {
    "no JSON": "{",
    "not a list": {"a": 1},
    "a list of numbers": [1],
    "a key too many": [{**GOOD[0], "more": 1}],
    "a key too few": [{key: value for key, value in GOOD[0].items() if key != "status"}],
    "facts that are a text": [{**GOOD[0], "facts": "x"}],
    "amounts that are a list": [{**GOOD[0], "amounts": []}],
    "a day that is a number": [{**GOOD[0], "on": 5}],
    "a provision that is a list": [{**GOOD[0], "provision": []}],
    "a format to come": [{**GOOD[0], "format": 2}],
    "deep": "[" * 100_000,
}


@pytest.mark.parametrize("name", NO_RECORDS)
def test_what_is_no_file_of_records_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    path, content = tmp_path / "record.json", NO_RECORDS[name]
    path.write_text(content if isinstance(content, str) else json.dumps(content, default=list))
    with pytest.raises(DocumentError, match=r"record\.json: this is no file of decision records"):
        read_records(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot read the file: No such file"):
        read_records(tmp_path / "nowhere.json")
