"""The page for people who write programs, and the schema behind it."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from huanliu.portal.api.description import rooms

EVERY = {
    "assess", "explain", "interview", "recourse", "route", "plan", "better_off", "law", "provision", "versions",
    "differences", "facts", "routes", "journeys", "payslips", "services", "cases", "case", "timeline",
    "search", "plan_ics", "plan_md", "draft", "file", "withdraw", "answer", "plan_pdf",
    "papers", "paper", "hand_in",
}  # fmt: skip


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_the_page_in_every_language(client: Client, db: None, code: str) -> None:
    client.cookies["django_language"] = code
    response = client.get("/api/v1/docs")
    assert response.status_code == 200 and len(response.content) < 150_000
    assert all(f'id="{name}"' in response.text for name in EVERY)
    # Nothing comes from another host; the address shown is this site's own.
    assert not re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//""", response.text)


def test_every_question_stands_in_the_schema(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    found = {said["operationId"] for verbs in schema["paths"].values() for said in verbs.values()}
    assert found == EVERY == {one.id for room in rooms().values() for one in room}
    assert all(said["description"] for verbs in schema["paths"].values() for said in verbs.values())


def test_every_example_of_the_description_is_answered(client: Client, db: None) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    shapes, tried = schema["components"]["schemas"], 0
    for address, verbs in schema["paths"].items():
        for said in verbs.values():
            body = said.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if body and "security" not in said:
                example = shapes[body["$ref"].rpartition("/")[2]]["example"]
                response = client.post(address, example, content_type="application/json")
                assert response.status_code == 200, (address, response.text[:300])
                tried += 1
    assert tried == 10


def test_an_error_is_described_and_sent_as_a_problem(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    for verbs in schema["paths"].values():
        for said in verbs.values():
            kinds = {kind for code, one in said["responses"].items() if int(code) >= 400 for kind in one["content"]}
            assert kinds == {"application/problem+json"}, said["operationId"]
    response = client.get("/api/v1/law/nowhere")
    told = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (told["status"], told["title"], told["detail"]) == (404, "Not Found", told["error"])
    assert told["type"] == f"urn:huanliu:error:{told['kind']}"


def test_the_page_takes_no_other_verb(client: Client, db: None) -> None:
    assert client.post("/api/v1/docs").status_code == 405
