"""Handing papers in, taking them back, and showing them to the desks whose tasks need them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from django.conf import settings
from django.db import IntegrityError, transaction

from huanliu.base.clock import now
from huanliu.portal.consent.access import granted, granted_still
from huanliu.portal.documents import storage
from huanliu.portal.documents.models import Paper, Share
from huanliu.portal.documents.sniffing import PaperRefusedError, sniff
from huanliu.portal.people.models import User
from huanliu.portal.record import drill, trail

MOST_PAPERS = 200
PURPOSE = "papers"


class ConsentLackingError(PaperRefusedError):
    """Nobody may keep a paper without its person's consent to that."""

    def __init__(self) -> None:
        super().__init__("documents.refused_consent")


def hand_in(person: User, kind: str, name: str, data: bytes) -> Paper:
    """Keep a paper. The same bytes of the same kind twice are one paper. Raises PaperRefusedError."""
    if PURPOSE not in granted(person.public):
        raise ConsentLackingError
    if len(data) > settings.PAPER_MAX_BYTES:
        raise PaperRefusedError("documents.refused_size", most=settings.PAPER_MAX_BYTES // 1_000_000)
    found = sniff(data, name)
    digest = hashlib.sha256(data).hexdigest()
    known = Paper.objects.filter(person=person, kind=kind, digest=digest).first()
    if known is not None:
        return known
    if Paper.objects.filter(person=person).count() >= MOST_PAPERS:
        raise PaperRefusedError("documents.refused_many", most=MOST_PAPERS)
    stored = storage.store(data)
    try:
        return _written(
            Paper(
                person=person,
                kind=kind,
                name=plain_name(name),
                type=found.type,
                size=len(data),
                digest=digest,
                stored=stored,
            )
        )
    except ConsentLackingError:
        storage.remove(stored)
        raise
    except IntegrityError:
        # Sent twice at once: the other one was first, and this file is nobody's.
        storage.remove(stored)
        return Paper.objects.filter(person=person, kind=kind, digest=digest).order_by("pk")[0]


def _written(paper: Paper) -> Paper:
    with transaction.atomic():
        # A taking back that comes at the same time waits, and then finds the paper.
        if PURPOSE not in granted_still(paper.person.public):
            raise ConsentLackingError
        paper.handed_in = now()
        paper.save(force_insert=True)
        said = {"kind": paper.kind, "type": paper.type, "size": paper.size, "digest": paper.digest}
        trail.write(
            "paper.handed_in", actor=paper.person.public, person=paper.person.public, about=paper.public, **said
        )
        drill.point("upload.row")
    drill.point("upload.committed")
    return paper


def plain_name(name: str) -> str:
    """What a person called a file, without folders and characters that are not seen; long names keep their ending."""
    text = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    stem, dot, extension = re.sub(r"\s+", " ", text).strip().rpartition(".")
    return f"{stem[:100] or 'paper'}{dot}{extension[:10]}"


def remove(paper: Paper) -> None:
    """Delete a paper that no desk holds. Raises PaperRefusedError while one does."""
    with transaction.atomic():
        held = Paper.objects.select_for_update().filter(pk=paper.pk).first()
        if held is None:
            return
        if Share.objects.filter(paper=held, ended=None).exists():
            raise PaperRefusedError("documents.refused_in_use")
        said = {"kind": held.kind, "digest": held.digest}
        trail.write("paper.removed", actor=held.person.public, person=held.person.public, about=held.public, **said)
        held.delete()
    # Only once the row is surely gone; a file left behind is swept.
    storage.remove(paper.stored)


def share(paper: Paper, task: str, authority: str) -> None:
    """Show a paper to the authority of a task from now on."""
    Share.objects.get_or_create(paper=paper, task=task, ended=None, defaults={"authority": authority, "begun": now()})


def shown_to(task: str) -> set[int]:
    """The rows of the papers that the authority of a task sees now."""
    return set(Share.objects.filter(task=task, ended=None).values_list("paper_id", flat=True))


def end_shares(tasks: Iterable[str]) -> None:
    """No longer show the papers of tasks that are over."""
    Share.objects.filter(task__in=list(tasks), ended=None).update(ended=now())


def end_share(paper: Paper, task: str) -> None:
    """No longer show one paper to one task's desk: another one stands in its place."""
    Share.objects.filter(paper=paper, task=task, ended=None).update(ended=now())


def move_shares(task: str, authority: str) -> None:
    """A task has gone to another authority, and its papers with it."""
    Share.objects.filter(task=task, ended=None).update(authority=authority)


def sweep(older_than: float = storage.AN_HOUR) -> list[str]:
    """Remove files that no row knows: what a kill in the middle of an upload left."""
    found = storage.orphans(Paper.objects.values_list("stored", flat=True), older_than)
    for name in found:
        storage.remove(name)
    return found
