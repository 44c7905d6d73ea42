"""What the desks of cases, papers and authorities answer for towards the desk of consent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from huanliu.portal.authorities.held import destroyed as posts_destroyed
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts
from huanliu.portal.cases.held import destroyed, exported, keeps, pieces, vouches
from huanliu.portal.cases.models import Case, Decision
from huanliu.portal.consent.access import Actor
from huanliu.portal.consent.acts import delete_person
from huanliu.portal.consent.holdings import holdings
from huanliu.portal.desks import acts as desks
from huanliu.portal.documents import acts as papers
from huanliu.portal.documents import storage
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from tests.portal.casework import PDF, admission


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"


@pytest.fixture
def given(filed: Case) -> Paper:
    paper = papers.hand_in(filed.person, "employment_contract", "contract.pdf", PDF)
    acts.give_paper(filed, "employment_contract", paper)
    return paper


def decide(case: Case, first: Officer, second: Officer) -> None:
    desks.take(admission(case), first)
    reasons = "Everything that is asked for was shown."
    decision = desks.propose(admission(case), first, "granted", reasons, "ASMTP FAQ", None)
    desks.confirm(Decision.objects.select_related("task__case__person").get(pk=decision.pk), second)


def test_the_three_desks_are_registered() -> None:
    assert {"cases", "documents", "authorities"} <= {holding.app for holding in holdings()}


def test_an_export_has_everything_and_no_officer(filed: Case, given: Paper, ho_post: Officer, wong: Officer) -> None:
    decide(filed, ho_post, wong)
    text = str(exported(filed.person.public))
    assert filed.public in text and given.public in text and "Everything that is asked for" in text
    assert ho_post.user.name not in text and ho_post.user.public not in text


def test_what_was_never_decided_goes_with_its_papers(
    filed: Case, given: Paper, django_capture_on_commit_callbacks: Any
) -> None:
    person = filed.person.public
    with django_capture_on_commit_callbacks(execute=True):
        assert [each for each in delete_person(person) if each.what in ("case", "document")] == []
    assert not Case.objects.exists() and not Paper.objects.exists() and not list(storage.folder().iterdir())
    assert not User.objects.filter(public=person).exists()
    assert isinstance(trail.verify(), int)


def test_what_was_decided_stays_stripped_and_says_by_which_law(
    filed: Case, given: Paper, ho_post: Officer, wong: Officer
) -> None:
    decide(filed, ho_post, wong)
    kept = delete_person(filed.person.public)
    filed.refresh_from_db()
    assert [(each.what, each.law, each.articles) for each in kept if each.what == "case"] == [
        ("case", "pdpo", "s. 26(1)")
    ]
    assert (filed.state, filed.facts, filed.plan) == ("withdrawn", {}, {})
    assert filed.person.name == "" and not Paper.objects.exists()
    assert isinstance(trail.verify(), int)


def test_a_case_vouches_only_for_the_authority_at_which_the_task_lies(
    filed: Case, ho_post: Officer, silva: User
) -> None:
    person, task = filed.person.public, admission(filed).public
    assert vouches(person, task, Actor(ho_post.user.public))
    assert not vouches(person, task, Actor(silva.public))
    assert not vouches(silva.public, task, Actor(ho_post.user.public))
    assert not vouches(person, filed.tasks.get(key="permit_card.1").public, Actor(ho_post.user.public))
    acts.withdraw(filed)
    assert not vouches(person, task, Actor(ho_post.user.public))


def test_a_case_has_a_term_once_it_is_over(filed: Case) -> None:
    assert list(pieces()) == [] and keeps(filed.person.public) == []
    acts.withdraw(filed)
    (piece,) = pieces()
    piece.destroy()
    assert not Case.objects.exists() and destroyed(filed.person.public) == []


def test_a_post_ends_with_its_officer(ho_post: Officer) -> None:
    assert [each.what for each in posts_destroyed(ho_post.user.public)] == ["office"]
    ho_post.refresh_from_db()
    assert ho_post.ended is not None
