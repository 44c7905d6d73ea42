"""Profiles hold only what consents reach; families are members; tokens are seen once."""

from __future__ import annotations

import datetime
import json

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from huanliu.base.clock import today
from huanliu.errors import SubjectError
from huanliu.portal.bay import the_bay
from huanliu.portal.people import access, acts
from huanliu.portal.people.facts import row_class
from huanliu.portal.people.models import Member, Profile, Token, User
from huanliu.portal.record.models import Body, Entry
from tests.portal.consent.conftest import agree

pytestmark = pytest.mark.django_db
SPOUSE = {"relationship": "spouse", "birth_date": "1990-05-01"}


def born(years: int) -> str:
    return (today() - datetime.timedelta(days=365 * years + 100)).isoformat()


@pytest.fixture
def ready(lin: User) -> User:
    agree(lin, "profile", "finance", "family")
    return lin


def test_a_profile_keeps_what_the_law_reads(ready: User) -> None:
    made = acts.make_profile(
        ready, "Me", {"person.age": "34", "person.annual_salary": "900000.00", "person.family": []}
    )
    assert (made.profile.facts, made.left) == ({"person.age": 34, "person.annual_salary": "900000"}, [])
    assert made.profile.alone and acts.composed(made.profile)["person.family"] == []
    the_bay().situation(acts.composed(made.profile))


def test_without_the_consent_to_profiles_there_is_none(lin: User) -> None:
    with pytest.raises(acts.ConsentNeededError) as error:
        acts.make_profile(lin, "Me", {})
    assert error.value.purposes == ["profile"] and not Profile.objects.exists()


def test_what_consents_do_not_reach_is_left_out_and_named(lin: User) -> None:
    agree(lin, "profile")
    facts = {"person.age": 34, "person.annual_salary": "900000", "person.criminal_record": False}
    made = acts.make_profile(lin, "Me", facts)
    assert made.profile.facts == {"person.age": 34}
    assert (set(made.left), made.left_count) == ({"finance", "conduct"}, 2)


def test_a_name_is_used_once_by_one_person(ready: User, ho: User) -> None:
    acts.make_profile(ready, "Me", {})
    with pytest.raises(acts.RefusedError, match="name_taken"):
        acts.make_profile(ready, "Me", {})
    agree(ho, "profile")
    acts.make_profile(ho, "Me", {})
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.filter(user=ho).update(user=ready)


def test_there_is_a_bound(ready: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_PROFILES", 1)
    acts.make_profile(ready, "Me", {})
    with pytest.raises(acts.RefusedError, match="many_profiles"):
        acts.make_profile(ready, "Other", {})


def test_a_wrong_value_changes_nothing(ready: User) -> None:
    profile = acts.make_profile(ready, "Me", {"person.age": 34}).profile
    with pytest.raises(SubjectError):
        acts.set_fact(profile, "person.age", 900)
    profile.refresh_from_db()
    assert profile.facts == {"person.age": 34}


def test_a_fact_is_set_and_forgotten_and_the_trail_knows_not_what_it_was(ready: User) -> None:
    profile = acts.make_profile(ready, "Me", {}).profile
    acts.set_fact(profile, "person.age", 41)
    acts.forget_fact(profile, "person.age")
    profile.refresh_from_db()
    assert profile.facts == {}
    bodies = Body.objects.filter(entry__event="profile.changed").values_list("text", flat=True)
    assert len(bodies) == 2 and not any("41" in body for body in bodies)


def test_the_family_is_one_list_and_nobody_named_is_not_nobody(ready: User) -> None:
    profile = acts.make_profile(ready, "Me", {}).profile
    assert "person.family" not in acts.composed(profile)
    acts.set_alone(profile, True)
    profile.refresh_from_db()
    assert acts.composed(profile)["person.family"] == []
    acts.keep_member(profile, "Wife", SPOUSE)
    profile.refresh_from_db()
    assert acts.composed(profile)["person.family"] == [SPOUSE] and not profile.alone
    with pytest.raises(acts.RefusedError, match="not_alone"):
        acts.set_alone(profile, True)


def test_a_member_is_corrected_alone_and_the_trail_names_what_changed(ready: User) -> None:
    profile = acts.make_profile(ready, "Me", {}).profile
    wife, mother = (
        acts.keep_member(profile, "Wife", SPOUSE),
        acts.keep_member(profile, "Mother", {"relationship": "parent"}),
    )
    acts.keep_member(profile, "Wife", {**SPOUSE, "nationality": "PRT"}, wife)
    before = Entry.objects.count()
    acts.keep_member(profile, "Wife", {**SPOUSE, "nationality": "PRT"}, wife)
    assert Entry.objects.count() == before, "nothing changed, nothing is written"
    mother.refresh_from_db()
    assert mother.row == {"relationship": "parent"}
    told = Entry.objects.filter(event="member.changed").get()
    assert told.about == wife.public and json.loads(told.body.text) == {"facts": ["person.family.nationality"]}


def test_a_member_that_another_window_removed_does_not_come_back(ready: User) -> None:
    profile = acts.make_profile(ready, "Me", {}).profile
    wife = acts.keep_member(profile, "Wife", SPOUSE)
    acts.remove_member(Member.objects.get(pk=wife.pk))
    before = Entry.objects.count()
    for late in (
        lambda: acts.keep_member(profile, "Wife", {**SPOUSE, "nationality": "PRT"}, wife),
        lambda: acts.remove_member(wife),
    ):
        with pytest.raises(Http404):
            late()
    assert not Member.objects.exists() and Entry.objects.count() == before


def test_a_child_under_14_is_kept_only_under_the_guardians_consent(ready: User) -> None:
    profile = acts.make_profile(ready, "Me", {}).profile
    for row in ({"relationship": "child", "birth_date": born(8)}, {"relationship": "child"}):
        with pytest.raises(acts.ConsentNeededError) as error:
            acts.keep_member(profile, "Daughter", row)
        assert error.value.purposes == ["child"]
    acts.keep_member(profile, "Son", {"relationship": "child", "birth_date": born(20)})
    agree(ready, "child")
    acts.keep_member(profile, "Daughter", {"relationship": "child", "birth_date": born(8)})
    assert Member.objects.count() == 2


@pytest.mark.parametrize("years, expected", [(13, "child"), (14, "family"), (40, "family")])
def test_the_class_of_a_family_member_is_by_age(years: int, expected: str) -> None:
    assert row_class({"relationship": "child", "birth_date": born(years)}) == expected


def test_the_facts_of_somebody_under_14_are_a_childs(ready: User) -> None:
    made = acts.make_profile(ready, "Me", {"person.age": 12, "person.highest_education": "below_college"})
    assert made.profile.facts == {} and made.left == ["child"]
    with pytest.raises(acts.ConsentNeededError):
        acts.set_fact(made.profile, "person.age", 12)


def test_a_fact_that_the_law_dropped_is_left_out_of_an_interview(ready: User) -> None:
    profile = acts.make_profile(ready, "Me", {"person.age": 34}).profile
    Profile.objects.filter(pk=profile.pk).update(facts={"person.age": 34, "person.shoe_size": 44})
    profile.refresh_from_db()
    assert acts.use(profile) == {"person.age": 34}


def test_deleting_a_profile_deletes_its_family(ready: User) -> None:
    profile = acts.make_profile(ready, "Me", {"person.family": [SPOUSE]}).profile
    acts.delete_profile(profile)
    assert not Profile.objects.exists() and not Member.objects.exists()


def test_every_act_writes_one_entry(ready: User) -> None:
    before = Entry.objects.count()
    profile = acts.make_profile(ready, "Me", {}).profile
    acts.rename(profile, "Me again")
    acts.set_fact(profile, "person.age", 34)
    member = acts.keep_member(profile, "Wife", SPOUSE)
    acts.remove_member(member)
    acts.use(profile)
    acts.change_account(ready, "Lin Yue", "zh-hans")
    token, _ = acts.make_token(ready, "notebook", ["law"], today() + datetime.timedelta(1))
    acts.revoke_token(token)
    acts.delete_profile(profile)
    assert Entry.objects.count() - before == 10


def test_a_token_reaches_its_scopes_until_its_day_or_its_revocation(ready: User) -> None:
    token, text = acts.make_token(ready, "notebook", ["law"], today() + datetime.timedelta(1))
    assert text not in str(Token.objects.values()) and token.digest != text
    found = access.token_for(text, "law")
    assert found is not None and found.user == ready
    assert access.token_for(text, "cases") is None
    assert access.token_for(text + "x", "law") is None
    Token.objects.update(expires=today() - datetime.timedelta(1))
    assert access.token_for(text, "law") is None
    Token.objects.update(expires=today() + datetime.timedelta(1))
    assert acts.revoke_token(token) and not acts.revoke_token(token)
    assert access.token_for(text, "law") is None


def test_a_token_of_somebody_who_left_reaches_nothing(ready: User) -> None:
    _, text = acts.make_token(ready, "notebook", ["law"], today() + datetime.timedelta(1))
    User.objects.update(is_active=False)
    assert access.token_for(text, "law") is None


@pytest.mark.parametrize("scopes, days", [([], 1), (["root"], 1), (["law"], 0), (["law"], 400)])
def test_a_token_without_a_scope_or_an_end_is_refused(ready: User, scopes: list[str], days: int) -> None:
    with pytest.raises(acts.RefusedError):
        acts.make_token(ready, "notebook", scopes, today() + datetime.timedelta(days))
    assert not Token.objects.exists()


def test_a_token_pressed_twice_is_one(ready: User) -> None:
    acts.make_token(ready, "notebook", ["law"], today() + datetime.timedelta(1))
    with pytest.raises(acts.RefusedError, match="name_taken"):
        acts.make_token(ready, "notebook", ["law"], today() + datetime.timedelta(1))
    assert Token.objects.count() == 1


def test_the_use_of_a_token_is_noted_once_a_day(ready: User) -> None:
    token, _ = acts.make_token(ready, "notebook", ["law"], today() + datetime.timedelta(1))
    acts.note_use(token)
    token.refresh_from_db()
    assert token.used == today()
