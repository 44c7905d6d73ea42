"""Whose papers, and who may look. `look` is the one place at which an officer gets to see a person's paper."""

from __future__ import annotations

from django.http import Http404

from huanliu.portal.authorities.models import Officer
from huanliu.portal.authorities.registry import authorities
from huanliu.portal.consent.access import Actor, NoConsentError, granted, looking
from huanliu.portal.documents.acts import PURPOSE
from huanliu.portal.documents.models import Paper, Share
from huanliu.portal.people.models import User

# What is read where a paper is looked at.
PAPER = ("documents.Paper.kind", "documents.Paper.name", "documents.Paper.stored")


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
    """A paper for an officer whose authority's task needs it; the consent desk asks whether the case vouches for the officer, and
    writes the line that the person sees, each time."""
    shares = Share.objects.filter(paper__public=paper, task=task, authority=officer.authority, ended=None)
    found = shares.select_related("paper__person").first()
    if found is None:
        raise Http404
    owner = found.paper.person.public
    if PURPOSE not in granted(owner):
        # The consent to keep papers was taken back: nobody looks at one any more.
        raise NoConsentError("the person took back the consent to keep papers")
    looking(owner, PAPER, purpose, looker(officer), task)
    return found.paper


def looker(officer: Officer) -> Actor:
    """An officer as the consent desk knows one: by the office, never by name."""
    return Actor(officer.user.public, authorities()[officer.authority].name)
