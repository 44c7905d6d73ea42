"""Consents one at a time, taken back as easily; requests with clocks; deletion that leaves the chain whole."""

from __future__ import annotations

import datetime
import json

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from huanliu.base.clock import now, today
from huanliu.portal.consent import acts, retention
from huanliu.portal.consent.models import Look, Receipt, Request
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.consent.receipts import as_iso
from huanliu.portal.people.acts import make_profile
from huanliu.portal.people.models import Profile, User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Body, Entry
from tests.portal.consent.conftest import agree, on_day

pytestmark = pytest.mark.django_db


def test_a_receipt_says_which_words_were_shown(lin: User) -> None:
    (receipt,) = agree(lin, "profile")
    said = as_iso(receipt)
    assert said["schema_version"] == "ISO/IEC TS 27560:2023"
    assert said["notice"] == {"version": 1, "digest": f"sha256:{purpose('profile').digest('en')}"}
    assert said["purposes"][0]["pii_categories"] == sorted(purpose("profile").reads)
    assert json.dumps(said)


def test_consenting_twice_is_consenting_once(lin: User) -> None:
    first, second = agree(lin, "profile")[0], agree(lin, "profile")[0]
    assert first.pk == second.pk and Receipt.objects.count() == 1


def test_two_live_receipts_of_one_purpose_cannot_be(lin: User) -> None:
    (receipt,) = agree(lin, "profile")
    receipt.pk, receipt.public = None, "y" * 22
    with pytest.raises(IntegrityError), transaction.atomic():
        receipt.save(force_insert=True)


def test_consent_is_to_the_words_that_the_page_carried(lin: User) -> None:
    with pytest.raises(acts.RefusedError, match="changed"):
        acts.give_consent(lin.public, purpose("profile"), "en", purpose("profile").digest("zh-hans"))
    assert Receipt.objects.count() == 0


def test_only_a_guardian_consents_for_a_child(lin: User) -> None:
    child = purpose("child")
    with pytest.raises(acts.RefusedError, match="guardian"):
        acts.give_consent(lin.public, child, "en", child.digest("en"))
    assert acts.give_consent(lin.public, child, "en", child.digest("en"), guardian=True).guardian


def test_taking_back_ends_the_receipt_and_deletes_what_it_alone_kept(lin: User) -> None:
    agree(lin, "profile", "finance")
    make_profile(lin, "Me", {"person.age": 34, "person.annual_salary": "900000"})
    assert acts.take_back(lin.public, purpose("finance"))
    assert Profile.objects.get().facts == {"person.age": 34}
    assert not acts.take_back(lin.public, purpose("finance"))
    assert [entry.event for entry in Entry.objects.all()].count("consent.taken_back") == 1


def test_giving_anew_closes_a_stale_receipt(lin: User) -> None:
    (old,) = agree(lin, "profile")
    Receipt.objects.filter(pk=old.pk).update(digest="older words")
    (new,) = agree(lin, "profile")
    old.refresh_from_db()
    assert new.pk != old.pk and old.ended_how == "replaced"


@pytest.mark.parametrize("side, days", [("hk", 40), ("cn", 30), ("mo", 30)])
def test_a_request_has_the_clock_of_its_jurisdiction(
    lin: User, side: str, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, datetime.date(2026, 1, 1))
    asked = acts.ask(lin.public, "access", side, "")
    assert asked.due == datetime.date(2026, 1, 1) + datetime.timedelta(days)


def test_an_answer_is_given_once_and_a_refusal_with_reasons(lin: User, ho: User) -> None:
    asked = acts.ask(lin.public, "human", "hk", "")
    with pytest.raises(acts.RefusedError):
        acts.answer(asked, ho.public, "refused", " ")
    assert acts.answer(asked, ho.public, "refused", "The data are those of somebody else.")
    assert not acts.answer(asked, ho.public, "granted", "After all.")
    assert Entry.objects.get(event="access.refused").person == lin.public


def test_deletion_leaves_no_body_and_a_chain_that_verifies(lin: User, ho: User) -> None:
    agree(lin, "profile", "finance")
    make_profile(lin, "Me", {"person.age": 34})
    agree(ho, "profile")
    acts.ask(lin.public, "access", "hk", "my name is Lin")
    kept = acts.delete_person(lin.public)
    assert not User.objects.filter(public=lin.public).exists() and not Profile.objects.exists()
    assert not Receipt.objects.filter(person=lin.public, ended__isnull=True).exists()
    assert Request.objects.get().text == ""
    left = Body.objects.filter(entry__person=lin.public).values_list("entry__event", flat=True)
    assert set(left) == {"account.deleted"}
    assert trail.verify() == Entry.objects.count()
    assert {each.what for each in kept} == {"receipt", "request", "log"}
    assert all(each.law in ("pipl", "pdpo") and each.articles for each in kept)
    # Somebody else's are untouched.
    assert Receipt.objects.filter(person=ho.public, ended__isnull=True).count() == 1
    assert Body.objects.filter(entry__person=ho.public).exists()


def test_where_a_desk_must_keep_a_row_the_account_stays_as_an_empty_shell(
    lin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree(lin, "profile")
    make_profile(lin, "Me", {"person.age": 34})

    def protected(self: User) -> None:
        raise ProtectedError("a case hangs on it", set())

    monkeypatch.setattr(User, "delete", protected)
    acts.delete_person(lin.public)
    lin.refresh_from_db()
    assert (lin.name, lin.is_active, lin.has_usable_password()) == ("", False, False)
    assert lin.email == f"{lin.public}@deleted.invalid"
    assert not Profile.objects.exists()


def test_the_log_of_refusals_outlives_the_deletion(lin: User, ho: User) -> None:
    acts.answer(acts.ask(lin.public, "access", "hk", ""), ho.public, "refused", "Reasons.")
    acts.delete_person(lin.public)
    assert Body.objects.filter(entry__event="access.refused").exists()


def test_nothing_is_deleted_while_something_is_held(lin: User) -> None:
    agree(lin, "profile")
    held = acts.hold(lin.public, "profile", "pdpo", "s. 26", None)
    with pytest.raises(acts.RefusedError, match="held"):
        acts.delete_person(lin.public)
    assert User.objects.filter(public=lin.public).exists()
    acts.lift(held)
    acts.delete_person(lin.public)
    assert not User.objects.filter(public=lin.public).exists()


def test_a_deletion_that_fails_deletes_nothing(lin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    agree(lin, "profile")
    make_profile(lin, "Me", {"person.age": 34})

    def broken(event: str, **fields: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(acts.trail, "write", broken)
    with pytest.raises(RuntimeError):
        acts.delete_person(lin.public)
    assert Profile.objects.count() == 1 and Receipt.objects.filter(ended__isnull=True).count() == 1


def test_an_expired_consent_takes_what_it_kept_with_it(lin: User) -> None:
    agree(lin, "profile", "finance")
    make_profile(lin, "Me", {"person.age": 34, "person.annual_salary": "900000"})
    Receipt.objects.filter(purpose="finance").update(expires=today() - datetime.timedelta(days=1))
    assert retention.sweep().expired == 1
    assert Profile.objects.get().facts == {"person.age": 34}


def test_the_own_look_is_deleted_with_its_person(lin: User) -> None:
    Look.objects.create(person=lin.public, actor="x", purpose="case", fields=["person.age"], at=now())
    acts.delete_person(lin.public)
    assert Look.objects.count() == 0
