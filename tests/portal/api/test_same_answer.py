"""The API and the command line say the same, byte for byte, over every example subject."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.test import Client

from huanliu.base.document import read_document
from huanliu.engine.plainly import json_text
from huanliu.portal.bay import the_bay
from tests.cli.running import run
from tests.portal.api.conftest import Ask

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))
ON = "2026-11-20"
TODAY = ("--on", ON)


def subject(path: Path) -> dict[str, Any]:
    """The facts of a file as a program would send them."""
    facts = read_document(path, path.name).plain()
    return json.loads(json.dumps(facts.get("facts", facts), default=str))


def printed(*arguments: str) -> str:
    ran = run(*arguments, "--json", packs=None)
    assert ran.code == 0, ran.err
    return ran.out


def sent(response: Any) -> str:
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    return str(response.content.decode())


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_assess(ask: Ask, path: Path, lang: str) -> None:
    told = printed("assess", str(path), *TODAY, "--lang", lang, "--only", "hk.*")
    assert sent(ask("assess", facts=subject(path), on=ON, lang=lang, only="hk.*")) == told


def test_the_whole_law(ask: Ask) -> None:
    told = printed("assess", str(EXAMPLES[0]), *TODAY, "--known-on", "2026-06-01")
    assert sent(ask("assess", facts=subject(EXAMPLES[0]), on=ON, known_on="2026-06-01")) == told


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_explain_route_plan_and_better_off(ask: Ask, path: Path) -> None:
    facts = subject(path)
    told = printed("explain", "hk.ttps.a", str(path), *TODAY)
    assert sent(ask("explain", provision="hk.ttps.a", facts=facts, on=ON)) == told
    route = "chain.tax.hk_mo_to_qianhai"
    assert sent(ask("route", route=route, facts=facts, on=ON)) == printed("route", route, str(path), *TODAY)
    told = printed("plan", "work_in_mainland", str(path), *TODAY, "--start", "2026-12-01", "--lang", "zh-Hans")
    asked = ask("plan", journey="work_in_mainland", facts=facts, on=ON, start="2026-12-01", lang="zh-Hans")
    assert sent(asked) == told
    told = printed("better-off", str(path), *TODAY, "--rate", "HKD/CNY=0.92")
    assert sent(ask("better-off", facts=facts, on=ON, rates=["HKD/CNY=0.92"])) == told


@pytest.mark.parametrize("form, name", [("ics", "plan.ics"), ("markdown", "plan.md")])
@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_a_plan_to_take_along(ask: Ask, form: str, name: str, lang: str) -> None:
    path, start = EXAMPLES[0], "2026-12-01"
    ran = run("plan", "work_in_mainland", str(path), *TODAY, "--start", start, "--lang", lang, "--as", form, packs=None)
    asked = ask(name, journey="work_in_mainland", facts=subject(path), on=ON, start=start, lang=lang)
    assert (asked.status_code, ran.code) == (200, 0)
    assert asked.content.decode().replace("\r\n", "\n") == ran.out.replace("\r\n", "\n")


def test_searching_the_law(client: Client) -> None:
    def found(**wish: str) -> dict[str, Any]:
        return client.get("/api/v1/law/search", wish).json()

    one, other = found(q="高才通", lang="zh-Hant"), found(q="高端人才通行证")
    assert "hk.ttps.a" in {hit["id"] for hit in one["hits"][:5]} & {hit["id"] for hit in other["hits"][:8]}
    assert {hit["place"] for hit in found(q="permit", place="mo", most="5")["hits"]} == {"mo"}
    first, second = found(q="talent", most="1"), found(q="talent", most="1", first="1")
    assert first["count"] == second["count"] > 1 and first["hits"] != second["hits"]
    assert client.get("/api/v1/law/search", {"topic": "nothing of the kind"}).status_code == 422


def test_the_curve_along_a_range_of_pay(ask: Ask) -> None:
    path = next(path for path in EXAMPLES if path.stem == "three_offers")
    told = printed("better-off", str(path), *TODAY, "--along", "0..900000", "--place", "hong_kong")
    assert sent(ask("better-off", facts=subject(path), on=ON, along="0..900000", places=["hong_kong"])) == told


@pytest.mark.parametrize("goal", ["hk.ttps.a", "chain.tax.hk_mo_to_qianhai"])
@pytest.mark.parametrize("path", [EXAMPLES[0], EXAMPLES[-2]], ids=lambda path: path.stem)
def test_recourse(ask: Ask, path: Path, goal: str) -> None:
    told = printed("recourse", goal, str(path), *TODAY, "--keep", "person.age")
    assert sent(ask("recourse", goal=goal, facts=subject(path), on=ON, keep=["person.age"])) == told


def test_the_interview(ask: Ask) -> None:
    goals = ["hk.ttps.a", "chain.tax.hk_mo_to_qianhai"]
    with mock.patch("builtins.input", side_effect=["", "1", "1", EOFError]):
        told = json.loads(printed("ask", *goals, *TODAY))
    given = [{"fact": fact, "value": told["facts"].get(fact)} for fact in told["asked"]]
    found = json.loads(sent(ask("interview", goals=goals, answers=given, on=ON)))
    question, states = found.pop("question"), found.pop("states")
    assert found == told and question["fact"] not in told["asked"]
    assert (len(told["asked"]), len(told["skipped"])) == (3, 1)
    assert states == {name: finding["status"] for name, finding in told["findings"].items()}
    brief = ask("interview", goals=goals, answers=given, on=ON, findings=False).json()
    assert "findings" not in brief and brief["states"] == states


@pytest.mark.parametrize("name", ["law", "facts", "routes", "journeys", "payslips", "services"])
def test_lists(client: Client, name: str) -> None:
    kind = () if name == "law" else (f"--{name}",)
    told = printed("law", "list", *kind, *TODAY, "--lang", "zh-Hans")
    response = client.get(f"/api/v1/{name}", {"on": ON, "lang": "zh-Hans"})
    assert sent(response) == told and response.headers["Cache-Control"] == "public, max-age=300"


def test_a_provision_its_versions_and_its_differences(client: Client) -> None:
    told = printed("law", "show", "hk.ttps.a", *TODAY)
    assert sent(client.get("/api/v1/law/hk.ttps.a", {"on": ON})) == told
    versions = client.get("/api/v1/law/hk.ttps.a/versions", {"on": ON}).json()
    assert versions["versions"] == json.loads(told)["versions"]
    told = printed("law", "diff", "2022-01-01", ON, "--only", "hk.ttps.a")
    assert sent(client.get("/api/v1/law/hk.ttps.a/differences", {"start": "2022-01-01", "end": ON})) == told


def test_a_misspelt_university_is_said_back_and_a_known_one_is_not(ask: Ask) -> None:
    name = "person.bachelor_university"
    body = {"provision": "hk.ttps.b", "on": ON}
    assert "doubts" not in ask("explain", facts={name: "sun yat-sen university"}, **body).json()
    assert "is on no list" in ask("explain", facts={name: "Sun Yat-sen Univrsity"}, **body).json()["doubts"][0]


def test_one_text_for_both() -> None:
    assert json_text({"环": the_bay().law.provisions["hk.ttps.a"].id}) == '{"环": "hk.ttps.a"}\n'
