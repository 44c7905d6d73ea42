"""What is printed or taken along from a place of invented people says so, in the reader's language; elsewhere nothing does."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings
from icalendar import Calendar

from huanliu.engine.record import read_records
from huanliu.portal.front import mark
from huanliu.portal.journeys import printing
from huanliu.portal.people.models import User
from huanliu.portal.words import say
from tests.portal.journeys.conftest import WORK

CODES = ("en", "zh-hans", "zh-hant")
SHORT = {"en": "[Demonstration] ", "zh-hans": "【演示】", "zh-hant": "【示範】"}
LANGS = ["en", "zh-Hans", "zh-Hant"]


@pytest.fixture
def invented(lin: User) -> User:
    """Lin, who is invented now."""
    lin.demonstration = True
    lin.save()
    return lin


@pytest.fixture
def planned(client: Client, db: None) -> Client:
    """Somebody without an account who has a plan."""
    client.post(f"/en/journeys/{WORK}/", {})
    client.post(f"/en/journeys/{WORK}/answer/person.age", {"answer": "35"})
    return client


def file(client: Client, code: str, form: str) -> bytes:
    """The plan as a file."""
    return bytes(client.get(f"/{code}/journeys/{WORK}/plan.{form}").content)


def titles(body: bytes) -> list[str]:
    """Every title of a calendar."""
    parts = list(Calendar.from_ical(body).walk())
    return [str(each[name]) for each in parts for name in ("x-wr-calname", "summary") if name in each]


@pytest.mark.parametrize("code", CODES)
def test_every_title_of_a_calendar_says_it(invented: User, planned: Client, code: str) -> None:
    found = titles(file(planned, code, "ics"))
    assert len(found) > 3 and all(each.startswith(SHORT[code]) for each in found)


@pytest.mark.parametrize("code", CODES)
def test_a_plan_for_programs_and_as_text_says_it(invented: User, planned: Client, code: str) -> None:
    assert list(json.loads(file(planned, code, "json"))["demonstration"]) == LANGS
    assert file(planned, code, "md").decode().startswith(f"> {say('front.demonstration', code)}\n\n# ")


@pytest.mark.parametrize("code", CODES)
def test_every_page_of_a_plan_as_pdf_says_it(
    invented: User, planned: Client, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    printed: list[str] = []
    monkeypatch.setattr(printing, "print_pdf", lambda page: printed.append(page) or b"")
    file(planned, code, "pdf")
    said = [text_of(page) for page in pages(printed[0])]
    assert len(said) > 1 and all(squeezed(say("front.demonstration", code)) in squeezed(each) for each in said)


def pages(page: str) -> list[Any]:
    """The pages that a print has."""
    try:
        from weasyprint import HTML
    except (OSError, ImportError):
        pytest.skip("there is no Pango here: make install says how to get it")
    return list(HTML(string=page).render().pages)


def text_of(page: Any) -> str:
    """Everything that is drawn on a page of a print, its margins too."""
    return "".join(getattr(box, "text", "") for box in page._page_box.descendants())


def squeezed(text: str) -> str:
    """Without the spaces, at which lines break."""
    return "".join(text.split())


def test_what_a_person_takes_out_says_it(invented: User, client: Client) -> None:
    client.force_login(invented)
    assert list(client.get("/en/me/data/consents/receipts.json").json()["demonstration"]) == LANGS
    from huanliu.portal.consent import exports

    packed = zipfile.ZipFile(io.BytesIO(exports.archive(invented.public, exports.everything(invented.public))))
    assert list(json.loads(packed.read("data.json"))["demonstration"]) == LANGS
    assert say("front.demonstration", "en") in packed.read("data.html").decode()


def test_the_register_of_obstacles_says_it(invented: User, client: Client) -> None:
    assert "demonstration" in client.get("/en/obstacles/register.json").json()


def test_a_decision_record_that_says_it_is_still_read(
    the_set: list[Any], client: Client, tmp_path: Path, django_db_blocker: Any
) -> None:
    from huanliu.portal.cases.models import Decision

    with django_db_blocker.unblock():
        found = next(each for each in Decision.objects.select_related("task__case__person") if each.record)
        case = found.task.case
        client.force_login(case.person)
        told = client.get(f"/en/cases/{case.public}/decisions/{found.public}/record.json")
    assert list(told.json()[0]["demonstration"]) == LANGS
    kept = tmp_path / "record.json"
    kept.write_bytes(told.content)
    assert read_records(kept)[0].provision == found.record["provision"]


def test_where_people_are_real_nothing_says_it(lin: User, planned: Client) -> None:
    assert "demonstration" not in json.loads(file(planned, "en", "json"))
    assert not any(each.startswith("[") for each in titles(file(planned, "en", "ics")))
    assert file(planned, "en", "md").startswith(b"# ")
    assert mark.sentence() == "" and mark.in_json() == {} and mark.in_title() == "{title}"


def test_production_shows_no_mark(invented: User) -> None:
    """There it is an error that invented people are there at all, which the check says."""
    with override_settings(PRODUCTION=True):
        assert not mark.invented()
