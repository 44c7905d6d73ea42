"""The duties of consent where other desks hold the data: looks at a filed case, and deletion, export and sweep of cases and papers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from huanliu.base.clock import now
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Case, Decision
from huanliu.portal.consent import acts, exports, retention
from huanliu.portal.consent.access import NoConsentError
from huanliu.portal.consent.models import Look
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.desks import acts as desk
from huanliu.portal.documents.acts import hand_in
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from tests.portal.casework import PDF, admission, filed, fresh, ho_post, lin_drafted, wong
from tests.portal.consent.conftest import agree

__all__ = ["filed", "ho_post", "lin_drafted", "wong"]
pytestmark = pytest.mark.django_db


def test_an_officer_who_opens_the_file_is_seen_each_time(
    as_: Callable[[User], Client], lin: User, filed: Case, ho_post: Officer
) -> None:
    for _ in range(2):
        desk.look_at_file(admission(filed), ho_post, filed.facts)
    assert Look.objects.filter(person=lin.public, purpose="case", actor=ho_post.user.public).count() == 2
    page = as_(lin).get("/zh-hant/me/data/looks/").text
    assert "入境事務處" in page and "辦理您提交的個案" in page


def test_an_officer_of_another_authority_may_not_look(lin: User, filed: Case, ho_post: Officer) -> None:
    Officer.objects.filter(pk=ho_post.pk).update(authority="mo.dsal")
    ho_post.refresh_from_db()
    with pytest.raises(NoConsentError):
        desk.look_at_file(admission(filed), ho_post, filed.facts)
    assert Look.objects.count() == 0


def test_deleting_everything_withdraws_what_is_open_and_lets_go_of_the_papers(lin: User, filed: Case) -> None:
    hand_in(lin, "other", "paper.pdf", PDF)
    acts.delete_person(lin.public)
    assert not Case.objects.exists() and not Paper.objects.exists() and not User.objects.filter(pk=lin.pk).exists()
    assert trail.verify() == Entry.objects.count()


def test_what_an_authority_decided_stays_without_a_name(
    lin: User, filed: Case, ho_post: Officer, wong: Officer
) -> None:
    desk.take(admission(filed), ho_post)
    desk.propose(fresh(admission(filed)), ho_post, "grant", "Everything is shown.", "", None)
    desk.confirm(Decision.objects.select_related("task__case__person")[0], wong)
    kept = acts.delete_person(lin.public)
    assert "case" in {each.what for each in kept}
    assert Case.objects.filter(pk=filed.pk).exists()
    lin.refresh_from_db()
    assert (lin.name, lin.is_active, lin.email) == ("", False, f"{lin.public}@deleted.invalid")


def test_the_archive_has_the_papers_and_the_cases(lin: User, filed: Case) -> None:
    paper = hand_in(lin, "other", "paper.pdf", PDF)
    parts = exports.everything(lin.public)
    assert parts["cases"]["cases"][0]["public"] == filed.public
    packed = zipfile.ZipFile(io.BytesIO(exports.archive(lin.public, parts)))
    assert packed.read(f"documents/{paper.public}-{paper.name}") == PDF


def test_taking_back_the_consent_to_papers_deletes_those_that_no_desk_holds(lin: User) -> None:
    agree(lin, "papers")
    hand_in(lin, "other", "paper.pdf", PDF)
    acts.take_back(lin.public, purpose("papers"))
    assert not Paper.objects.exists()


def test_a_case_that_is_over_goes_at_its_term(lin: User, filed: Case) -> None:
    Case.objects.update(state="withdrawn", changed=now() - timedelta(days=purpose("case").keep_days + 1))
    retention.sweep()
    assert not Case.objects.exists()
