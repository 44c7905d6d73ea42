"""What the desk of papers holds about people: registered with the desk of consent for export, deletion and the sweep."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from huanliu.portal.consent.holdings import Holding, Kept, Piece, register, rows
from huanliu.portal.documents import storage
from huanliu.portal.documents.models import Paper, Share


def exported(person: str) -> dict[str, Any]:
    """Every paper and with whom it was shared."""
    papers = Paper.objects.filter(person__public=person)
    shares = Share.objects.filter(paper__person__public=person)
    return {
        "papers": rows(papers, "public", "kind", "name", "type", "size", "digest", "handed_in"),
        "shares": rows(shares, "paper__public", "task", "authority", "begun", "ended"),
    }


def files(person: str) -> dict[str, bytes]:
    """The papers themselves, by our name and never by that of an upload."""
    found = {}
    for paper in Paper.objects.filter(person__public=person):
        try:
            found[f"{paper.public}.{paper.type.rpartition('/')[2]}"] = storage.read(paper.stored)
        except OSError:
            # The row outlived its file: a copy of everything else is still owed.
            continue
    return found


def destroyed(person: str) -> list[Kept]:
    """Every paper. Cases have let go of them before: their desk stands above this one."""
    for paper in Paper.objects.filter(person__public=person):
        _gone(paper.pk)
    return []


def _gone(pk: int) -> None:
    with transaction.atomic():
        paper = Paper.objects.select_for_update().filter(pk=pk).first()
        if paper is None:
            return
        paper.serves.update(paper=None)
        paper.delete()
        # Only once the row is surely gone.
        transaction.on_commit(partial(storage.remove, paper.stored))


def _free(papers: Any) -> Any:
    """Papers that no desk holds now."""
    return papers.exclude(pk__in=Share.objects.filter(ended=None).values("paper"))


def forgotten(person: str, classes: frozenset[str]) -> None:
    """The consent to keeping papers was taken back: what no filed case needs goes."""
    if "document" in classes:
        for paper in _free(Paper.objects.filter(person__public=person)):
            _gone(paper.pk)


def pieces() -> Iterable[Piece]:
    """A paper since it was handed in or last shown to a desk."""
    for paper in _free(Paper.objects.select_related("person")).iterator(chunk_size=500):
        ends = [share.ended for share in paper.shares.all() if share.ended]
        since = max([paper.handed_in, *ends]).date()
        yield Piece(paper.person.public, "papers", since, partial(_gone, paper.pk))


def counted(person: str) -> dict[str, int]:
    """How many papers."""
    return {"document": Paper.objects.filter(person__public=person).count()}


def register_documents() -> None:
    """The papers."""
    register(
        Holding(
            "documents",
            frozenset({"document"}),
            exported,
            destroyed,
            forget=forgotten,
            pieces=pieces,
            files=files,
            counts=counted,
        )
    )
