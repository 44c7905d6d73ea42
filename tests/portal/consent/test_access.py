"""Nobody reads anything about a person without a purpose that holds, and every reading is a line that the person sees."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huanliu.base.language import Text
from huanliu.portal.consent import access, acts
from huanliu.portal.consent.access import Actor, NoConsentError, OutsidePurposeError, reading
from huanliu.portal.consent.classes import class_of, classes
from huanliu.portal.consent.models import Look, Transfer
from huanliu.portal.consent.purposes import UnlistedPurposeError, consented, purpose
from huanliu.portal.people.acts import make_profile, set_fact
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from tests.portal.consent.conftest import agree, on_day

pytestmark = pytest.mark.django_db
OFFICE = Actor("x" * 22, Text("Immigration Department", "入境事务处"))
FACTS = {
    "person.age": 34,
    "person.income_previous_12_months": "2600000",
    "person.criminal_record": False,
    "person.highest_education": "master",
    "person.disability_degree": "0",
}
PURPOSE_OF = {"identity": "profile", "finance": "finance", "conduct": "conduct", "work": "profile", "health": "health"}


@pytest.fixture
def known(lin: User) -> User:
    agree(lin, *set(PURPOSE_OF.values()))
    make_profile(lin, "Me", FACTS)
    return lin


def test_with_a_consent_the_values_come_and_the_look_is_a_line(known: User) -> None:
    assert reading(known.public, ["person.age"], "profile", OFFICE) == {"person.age": 34}
    look = Look.objects.get()
    assert (look.person, look.actor, look.fields) == (known.public, OFFICE.public, ["person.age"])
    assert look.office["zh-Hans"] == "入境事务处"
    assert Entry.objects.filter(event="data.looked", person=known.public, actor=OFFICE.public).count() == 1


def test_reading_twice_makes_two_lines(known: User) -> None:
    for _ in range(2):
        reading(known.public, ["person.age"], "profile", OFFICE)
    assert Look.objects.count() == 2 and Entry.objects.filter(event="data.looked").count() == 2


def test_a_field_outside_the_purpose_is_refused_with_everything_else(known: User) -> None:
    with pytest.raises(OutsidePurposeError, match="income"):
        reading(known.public, ["person.age", "person.income_previous_12_months"], "profile", OFFICE)
    assert Look.objects.count() == 0


def test_without_a_consent_nothing_comes_and_nothing_is_noted(lin: User) -> None:
    with pytest.raises(NoConsentError):
        reading(lin.public, ["person.age"], "profile", OFFICE)
    assert Look.objects.count() == 0


def test_an_unlisted_purpose_is_a_mistake_of_ours(known: User) -> None:
    with pytest.raises(UnlistedPurposeError):
        reading(known.public, ["person.age"], "curiosity", OFFICE)


def test_an_expired_consent_is_none(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(monkeypatch, datetime.date(2030, 1, 1))
    with pytest.raises(NoConsentError):
        reading(known.public, ["person.age"], "profile", OFFICE)


def test_changed_words_make_a_receipt_stale(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(purpose("profile")), "digest", lambda self, code: "other words")
    assert access.granted(known.public) == frozenset()


def test_a_case_vouches_only_where_the_cases_desk_says_so(lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_vouching", {})
    with pytest.raises(NoConsentError):
        reading(lin.public, ["person.age"], "case", OFFICE, about="case-1")
    access.vouch("case", lambda person, about, actor: (person, about) == (lin.public, "case-1"))
    assert reading(lin.public, ["person.age"], "case", OFFICE, about="case-1") == {}
    with pytest.raises(NoConsentError):
        reading(lin.public, ["person.age"], "case", OFFICE, about="case-2")


def test_a_consent_to_one_employer_is_none_to_another(lin: User) -> None:
    employer = purpose("employer")
    acts.give_consent(lin.public, employer, "en", employer.digest("en"), whom="org-1")
    assert access.people_who_agreed(employer, "org-1") == [lin.public]
    assert access.people_who_agreed(employer, "org-2") == []
    reading(lin.public, ["people.User.name"], "employer", OFFICE, about="org-1")
    with pytest.raises(NoConsentError):
        reading(lin.public, ["people.User.name"], "employer", OFFICE, about="org-2")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=st.sets(st.sampled_from(sorted(set(PURPOSE_OF.values())))))
def test_removing_a_purpose_removes_the_fields(db: None, taken: set[str]) -> None:
    user = User.objects.create_user(f"lin{User.objects.count()}@example.org")
    agree(user, *set(PURPOSE_OF.values()))
    make_profile(user, "Me", FACTS)
    for name in taken:
        assert acts.take_back(user.public, purpose(name))
    seen: set[str] = set()
    for each in [each for each in consented() if not each.each]:
        fields = [name for name in FACTS if class_of(name) in each.reads]
        try:
            seen |= set(reading(user.public, fields, each.id, OFFICE))
        except NoConsentError:
            continue
    assert seen == {name for name in FACTS if PURPOSE_OF[class_of(name)] not in taken}
    # Nothing of a class that was taken back is left in any row either.
    kept = {class_of(name) for profile in user.profiles.all() for name in profile.facts}
    assert {PURPOSE_OF[each] for each in kept} & taken == set()


def test_nothing_crosses_a_border_without_a_consent_and_an_instrument(known: User) -> None:
    fields = ["person.age"]
    with pytest.raises(NoConsentError):
        acts.transfer(known.public, fields, "cn", "hk", "gba_hk", OFFICE)
    agree(known, "leaving_mainland")
    with pytest.raises(PermissionError):
        acts.transfer(known.public, fields, "cn", "hk", "gba_mo", OFFICE)
    assert Transfer.objects.count() == 0
    acts.transfer(known.public, fields, "cn", "hk", "gba_hk", OFFICE)
    assert Transfer.objects.get().fields == fields
    assert trail.verify() == Entry.objects.count()


def test_a_fact_set_needs_the_consent_of_its_class(lin: User) -> None:
    agree(lin, "profile")
    profile = make_profile(lin, "Me", {}).profile
    for name, value in FACTS.items():
        if classes()[class_of(name)].sensitive:
            with pytest.raises(PermissionError):
                set_fact(profile, name, value)
    profile.refresh_from_db()
    assert profile.facts == {}
