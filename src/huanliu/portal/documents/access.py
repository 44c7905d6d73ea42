"""Whose papers, and who may look. `look` is the one place at which an officer gets to see a person's paper."""

from __future__ import annotations

from django.http import Http404

from huanliu.portal.authorities.models import Officer
from huanliu.portal.documents.models import Paper, Share
from huanliu.portal.people.models import User
from huanliu.portal.record import trail


def papers_of(person: User) -> list[Paper]:
    """Everything that somebody handed in."""
    return list(Paper.objects.filter(person=person).prefetch_related("shares"))


def own_paper(person: User, public: str) -> Paper:
    """One's own paper."""
    found = Paper.objects.filter(person=person, public=public).first()
    if found is None:
        raise Http404
    return found


def look(officer: Officer, paper: str, task: str, purpose: str) -> Paper:
    """A paper for an officer whose authority's task needs it; the person sees that it was looked at, each time.

    The consent desk's `reading` belongs here, and nowhere else.
    """
    shares = Share.objects.filter(paper__public=paper, task=task, authority=officer.authority, ended=None)
    found = shares.select_related("paper__person").first()
    if found is None:
        raise Http404
    person = found.paper.person
    said = {"task": task, "authority": officer.authority, "kind": found.paper.kind, "purpose": purpose}
    trail.write("paper.looked", actor=officer.user.public, person=person.public, about=found.paper.public, **said)
    return found.paper
