"""What the desk of papers holds about a person: papers and their bytes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from huanliu.portal.consent.holdings import Holding, Kept, Piece, register, rows
from huanliu.portal.documents import storage
from huanliu.portal.documents.models import Paper, Share

FIELDS = ("public", "kind", "name", "type", "size", "digest", "handed_in")


def exported(person: str) -> dict[str, Any]:
    """Every paper, and which offices it was shown to."""
    shares = Share.objects.filter(paper__person__public=person)
    return {
        "papers": rows(Paper.objects.filter(person__public=person), *FIELDS),
        "shown_to": rows(shares, "paper__public", "task", "authority", "begun", "ended"),
    }


def files(person: str) -> dict[str, bytes]:
    """The papers themselves. A file that is gone is left out: an export must not fail for it."""
    found = {}
    for paper in Paper.objects.filter(person__public=person):
        try:
            found[f"{paper.public}-{paper.name}"] = storage.read(paper.stored)
        except OSError:
            continue
    return found


def _deleted(papers: Iterable[Paper]) -> None:
    """Rows now, bytes once that is sure; a paper that a case still has stays with the case."""
    for paper in papers:
        try:
            with transaction.atomic():
                paper.delete()
        except ProtectedError:
            continue
        transaction.on_commit(partial(storage.remove, paper.stored), robust=True)


def destroyed(person: str) -> list[Kept]:
    """Every paper. The desk of cases, above this one, has let go of them before."""
    _deleted(Paper.objects.filter(person__public=person))
    return []


def forgotten(person: str, classes: frozenset[str]) -> None:
    """A consent to keep papers was taken back: those that no case has go."""
    if "document" in classes:
        _deleted(Paper.objects.filter(person__public=person))


def pieces() -> Iterable[Piece]:
    """Papers that no case has, since they were handed in."""
    for paper in Paper.objects.filter(serves__isnull=True).select_related("person"):
        yield Piece(paper.person.public, "papers", paper.handed_in.date(), partial(_deleted, [paper]))


def counted(person: str) -> dict[str, int]:
    """How many papers."""
    return {"document": Paper.objects.filter(person__public=person).count()}


def register_documents() -> None:
    """Once, when the desk is ready."""
    more = {"forget": forgotten, "pieces": pieces, "files": files, "counts": counted}
    register(Holding("documents", frozenset({"document"}), exported, destroyed, **more))  # type: ignore[arg-type]
