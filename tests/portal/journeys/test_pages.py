"""Every screen of the journeys desk: works, in every language, small enough, and refuses what it should."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from huanliu.base import clock
from huanliu.portal import words as portal_words
from huanliu.portal.bay import the_bay
from huanliu.portal.journeys.goals import GROUPS
from huanliu.portal.journeys.standing import GROUP_OF
from tests.portal.journeys.conftest import DOOR, ROUTE, WORK, answered

CODES = [code for code, _ in settings.LANGUAGES]
FREE = ["", "professions", "forgotten", f"{WORK}/", f"{ROUTE}/", f"{DOOR}/"]
BEGUN = ["question", "question/person.age", "answers", "result", f"door/{DOOR}", "what-if", "money", "plan"]
FILES = ["plan.json", "plan.md", "plan.ics"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("page", FREE)
def test_it_needs_no_account(client: Client, db: None, code: str, page: str) -> None:
    response = client.get(f"/{code}/journeys/{page}")
    assert response.status_code == 200
    assert len(response.content) < 150_000


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("page", BEGUN)
def test_it_speaks_every_language(begun: Client, code: str, page: str) -> None:
    response = begun.get(f"/{code}/journeys/{WORK}/{page}")
    assert response.status_code == 200
    assert len(response.content) < 150_000
    assert "style=" not in response.text
    assert response.text.count("<h1") == 1
    title = response.text.partition("<title>")[2].partition("</title>")[0]
    assert "<" not in title and "&lt;" not in title


@pytest.mark.parametrize("page", [*BEGUN, *FILES, "plan.pdf", "money.svg", f"door/{DOOR}/least"])
def test_without_answers_it_says_that_the_session_ended(client: Client, db: None, page: str) -> None:
    response = client.get(f"/en/journeys/{WORK}/{page}", follow=True)
    assert response.redirect_chain == [(f"/en/journeys/{WORK}/?ended=1", 302)]
    assert "Your session has ended" in response.text


@pytest.mark.parametrize("page", ["", "question", "result", "what-if", "money", "plan", "plan.json"])
def test_a_goal_that_there_is_not(begun: Client, page: str) -> None:
    assert begun.get(f"/en/journeys/journey.to_the_moon/{page}").status_code == 404


@pytest.mark.parametrize(
    "page", ["question/person.shoe_size", "question/person.family.age", "door/mo.nothing", "door/hk.tax.property"]
)
def test_a_question_or_door_that_there_is_not(begun: Client, page: str) -> None:
    assert begun.get(f"/en/journeys/{WORK}/{page}").status_code == 404


@pytest.mark.parametrize("page", [*FILES, "plan", "plan.pdf"])
def test_only_a_journey_has_a_plan(begun: Client, page: str) -> None:
    begun.post(f"/en/journeys/{DOOR}/", {})
    assert begun.get(f"/en/journeys/{DOOR}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["question", "answers", "result", f"door/{DOOR}", "plan", "money.svg", "plan.md"])
def test_what_only_shows_takes_no_post(begun: Client, page: str) -> None:
    assert begun.post(f"/en/journeys/{WORK}/{page}", {}).status_code == 405


@pytest.mark.parametrize("page", ["forget", f"{WORK}/answer/person.age"])
def test_what_writes_takes_no_get(begun: Client, page: str) -> None:
    assert begun.get(f"/en/journeys/{page}").status_code == 405


def test_answers_of_one_browser_are_not_anothers(begun: Client, db: None) -> None:
    other = Client()
    other.post(f"/en/journeys/{WORK}/", {})
    assert other.session.get("answers") is None


def test_everything_is_forgotten(begun: Client) -> None:
    assert begun.session["answers"]["person.age"] == 35
    begun.post("/en/journeys/forget", {})
    assert "answers" not in begun.session and "interview" not in begun.session
    assert "ended" in begun.get(f"/en/journeys/{WORK}/result").headers["Location"]


def test_every_journey_stands_in_a_group() -> None:
    assert {f"journey.{name}" for names in GROUPS.values() for name in names} == set(the_bay().law.journeys)


@pytest.mark.parametrize("goal", sorted(the_bay().law.journeys))
def test_every_journey_can_be_begun_and_seen_without_an_answer(client: Client, db: None, goal: str) -> None:
    client.post(f"/en/journeys/{goal}/", {})
    for page in ("question", "result", "plan"):
        response = client.get(f"/zh-hant/journeys/{goal}/{page}")
        assert response.status_code == 200 or response.headers["Location"].endswith("/result")
        assert len(response.content) < 150_000


def test_a_day_can_be_chosen(client: Client, db: None) -> None:
    client.post(f"/en/journeys/{DOOR}/", {"on": "2023-06-01"})
    answered(client, "person.income_previous_12_months", {"answer": "2600000"}, DOOR)
    assert "2023-06-01" in client.get(f"/en/journeys/{DOOR}/door/{DOOR}").text


@pytest.mark.parametrize("day", ["soon", "2026-02-30", "1066-10-14"])
def test_a_day_that_is_none_is_refused(client: Client, db: None, day: str) -> None:
    response = client.post(f"/en/journeys/{DOOR}/", {"on": day})
    assert response.status_code == 200 and 'id="on-wrong"' in response.text
    assert not client.session.get("interview")


def test_home_links_to_the_goals(client: Client, db: None) -> None:
    assert f"/en/journeys/{WORK}/" in client.get("/en/").text


@pytest.mark.parametrize("word", [*GROUP_OF])
@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
def test_how_a_door_stands_is_said_as_the_law_says_it(word: str, lang: str) -> None:
    assert portal_words.word(f"journeys.stands_{word}").text.in_language(lang) == the_bay().law.words[word].in_language(
        lang
    )


def test_in_portuguese_a_door_stands_in_portuguese(begun: Client) -> None:
    page = begun.get(f"/pt/journeys/{WORK}/result").text
    assert "ainda por determinar" in page and "not yet determined" not in page
    assert "Boletim Oficial" in begun.get(f"/pt/journeys/{WORK}/").text


@pytest.mark.parametrize(
    "code, order", [("en", "day month year"), ("zh-hant", "year month day"), ("pt", "day month year")]
)
def test_a_date_is_asked_in_the_order_of_the_language(begun: Client, code: str, order: str) -> None:
    page = begun.get(f"/{code}/journeys/{WORK}/question/application.filed_on").text
    assert re.findall(r'id="answer-(day|month|year)"', page) == order.split()


def test_a_day_is_written_as_in_the_language(begun: Client) -> None:
    today = clock.today()
    for code, said in (
        ("zh-hant", f"{today.year}年{today.month}月{today.day}日"),
        ("pt", f"{today.day} de {portal_words.MONTHS[today.month - 1]} de {today.year}"),
    ):
        assert said in begun.get(f"/{code}/journeys/{WORK}/plan").text


def test_what_is_open_only_after_earlier_steps_is_not_said_to_be_open(begun: Client) -> None:
    page = begun.get(f"/en/journeys/{WORK}/result").text
    later = page.partition('id="later-title"')[2].partition("</section>")[0]
    assert "cn.exit_endorsement.stay_d" in later and "Counted on, because earlier steps" in later
    assert 'status--met"' not in later


@pytest.mark.parametrize("page", ["result", "plan"])
def test_what_is_perhaps_needed_stands_in_its_place(client: Client, db: None, page: str) -> None:
    client.post(f"/en/journeys/{WORK}/", {})
    answered(client, "person.age", {"answer": "35"})
    shown = client.get(f"/en/journeys/{WORK}/{page}")
    first, *others = shown.context["rows"]
    assert (first.perhaps, first.number) == (True, None)
    assert "get permission to come to Hong Kong" in first.title
    assert [row.number for row in others if not row.perhaps] == [1, 2, 3]
    assert 4 < shown.text.count("perhaps needed</span>") <= sum(row.perhaps for row in (first, *others))
