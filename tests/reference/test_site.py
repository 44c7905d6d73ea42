"""The reference of the small law, page by page in three languages; and the bundled law written whole once."""

from __future__ import annotations

import datetime
import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from huanliu.base.language import LANGUAGES
from huanliu.engine.bay import Bay
from huanliu.errors import DocumentError
from huanliu.reference.site import MARK, write_reference
from tests.cli.running import refused, run
from tests.reference.pages import Page, broken_links, pages_in, read
from tests.small import bay_with, small_bay

DAY = datetime.date(2026, 6, 1)
RAW = re.compile(r"\{\w*\}|\bNone\b|Decimal\(|frozenset|\breference\.|\bterminal\.|\bunit\.")
MOST_BYTES = 150_000
HEADINGS = ("h1", "h2", "h3", "h4")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("small") / "reference"
    write_reference(small_bay(), DAY, out)
    return out


@pytest.fixture(scope="module")
def pages(folder: Path) -> list[Page]:
    return pages_in(folder)


def page(folder: Path, path: str) -> Page:
    return read(folder / path)


def test_everything_of_the_law_has_its_page_in_every_language(folder: Path) -> None:
    law = small_bay().law
    for lang in LANGUAGES:
        for room in ("provisions", "routes", "journeys", "services"):
            assert {path.stem for path in (folder / lang / room).glob("*.html")} == set(getattr(law, room))
        assert {path.stem for path in (folder / lang / "facts").glob("*.html")} == {*law.facts, *law.definitions}


def test_every_page_says_its_language(folder: Path, pages: list[Page]) -> None:
    for each in pages:
        inside = each.path.relative_to(folder).parts
        assert each.html.get("lang") == (inside[0] if len(inside) > 1 else "en")


def test_no_page_shows_a_place_to_fill_in_or_a_raw_key(pages: list[Page]) -> None:
    assert [(each.path.name, found) for each in pages for found in RAW.findall(each.text())] == []


def test_every_link_inside_leads_somewhere(folder: Path, pages: list[Page]) -> None:
    assert broken_links(folder, pages) == []


def test_the_markup_is_without_fault(pages: list[Page]) -> None:
    assert [(each.path.name, each.faults) for each in pages if each.faults] == []
    assert [each.path.name for each in pages if len(each.ids()) != len(set(each.ids()))] == []


def test_headings_go_down_one_by_one(pages: list[Page]) -> None:
    for each in pages:
        levels = [HEADINGS.index(node.tag) for node in each.all(*HEADINGS) if node.tag in HEADINGS]
        first_ones = levels.count(0)
        steps = [after - before for before, after in pairwise(levels)]
        assert (first_ones, [step for step in steps if step > 1]) == (1, []), each.path


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_inline(pages: list[Page]) -> None:
    for each in pages:
        policy = [n.get("content") for n in each.all("meta") if n.get("http-equiv") == "Content-Security-Policy"]
        assert policy and policy[0].startswith("default-src 'self'")
        fetched = [node.get("src") or node.get("href") for node in each.all("script", "link", "img", "iframe")]
        assert not [address for address in fetched if address and "//" in address]
        inline = [node for node in each.html.iter() if node.tag == "style" or node.get("style") is not None]
        handlers = [name for node in each.html.iter() for name in node.attrib if str(name).startswith("on")]
        assert (inline, handlers, [node for node in each.all("script") if node.text]) == ([], [], [])


def test_what_was_said_in_another_language_says_so(folder: Path) -> None:
    here = page(folder, "zh-Hans/provisions/town.pass.html")
    marked = {node.text for node in here.all("span") if node.get("lang") == "en"}
    assert {"A made-up gazette", "enough", "town"} <= marked


def test_a_provision_page_says_what_the_law_says(folder: Path) -> None:
    text = page(folder, "en/provisions/town.pass.html").text()
    for said in (
        "In force on 2026-06-01.",
        "HK$2,000.50",
        "36 months",
        "The mayor decides.",
        "Two photographs",
        "2 to 4 weeks",
        "HK$5.50",
        "after 3 months",
        "Students too",
        "step 2",
        "HK$775",
    ):
        assert said in text, said


def test_a_version_shows_what_it_changed(folder: Path) -> None:
    here = page(folder, "en/provisions/town.pass.html")
    assert [node.get("id") for node in here.all("li") if node.get("id")] == ["from-2025-07-01", "from-2020-01-01"]
    was, now = (next(iter(next(here.all(name)))).tail for name in ("del", "ins"))
    assert (was, now) == ("24 months", "36 months")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("town.proposal", "A proposal, not law."),
        ("town.hearsay", "never counted as met"),
        ("town.trial", "A trial whose known time had run out"),
        ("town.rough", "about 2010-05"),
        ("town.sorting", "In town"),
        ("town.points", "At least 50 points from these"),
        ("town.settlement", "Requires"),
    ],
)
def test_how_a_provision_stands_is_never_hidden(folder: Path, name: str, said: str) -> None:
    assert said in page(folder, f"en/provisions/{name}.html").text()


def test_a_service_shows_the_day_of_its_count(folder: Path) -> None:
    assert "12, counted on 2026-01" in page(folder, "en/services/town.hall.html").text()


def test_texts_are_escaped(tmp_path: Path) -> None:
    bay = bay_with(evil='versions: [{from: 2020-01-01, when: {sql: person.age >= 18, note: "</p><script>alert(2)"}}]')
    law = bay.law.provisions["town.evil"]
    assert law.versions
    evil = bay_with(
        evil="notes: ['<script>alert(1)</script>', 'a \"b\" <i>c</i>']\nversions: [{from: 2020-01-01}]"
        "\nhistory: [{on: 2020-01-01, en: '<script>alert(3)</script>', zh-Hans: '<b>'}]"
    )
    for number, each in enumerate((bay, evil)):
        write_reference(each, DAY, tmp_path / str(number), ("en",))
        text = (tmp_path / str(number) / "en" / "provisions" / "town.evil.html").read_text("utf-8")
        assert "<script" not in text
        assert "&lt;script&gt;" in text


def test_it_replaces_its_own_and_nothing_else(tmp_path: Path) -> None:
    mine, foreign = tmp_path / "mine", tmp_path / "foreign"
    write_reference(small_bay(), DAY, mine, ("en",))
    (mine / "en" / "old.html").write_text("old")
    write_reference(small_bay(), DAY, mine, ("zh-Hans",))
    assert json.loads((mine / MARK).read_text())["languages"] == ["zh-Hans"]
    assert not (mine / "en").exists()
    foreign.mkdir()
    (foreign / "letter.txt").write_text("dear all")
    with pytest.raises(DocumentError, match="something that is no reference"):
        write_reference(small_bay(), DAY, foreign)
    assert [path.name for path in foreign.iterdir()] == ["letter.txt"]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_command_writes_it(tmp_path: Path) -> None:
    ran = run("law", "reference", str(tmp_path / "out"), "--on", "2026-06-01", "--lang", "zh-Hant", "--json")
    assert (ran.code, ran.err, json.loads(ran.out)["languages"]) == (0, "", ["zh-Hant"])
    assert (tmp_path / "out" / "zh-Hant" / "provisions" / "town.pass.html").is_file()
    assert "pt" in refused(run("law", "reference", str(tmp_path / "out"), "--lang", "pt"))


def test_the_bundled_law_is_written_whole(bay: Bay, tmp_path: Path) -> None:
    out = tmp_path / "reference"
    write_reference(bay, datetime.date(2026, 11, 20), out, ("en", "zh-Hant"))
    heavy = [path for path in out.rglob("provisions/*.html") if path.stat().st_size > MOST_BYTES]
    assert heavy == []
    # Reading all of five thousand pages takes a minute, so every fortieth is read.
    some = [read(path) for path in sorted(out.rglob("*.html"))[::40]]
    assert len(some) > 40
    assert [(each.path.name, each.faults) for each in some if each.faults] == []
    assert broken_links(out, some) == []
