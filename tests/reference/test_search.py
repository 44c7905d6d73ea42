"""The search: one index for all scripts, looked into by the script that the pages carry."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache

import pytest

from huanliu.engine.bay import Bay
from huanliu.reference import catalogue
from huanliu.reference.press import TEMPLATES
from tests.small import small_bay

SCRIPT = TEMPLATES / "search.js"
DAY = "2026-11-20"


@cache
def node() -> str | None:
    return shutil.which("node")


def found(index: dict[str, list[str]], *typed: str) -> list[set[str]]:
    """The ids that each search finds, by the script itself."""
    call = (
        "const {finds} = require(process.argv[1]); const {index, typed} = JSON.parse(require('fs').readFileSync(0));"
        "console.log(JSON.stringify(typed.map((t) => Object.keys(index).filter((id) => finds(t, index[id])))))"
    )
    given = json.dumps({"index": index, "typed": typed})
    done = subprocess.run(
        [str(node()), "-e", call, str(SCRIPT)], input=given, capture_output=True, text=True, check=True
    )
    return [set(ids) for ids in json.loads(done.stdout)]


def index_of(bay: Bay) -> dict[str, list[str]]:
    index: dict[str, list[str]] = json.loads(catalogue.search_index(catalogue.entries(bay.book(DAY))))
    return index


def test_the_index_holds_every_entry_in_every_language(bay: Bay) -> None:
    index = index_of(bay)
    assert set(index) == {*bay.law.provisions, *bay.law.routes, *bay.law.journeys, *bay.law.services}
    names = index["hk.ttps.extension"]
    assert [any(word in name for name in names) for word in ("TTPS", "高才通计划", "高才通計劃")] == [True] * 3


def test_the_index_holds_other_names() -> None:
    assert "town.old_pass" in index_of(small_bay())["town.pass"]


@pytest.mark.skipif(node() is None, reason="the search is a script, and there is nothing here to run it")
def test_any_script_finds_any(bay: Bay) -> None:
    simple, traditional, english, identity, nothing = found(
        index_of(bay), "高才通计划", "高才通計劃", "top talent", "HK.TTPS", "高才通 不存在"
    )
    assert "hk.ttps.extension" in simple & traditional
    assert {"hk.ttps.a", "hk.ttps.b"} <= english & identity
    assert nothing == set()


@pytest.mark.skipif(node() is None, reason="the search is a script, and there is nothing here to run it")
def test_an_abbreviation_finds_the_full_name(bay: Bay) -> None:
    (short,) = found(index_of(bay), "高才通")
    assert {"hk.ttps.a", "hk.ttps.b", "hk.ttps.extension"} <= short
    assert len(short) < 20
