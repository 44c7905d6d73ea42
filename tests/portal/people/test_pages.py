"""Every page of "my page", asked the same questions."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from huanliu.base.clock import today
from huanliu.portal.bay import the_bay
from huanliu.portal.people import acts
from huanliu.portal.people.models import Member, Profile, Token, User
from huanliu.portal.record.models import Entry
from tests.portal.consent.conftest import agree

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CODES = [code for code, _ in settings.LANGUAGES]
FACTS = {
    "person.age": 34,
    "person.annual_salary": "900000",
    "person.highest_education": "master",
    "person.driving_licences": ["hk"],
    "person.family": [{"relationship": "spouse", "birth_date": "1990-05-01"}],
}
# One fact of each type, and an answer to it.
ANSWERS = {
    "person.criminal_record": ("false", False),
    "person.highest_education": ("doctor", "doctor"),
    "person.driving_licences": (["hk", "mo"], ["hk", "mo"]),
    "person.age": ("３５", 35),
    "person.annual_salary": ("1,200,000", "1200000"),
    "person.bachelor_awarded_on": ("2016-07-01", "2016-07-01"),
    "person.bachelor_university": ("Nowhere University", "Nowhere University"),
}


@pytest.fixture
def profile(lin: User) -> Profile:
    agree(lin, "profile", "finance", "family", "conduct", "stay")
    return acts.make_profile(lin, "Me", FACTS).profile


def address(profile: Profile, more: str = "") -> str:
    return f"/en/me/profiles/{profile.public}/{more}"


def pages(profile: Profile) -> list[str]:
    own = f"profiles/{profile.public}/"
    member = profile.members.all()[0].public
    return (
        ["", "account/", "tokens/", "profiles/new", own, f"{own}?q=income", f"{own}delete", f"{own}facts/person.age/"]
        + [f"{own}facts/{name}/" for name in ANSWERS]
        + [f"{own}facts/person.day_log/", f"{own}family/new", f"{own}family/{member}/"]
    )


@pytest.mark.parametrize("code", CODES)
def test_every_page_in_every_language(as_: SignIn, lin: User, profile: Profile, code: str) -> None:
    browser = as_(lin)
    for page in pages(profile):
        response = browser.get(f"/{code}/me/{page}")
        assert response.status_code == 200, page
        assert len(response.content) < 150_000
        assert " style=" not in response.text and "<script>" not in response.text
        assert response.text.count("<h1") == 1


def test_a_stranger_finds_nothing_and_somebody_without_an_account_is_asked_to_sign_in(
    as_: SignIn, silva: User, profile: Profile
) -> None:
    own = [page for page in pages(profile) if profile.public in page]
    assert all("/account/login/" in Client().get(f"/en/me/{page}").headers["Location"] for page in pages(profile))
    browser = as_(silva)
    assert {browser.get(f"/en/me/{page}").status_code for page in own} == {404}
    posts = ["rename", "use", "delete", "family/none", "facts/person.age/", "facts/person.age/forget", "family/new"]
    assert {browser.post(address(profile, post), {"name": "x"}).status_code for post in posts} == {404}
    assert Profile.objects.get().facts["person.age"] == 34


@pytest.mark.parametrize("page", ["rename", "use", "family/none", "facts/person.age/forget"])
def test_what_changes_something_is_not_asked_for_by_get(as_: SignIn, lin: User, profile: Profile, page: str) -> None:
    assert as_(lin).get(address(profile, page)).status_code == 405


@pytest.mark.parametrize(
    "page", ["facts/person.shoe_size/", "facts/person.family/", "facts/person.family.birth_date/", "family/nobody/"]
)
def test_a_bad_id_is_no_page(as_: SignIn, lin: User, profile: Profile, page: str) -> None:
    assert as_(lin).get(address(profile, page)).status_code == 404
    assert as_(lin).get("/en/me/profiles/nobody/").status_code == 404


def test_a_member_of_another_profile_is_not_there(as_: SignIn, lin: User, profile: Profile) -> None:
    other = acts.make_profile(lin, "Other", {}).profile
    member = profile.members.all()[0].public
    assert as_(lin).get(address(other, f"family/{member}/")).status_code == 404
    assert as_(lin).post(address(other, f"family/{member}/remove")).status_code == 404


def test_before_the_consent_the_page_names_it_and_keeps_nothing(as_: SignIn, lin: User) -> None:
    response = as_(lin).post("/en/me/profiles/new", {"name": "Me"})
    assert response.status_code == 409
    assert "/en/me/data/consents/profile/?next=/en/me/profiles/new" in response.text
    assert not Profile.objects.exists()


def test_the_answers_of_an_interview_are_kept(as_: SignIn, lin: User) -> None:
    agree(lin, "profile")
    browser = as_(lin)
    session = browser.session
    session["answers"] = {"person.age": 34, "person.annual_salary": "900000", "nobody.knows": 1}
    session.save()
    page = browser.get("/en/me/profiles/new").text
    assert "(3)" in page and "checked" in page
    response = browser.post("/en/me/profiles/new", {"name": "Me", "answers": "on"})
    assert response.status_code == 200 and "consents/finance/" in response.text
    assert Profile.objects.get().facts == {"person.age": 34}


def test_a_profile_is_used_in_an_interview(as_: SignIn, lin: User, profile: Profile) -> None:
    browser = as_(lin)
    assert browser.post(address(profile, "use")).status_code == 302
    answers = browser.session["answers"]
    assert answers["person.family"] == FACTS["person.family"]
    the_bay().situation(answers)


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_fact_of_each_type_is_set(as_: SignIn, lin: User, profile: Profile, name: str) -> None:
    typed, kept = ANSWERS[name]
    response = as_(lin).post(address(profile, f"facts/{name}/"), {"value": typed})
    assert response.status_code == 302, response.text
    profile.refresh_from_db()
    assert profile.facts[name] == kept
    assert as_(lin).get(address(profile, f"facts/{name}/")).status_code == 200


def test_the_log_of_days_is_written_as_stays(as_: SignIn, lin: User, profile: Profile) -> None:
    stays = "2026-01-01..2026-01-03 hk\n2026-01-04 mo"
    as_(lin).post(address(profile, "facts/person.day_log/"), {"value": stays})
    profile.refresh_from_db()
    assert len(profile.facts["person.day_log"]) == 4
    assert stays.splitlines()[0] in as_(lin).get(address(profile, "facts/person.day_log/")).text


@pytest.mark.parametrize(
    "name, typed, sentence",
    [
        ("person.age", "", "Give an answer"),
        ("person.age", "old", "Write a number"),
        ("person.age", "900", "between 0 and 130"),
        ("person.highest_education", "clever", "Give an answer"),
        ("person.bachelor_awarded_on", "last summer", "Write a date"),
        ("person.day_log", "2026-01-01 HK!", "not a stay"),
        ("person.day_log", "2026-02-30 hk", "not a stay"),
    ],
)
def test_a_wrong_answer_is_refused_in_a_sentence(
    as_: SignIn, lin: User, profile: Profile, name: str, typed: str, sentence: str
) -> None:
    response = as_(lin).post(address(profile, f"facts/{name}/"), {"value": typed})
    assert response.status_code == 400 and sentence in response.text
    assert "field__wrong" in response.text


def test_a_wrong_answer_is_refused_in_chinese(as_: SignIn, lin: User, profile: Profile) -> None:
    response = as_(lin).post(f"/zh-hant/me/profiles/{profile.public}/facts/person.age/", {"value": "900"})
    assert "請填寫0至130之間的數字" in response.text


def test_a_fact_is_forgotten(as_: SignIn, lin: User, profile: Profile) -> None:
    as_(lin).post(address(profile, "facts/person.age/forget"))
    profile.refresh_from_db()
    assert "person.age" not in profile.facts


def test_a_sensitive_fact_without_its_consent_is_not_kept(as_: SignIn, lin: User, profile: Profile) -> None:
    response = as_(lin).post(address(profile, "facts/person.disability_degree/"), {"value": "60"})
    assert response.status_code == 409 and "consents/health/" in response.text


def test_facts_are_found_in_any_script(as_: SignIn, lin: User, profile: Profile) -> None:
    browser = as_(lin)
    for words in ("highest completed education", "最高学历", "最高學歷"):
        assert "person.highest_education" in browser.get(address(profile), {"q": words}).text


def test_a_family_member_is_entered_changed_and_removed(as_: SignIn, lin: User, profile: Profile) -> None:
    browser = as_(lin)
    sent = {"name": "Mother", "relationship": "parent", "birth_date": "1960-01-01", "married": "true"}
    assert browser.post(address(profile, "family/new"), sent).status_code == 302
    mother = Member.objects.get(name="Mother")
    assert mother.row == {"relationship": "parent", "birth_date": "1960-01-01", "married": True}
    there = address(profile, f"family/{mother.public}/")
    assert browser.post(there, {**sent, "married": ""}).status_code == 302
    mother.refresh_from_db()
    assert "married" not in mother.row
    asked = browser.get(there + "remove").text
    assert "Remove this family member?" in asked and "1960" in asked and Member.objects.filter(name="Mother").exists()
    browser.post(there + "remove")
    assert not Member.objects.filter(name="Mother").exists() and Member.objects.count() == 1


def test_the_page_of_a_family_member_tells_what_was_changed_and_never_what_it_was(
    as_: SignIn, lin: User, profile: Profile
) -> None:
    browser, member = as_(lin), profile.members.all()[0]
    there = address(profile, f"family/{member.public}/")
    browser.post(there, {"name": "Wife", "relationship": "spouse", "birth_date": "1990-05-02", "nationality": "CHN"})
    page = browser.get(there).text
    told = page.split('id="history"')[1]
    for said in ("A family member was changed: ", "birth date", "nationality"):
        assert said in told and said in browser.get("/en/me/data/trail/").text
    assert "1990" not in told
    assert "更改家庭成员资料" in browser.get(there.replace("/en/", "/zh-hans/")).text


def test_what_an_interview_knew_of_a_member_beyond_the_form_stays(as_: SignIn, lin: User, profile: Profile) -> None:
    member = profile.members.all()[0]
    Member.objects.filter(pk=member.pk).update(row={**member.row, "highest_education": "master", "has_iam_smart": True})
    browser = as_(lin)
    there = address(profile, f"family/{member.public}/")
    assert len(browser.get(there).content) < 50_000
    browser.post(there, {"name": "Wife", "relationship": "spouse", "birth_date": "1990-05-01"})
    member.refresh_from_db()
    assert member.row["has_iam_smart"] is True and "person.family" not in browser.get(address(profile)).text


@pytest.mark.parametrize("wrong", [{"name": ""}, {"birth_date": "soon"}, {"macao_id_years": "many"}])
def test_a_wrong_family_member_is_refused_beside_the_field(
    as_: SignIn, lin: User, profile: Profile, wrong: dict[str, str]
) -> None:
    response = as_(lin).post(address(profile, "family/new"), {"name": "Mother", "relationship": "parent", **wrong})
    assert response.status_code == 400 and "field__wrong" in response.text
    assert Member.objects.count() == 1


def test_that_there_is_nobody_is_said_and_unsaid(as_: SignIn, lin: User, profile: Profile) -> None:
    Member.objects.all().delete()
    for said in ("yes", "no"):
        as_(lin).post(address(profile, "family/none"), {"alone": said})
        profile.refresh_from_db()
        assert profile.alone is (said == "yes")


def test_a_profile_is_renamed_and_deleted_after_one_more_look(as_: SignIn, lin: User, profile: Profile) -> None:
    browser = as_(lin)
    browser.post(address(profile, "rename"), {"name": "What if"})
    profile.refresh_from_db()
    assert profile.name == "What if"
    assert "What if" in browser.get(address(profile, "delete")).text and Profile.objects.exists()
    browser.post(address(profile, "delete"))
    assert not Profile.objects.exists()


def test_name_and_language_are_kept_as_written(as_: SignIn, lin: User) -> None:
    assert as_(lin).post("/en/me/account/", {"name": "林悦", "language": "zh-hant"}).status_code == 302
    lin.refresh_from_db()
    assert (lin.name, lin.language) == ("林悦", "zh-hant")
    # People's names are never converted.
    assert "林悦" in as_(lin).get("/zh-hant/me/").text
    assert as_(lin).post("/en/me/account/", {"name": "x", "language": "tlh"}).status_code == 400


def token_form(**more: object) -> dict[str, object]:
    return {"name": "notebook", "scopes": ["law"], "expires": (today() + datetime.timedelta(9)).isoformat(), **more}


def test_a_token_is_shown_once_and_only_after_the_password(proved: SignIn, as_: SignIn, lin: User) -> None:
    assert "reauthenticate" in as_(lin).post("/en/me/tokens/", token_form()).headers["Location"]
    browser = proved(lin)
    response = browser.post("/en/me/tokens/", token_form())
    assert acts.TOKEN_PREFIX in response.text
    assert acts.TOKEN_PREFIX not in browser.get("/en/me/tokens/").text
    public = Token.objects.get().public
    assert browser.post(f"/en/me/tokens/{public}/revoke").status_code == 302
    assert "revoked" in browser.get("/en/me/tokens/").text


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["root"]}, {"expires": "never"}, {"expires": "2099-01-01"}]
)
def test_a_wrong_token_is_refused(proved: SignIn, lin: User, wrong: dict[str, object]) -> None:
    response = proved(lin).post("/en/me/tokens/", token_form(**wrong))
    assert response.status_code == 400 and "field__wrong" in response.text
    assert not Token.objects.exists()


def test_a_token_of_somebody_else_is_not_there(as_: SignIn, lin: User, silva: User) -> None:
    token, _ = acts.make_token(lin, "notebook", ["law"], today() + datetime.timedelta(1))
    assert as_(silva).post(f"/en/me/tokens/{token.public}/revoke").status_code == 404
    assert as_(lin).get(f"/en/me/tokens/{token.public}/revoke").status_code == 405


def test_the_language_one_reads_in_is_the_one_one_is_written_to_in(as_: SignIn, lin: User) -> None:
    client = as_(lin)
    for _ in range(2):
        response = client.post("/language", {"language": "zh-hant", "next": "/en/about"})
        assert response.headers["Location"] == "/zh-hant/about"
    lin.refresh_from_db()
    assert lin.language == "zh-hant"
    assert Entry.objects.filter(event="account.changed", person=lin.public).count() == 1
    assert client.post("/language", {"language": "tlh"}).status_code == 400
