"""A minor's case is filed by a parent or guardian, who says so once; the case and the trail keep it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts
from huanliu.portal.cases.filing import draft
from huanliu.portal.cases.guarding import GuardianError
from huanliu.portal.cases.models import Case
from huanliu.portal.consent.acts import take_back
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from tests.portal.cases.test_views import FILE, KEY, answering
from tests.portal.casework import FACTS, JOURNEY, admission, agree

As = Callable[[User], Client]
READ = {"filing": KEY, "read": "on"}
OLD = {name: value for name, value in FACTS.items() if name != "person.age"}


def aged(age: int | None) -> dict[str, Any]:
    return OLD if age is None else {**OLD, "person.age": age}


@pytest.mark.parametrize(
    "age, asked", [(30, []), (18, []), (17, ["stated"]), (9, ["stated"]), (None, ["of_age", "stated"])]
)
def test_it_is_asked_where_the_applicant_is_or_may_be_under_18(
    as_: As, lin: User, age: int | None, asked: list[str]
) -> None:
    page = answering(as_(lin), aged(age)).get(FILE).text
    assert [name for name in ("of_age", "stated") if f'name="guardian" value="{name}"' in page] == asked


@pytest.mark.parametrize(
    "age, said, kept", [(30, "", ""), (17, "stated", "stated"), (None, "of_age", "of_age"), (None, "stated", "stated")]
)
def test_what_was_said_is_kept_with_the_case_and_in_the_trail(
    as_: As, lin: User, age: int | None, said: str, kept: str
) -> None:
    client = answering(as_(lin), aged(age))
    assert client.post(FILE, {**READ, **({"guardian": said} if said else {})}).status_code == 302
    case = Case.objects.get()
    assert case.guardian == kept and case.by_guardian is (kept == "stated")
    assert json.loads(Entry.objects.get(event="case.filed").body.text)["guardian"] == kept
    page = client.get(f"/en/cases/{case.public}").text
    assert ("as the parent or guardian of the applicant" in page) is case.by_guardian


@pytest.mark.parametrize("code", ["en", "zh-hans", "zh-hant"])
@pytest.mark.parametrize("age, said", [(17, ""), (17, "of_age"), (17, "receipt"), (None, ""), (None, "receipt")])
def test_without_it_nothing_is_filed_and_the_page_says_what_is_missing(
    as_: As, lin: User, code: str, age: int | None, said: str
) -> None:
    address = FILE.replace("/en/", f"/{code}/")
    response = answering(as_(lin), aged(age)).post(address, {**READ, "guardian": said})
    assert response.status_code == 400 and not Case.objects.exists()
    assert 'id="guardian-wrong"' in response.text and 'aria-describedby="guardian-wrong"' in response.text


def test_the_consent_of_a_guardian_is_shown_instead_while_it_holds(as_: As, lin: User) -> None:
    agree(lin, "child")
    client = answering(as_(lin), aged(9))
    page = client.get(FILE).text
    assert "you agreed as the parent or guardian" in page and 'name="guardian"' not in page
    assert client.post(FILE, READ).status_code == 302
    assert Case.objects.get().guardian == "receipt"


@pytest.mark.parametrize("age", [15, None])
def test_the_consent_about_a_child_says_nothing_of_somebody_older_or_unknown(
    as_: As, lin: User, age: int | None
) -> None:
    agree(lin, "child")
    assert 'name="guardian"' in answering(as_(lin), aged(age)).get(FILE).text


def test_a_consent_that_was_taken_back_is_none(as_: As, lin: User) -> None:
    agree(lin, "child")
    take_back(lin.public, purpose("child"))
    client = answering(as_(lin), aged(9))
    assert client.post(FILE, READ).status_code == 400 and not Case.objects.exists()


@pytest.mark.parametrize("said", ["", "of_age", "anything"])
def test_no_way_in_files_for_a_minor_without_a_guardian(lin: User, said: str) -> None:
    with pytest.raises(GuardianError):
        acts.file(lin, draft(JOURNEY, aged(17)), "a-filing-of-this-test", guardian=said)
    assert not Case.objects.exists()


def test_the_officer_reads_that_a_guardian_filed(
    as_officer_: Callable[[Officer], Client], lin: User, ho_post: Officer
) -> None:
    case = acts.file(lin, draft(JOURNEY, aged(17)), "a-filing-of-this-test", guardian="stated")
    page = as_officer_(ho_post).post(f"/en/desk/tasks/{admission(case).public}/file").text
    assert "Filed by this person as the parent or guardian" in page
