"""What follows from the answers: result, one door, the least, what if, the money side and the plan."""

from __future__ import annotations

import json
import re
import sys

import pytest
from django.test import Client

from huanliu.engine.evaluate import Situation
from huanliu.engine.planning.making import make_plan
from huanliu.engine.planning.telling import plain
from huanliu.portal.bay import the_bay
from huanliu.portal.journeys import earning, printing
from tests.portal.journeys.conftest import DOOR, ROUTE, WORK, answered


def page(client: Client, name: str, goal: str = WORK, code: str = "en") -> str:
    response = client.get(f"/{code}/journeys/{goal}/{name}")
    assert response.status_code == 200
    return response.text


def test_the_result_has_every_door_once(begun: Client) -> None:
    doors = re.findall(r"<h3><a href=\"[^\"]+/door/([\w.]+)\"", page(begun, "result"))
    assert len(doors) == len(set(doors)) > 10


def test_discretion_is_never_said_as_open(begun: Client) -> None:
    for fact, value in (("overseas_permanent_residence", "yes"), ("ttps_previously_admitted", "no")):
        begun.post(f"/en/journeys/{WORK}/answer/person.{fact}", {"answer": value})
    begun.post(f"/en/journeys/{WORK}/answer/person.nationality", {"answer": "CHN"})
    begun.post(f"/en/journeys/{WORK}/answer/person.prc_passport_living_overseas", {"answer": "no"})
    told = page(begun, f"door/{DOOR}")
    assert "you may apply; the authority decides" in told or "not yet determined" in told
    assert 'status--met"' not in told


def test_a_door_shows_its_clauses_its_instrument_and_its_source(begun: Client) -> None:
    told = page(begun, f"door/{DOOR}")
    assert "yours: HK$2,600,000" in told and "clause--true" in told
    for word in ("Instrument", "Last verified", "Confidence", "Sources", "Left to the authority"):
        assert word in told


def test_a_route_is_followed_door_by_door(client: Client, db: None) -> None:
    client.post(f"/en/journeys/{ROUTE}/", {})
    told = page(client, f"door/{ROUTE}", ROUTE)
    steps = the_bay().law.routes[ROUTE].steps
    assert all(f"<h2>{number}. " in told for number in range(1, len(steps) + 1))


def test_the_small_door_is_named(client: Client, db: None) -> None:
    client.post(f"/en/journeys/{ROUTE}/", {})
    for _ in range(40):
        asked = client.get(f"/en/journeys/{ROUTE}/question").text
        found = re.search(r'action="([^"]+/answer/[^"]+)"', asked)
        if found is None:
            break
        last = re.findall(r'type="radio" name="answer" value="([^"]+)"', asked)
        client.post(found[1], {"answer": last[-1]} if last else {"skip": "1"})
    told = page(client, "result", ROUTE)
    assert "Shut at step" in told or "big door is open" in told


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_least_that_would_open_a_door(begun: Client, headers: dict[str, str]) -> None:
    answered(begun, "person.income_previous_12_months", {"answer": "2000000"})
    told = begun.get(f"/en/journeys/{WORK}/door/{DOOR}/least", headers=headers).text
    assert "HK$2,500,000" in told
    assert ("<html" in told) is not bool(headers)


def test_what_if_compares_and_leaves_the_answers_alone(begun: Client) -> None:
    before = dict(begun.session["answers"])
    data = {"person.income_previous_12_months": "2000000", "person.income_previous_12_months-was": "2600000"}
    told = begun.post(f"/en/journeys/{WORK}/what-if", data).text
    assert "As tried" in told and "Top Talent Pass Scheme, Category A" in told
    assert begun.session["answers"] == before


def test_a_slider_that_was_moved_counts_before_its_field(begun: Client) -> None:
    name = "person.income_previous_12_months"
    data = {name: "2600000", f"{name}-was": "2600000", f"{name}-slide": "1000000"}
    told = begun.post(f"/en/journeys/{WORK}/what-if", data, headers={"HX-Request": "true"}).text
    assert f'name="{name}" inputmode="decimal" autocomplete="off" value="1000000"' in told
    assert "<html" not in told


def test_what_was_tried_can_be_kept(begun: Client) -> None:
    data = {"person.income_previous_12_months": "2000000", "keep": "1"}
    assert begun.post(f"/en/journeys/{WORK}/what-if", data).headers["Location"].endswith("/result")
    assert begun.session["answers"]["person.income_previous_12_months"] == "2000000"


def test_a_value_that_will_not_do_is_said_and_not_kept(begun: Client) -> None:
    data = {"person.income_previous_12_months": "lots", "keep": "1"}
    told = begun.post(f"/en/journeys/{WORK}/what-if", data).text
    assert "“lots” is not a number." in told
    assert begun.session["answers"]["person.income_previous_12_months"] == "2600000"


def test_pay_in_one_place_is_taken_for_the_others_at_the_rates_told(begun: Client) -> None:
    data = {"person.hk_employment_income": "600,000", "rate-CNY": "0.92", "rate-MOP": "1.03"}
    assert begun.post(f"/en/journeys/{WORK}/money", data).status_code == 302
    told = page(begun, "money")
    assert "HK$600,000" in told and "552,000" in told and "618,000" in told
    assert "hk.tax.salaries" in told
    assert "person.hk_employment_income" not in begun.session["answers"]


def test_the_drawing_is_an_address_of_its_own(begun: Client) -> None:
    begun.post(f"/en/journeys/{WORK}/money", {"person.hk_employment_income": "600000"})
    response = begun.get(f"/en/journeys/{WORK}/money.svg")
    assert response.headers["Content-Type"].startswith("image/svg+xml") and response.text.startswith("<svg")


@pytest.mark.parametrize("field, text", [("rate-CNY", "0"), ("rate-CNY", "abc"), ("person.hk_employment_income", "x")])
def test_pay_and_rates_that_will_not_do(begun: Client, field: str, text: str) -> None:
    told = begun.post(f"/en/journeys/{WORK}/money", {field: text}).text
    assert 'class="field__wrong"' in told and f'value="{text}"' in told


def test_rates_follow_from_one_another() -> None:
    rates = earning.rates_of({"CNY": "0.5", "MOP": "2"})
    assert rates["CNY", "MOP"] == 4 and rates["MOP", "HKD"] * 2 == 1


def test_the_plan_is_the_engines(begun: Client) -> None:
    told = json.loads(page(begun, "plan.json"))
    at = the_bay().situation(dict(begun.session["answers"]))
    expected = plain(make_plan(the_bay().law.journeys[WORK], Situation(at.facts, at.book)), "en")
    assert told == json.loads(json.dumps(expected))


def test_the_plan_page_says_all_that_the_text_says(begun: Client) -> None:
    shown = page(begun, "plan")
    at = the_bay().situation(dict(begun.session["answers"]))
    plan = make_plan(the_bay().law.journeys[WORK], at)
    for section in printing.sections(plan, at.book.words("en")):
        assert section.title in shown.replace("&#x27;", "'")


@pytest.mark.parametrize(
    "form, kind", [("json", "application/json"), ("md", "text/markdown"), ("ics", "text/calendar")]
)
def test_the_plan_can_be_taken_along(begun: Client, form: str, kind: str) -> None:
    response = begun.get(f"/zh-hans/journeys/{WORK}/plan.{form}")
    assert response.headers["Content-Type"].startswith(kind)
    assert f'filename="work_in_hong_kong.{form}"' in response.headers["Content-Disposition"]
    assert response.content


def test_the_plan_as_pdf(begun: Client) -> None:
    try:
        printing.print_pdf("<p>x")
    except printing.NoPrinterError:
        pytest.skip("there is no Pango here: make install says how to get it")
    response = begun.get(f"/en/journeys/{WORK}/plan.pdf")
    assert response.status_code == 200 and response.content.startswith(b"%PDF")


@pytest.mark.parametrize("code", ["en", "zh-hans", "zh-hant", "pt"])
def test_without_pango_a_page_says_so_and_how_to_print_otherwise(
    begun: Client, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    # As where its libraries are missing: importing it fails.
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    response = begun.get(f"/{code}/journeys/{WORK}/plan.pdf")
    assert response.status_code == 503 and "Pango" in response.text and "Traceback" not in response.text
    assert f"/{code}/journeys/{WORK}/plan" in response.text


def test_the_cache_of_no_browser_keeps_a_result(begun: Client) -> None:
    assert begun.get(f"/en/journeys/{WORK}/result").headers["Cache-Control"] == "no-store"
