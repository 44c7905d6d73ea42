"""The interview as a person walks it: answers, refusals, back, change, skip, with HTMX and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from huanliu.engine.asking.interview import Interview
from huanliu.portal.bay import book
from tests.portal.journeys.conftest import WORK, answered, wrong

HTMX = {"HX-Request": "true"}


def test_the_next_question_is_the_engines(begun: Client) -> None:
    asked = Interview(book(), [WORK], dict(begun.session["answers"])).next()
    assert asked is not None
    assert f"/answer/{asked.fact}" in begun.get(f"/en/journeys/{WORK}/question").text


def test_answers_stay_in_the_session_as_plain_values(begun: Client) -> None:
    assert begun.session["answers"] == {
        "person.age": 35,
        "person.residence_status": ["mainland_resident"],
        "person.income_previous_12_months": "2600000",
    }


def test_i_do_not_know_is_neither_no_nor_asked_again(begun: Client) -> None:
    answered(begun, "person.hk_permission", {"skip": "1"})
    assert "person.hk_permission" not in begun.session["answers"]
    assert begun.session["interview"]["silent"] == ["person.hk_permission"]
    assert "answer/person.hk_permission" not in begun.get(f"/en/journeys/{WORK}/question").text


def test_an_answer_that_is_known_later_is_no_longer_unknown(begun: Client) -> None:
    answered(begun, "person.hk_permission", {"skip": "1"})
    answered(begun, "person.hk_permission", {"answer": "none"})
    assert begun.session["interview"]["silent"] == []


def test_back_leads_to_the_question_before_with_its_answer(begun: Client) -> None:
    page = begun.get(f"/en/journeys/{WORK}/question").text
    assert f'href="/en/journeys/{WORK}/question/person.income_previous_12_months">Back' in page
    page = begun.get(f"/en/journeys/{WORK}/question/person.income_previous_12_months").text
    assert 'value="2600000"' in page
    assert f'href="/en/journeys/{WORK}/question/person.residence_status">Back' in page


def test_a_changed_answer_stands_in_place_of_the_old_one(begun: Client) -> None:
    answered(begun, "person.age", {"answer": "36"})
    assert begun.session["answers"]["person.age"] == 36
    assert begun.session["interview"]["order"][WORK].count("person.age") == 1


def test_a_refused_answer_leaves_the_sheet_as_it_was(say: Callable[..., str], begun: Client) -> None:
    page = say("person.age", answer="old")
    assert wrong(page) == ["“old” is not a number."]
    assert 'aria-invalid="true"' in page and 'value="old"' in page
    assert begun.session["answers"]["person.age"] == 35


def test_the_panel_says_what_an_answer_changed(begun: Client) -> None:
    begun.post(f"/en/journeys/{WORK}/answer/person.hk_permission", {"answer": "ttps"})
    page = begun.get(f"/en/journeys/{WORK}/question").text
    assert "Changed by your last answer" in page


def test_htmx_gets_the_next_question_alone(begun: Client) -> None:
    response = begun.post(f"/en/journeys/{WORK}/answer/person.hk_permission", {"answer": "none"}, headers=HTMX)
    assert response.status_code == 200
    assert response.text.startswith("{% load") is False and "<html" not in response.text
    assert 'id="interview"' in response.text
    assert response.headers["HX-Push-Url"] == f"/en/journeys/{WORK}/question"


def test_htmx_after_the_end_of_the_session_is_sent_to_the_start(client: Client, db: None) -> None:
    response = client.post(f"/en/journeys/{WORK}/answer/person.age", {"answer": "3"}, headers=HTMX)
    assert response.headers["HX-Redirect"] == f"/en/journeys/{WORK}/?ended=1"


def test_an_interview_ends_at_its_result(client: Client, db: None) -> None:
    client.post("/en/journeys/hk.ttps.a/", {})
    answered(client, "person.income_previous_12_months", {"answer": "10"}, "hk.ttps.a")
    response = client.get("/en/journeys/hk.ttps.a/question", follow=True)
    assert response.redirect_chain[-1][0] == "/en/journeys/hk.ttps.a/result"
    assert "not met" in response.text


def test_answers_count_for_every_goal(begun: Client) -> None:
    begun.post("/en/journeys/hk.ttps.a/", {})
    assert "person.age" in begun.session["answers"]
    page = begun.get("/en/journeys/hk.ttps.a/answers").text
    assert "2,600,000" in page


def test_an_answer_that_the_law_can_no_longer_read_is_left_out(begun: Client) -> None:
    session = begun.session
    session["answers"] = {**session["answers"], "person.gone": 1, "person.age": "many"}
    session.save()
    assert begun.get(f"/en/journeys/{WORK}/result").status_code == 200


@pytest.mark.parametrize("data", [{"more": "1", "members": "1"}, {"members": "1"}])
def test_family_members_are_rows(begun: Client, data: dict[str, str]) -> None:
    page = begun.post(f"/en/journeys/{WORK}/answer/person.family", data).text
    assert page.count("<legend>Family member") == (2 if "more" in data else 1)


def test_family_members_are_taken(begun: Client) -> None:
    data = {"members": "2", "m0-relationship": "child", "m1-relationship": "spouse"}
    answered(begun, "person.family", data)
    assert [row["relationship"] for row in begun.session["answers"]["person.family"]] == ["child", "spouse"]
    answered(begun, "person.family", {"nobody": "1"})
    assert begun.session["answers"]["person.family"] == []


def test_stays_are_days(begun: Client) -> None:
    data = {"stays": "2", "s0-first": "2026-01-01", "s0-last": "2026-01-03", "s0-place": "hk"}
    answered(begun, "person.day_log", data)
    assert [row["day"] for row in begun.session["answers"]["person.day_log"]] == [
        "2026-01-01",
        "2026-01-02",
        "2026-01-03",
    ]
    assert begun.get(f"/en/journeys/{WORK}/question/person.day_log").status_code == 200
    assert "days: 3" in begun.get(f"/en/journeys/{WORK}/answers").text


@pytest.mark.parametrize(
    "then, there",
    [("money", "money"), ("plan", "plan"), ("answers", "answers"), ("door/hk.ttps.a", "door/hk.ttps.a")],
)
def test_one_question_leads_back_to_where_it_was_asked_from(begun: Client, then: str, there: str) -> None:
    page = begun.get(f"/en/journeys/{WORK}/question/person.age?then={then}").text
    assert f'name="then" value="{then}"' in page and f'href="/en/journeys/{WORK}/{there}">Back' in page
    response = begun.post(f"/en/journeys/{WORK}/answer/person.age", {"answer": "36", "then": then})
    assert response.headers["Location"] == f"/en/journeys/{WORK}/{there}"
    swapped = begun.post(f"/en/journeys/{WORK}/answer/person.age", {"answer": "36", "then": then}, headers=HTMX)
    assert swapped.headers["HX-Redirect"] == f"/en/journeys/{WORK}/{there}"


def test_a_refused_answer_does_not_forget_where_it_leads_back_to(begun: Client) -> None:
    page = begun.post(f"/en/journeys/{WORK}/answer/person.age", {"answer": "old", "then": "money"}).text
    assert 'name="then" value="money"' in page


@pytest.mark.parametrize("then", ["//elsewhere.example", "start", "forget"])
def test_nobody_is_led_anywhere_else(begun: Client, then: str) -> None:
    response = begun.post(f"/en/journeys/{WORK}/answer/person.age", {"answer": "36", "then": then})
    assert response.headers["Location"] == f"/en/journeys/{WORK}/question"


def test_a_door_that_there_is_not_leads_nowhere(begun: Client) -> None:
    assert begun.get(f"/en/journeys/{WORK}/question/person.age?then=door/mo.nothing").status_code == 404


def test_pages_that_want_an_answer_ask_to_be_led_back_to(begun: Client) -> None:
    for page in ("result", "plan", "answers"):
        assert f"?then={page}" in begun.get(f"/en/journeys/{WORK}/{page}").text


def counts(page: str) -> list[str]:
    """What the summary of "Why is this asked?" says."""
    return re.findall(r"doors that hang on it: (\d+) of (\d+)", page)


def test_why_it_is_asked_says_how_many_doors_hang_on_the_answer(begun: Client) -> None:
    interview = Interview(book(), [WORK], dict(begun.session["answers"]))
    asked = interview.next()
    assert asked is not None
    page = begun.get(f"/en/journeys/{WORK}/question").text
    assert counts(page) == [(str(len(asked.why)), str(len(interview.goals)))]
    assert "Your answer can still change" in page and f"/en/law/facts/{asked.fact}" in page
    rest = len(asked.why) - page.split("can still change")[1].split("</ul>")[0].count("<li>") + 1
    assert rest == 1 or f"and {rest} more" in page


def test_the_next_question_by_htmx_says_it_too(begun: Client) -> None:
    asked = Interview(book(), [WORK], dict(begun.session["answers"])).next()
    assert asked is not None
    page = begun.post(f"/en/journeys/{WORK}/answer/{asked.fact}", {"skip": "1"}, headers=HTMX).text
    assert len(counts(page)) == 1


def test_an_answer_that_is_changed_says_who_asks_it_at_all(begun: Client) -> None:
    interview = Interview(book(), [WORK])
    page = begun.get(f"/en/journeys/{WORK}/question/person.age").text
    assert counts(page) == [(str(len(interview.about("person.age"))), str(len(interview.goals)))]
    assert "The law asks this for" in page and "can still change" not in page


def test_what_no_door_of_the_goal_asks_gives_no_reason(begun: Client) -> None:
    page = begun.get(f"/en/journeys/{WORK}/question/application.month").text
    assert "answer/application.month" in page and "Why is this asked" not in page
