"""Handing in, giving back, deleting, sharing, sweeping; and every look by an officer."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.http import Http404

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.consent.models import Look
from huanliu.portal.documents import access, acts, storage
from huanliu.portal.documents.models import Paper, Share
from huanliu.portal.documents.sniffing import PaperRefusedError
from huanliu.portal.people.models import User
from huanliu.portal.record.models import Entry
from tests.portal.casework import PDF, PNG, admission, officer


@pytest.fixture(autouse=True)
def own_folder(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"  # type: ignore[attr-defined]


def test_kept_whole_under_a_name_that_says_nothing(lin: User) -> None:
    paper = acts.hand_in(lin, "photograph", "me.png", PNG)
    assert storage.read(paper.stored) == PNG
    assert "me" not in paper.stored and oct((storage.folder() / paper.stored).stat().st_mode)[-3:] == "600"
    assert Entry.objects.filter(event="paper.handed_in", person=lin.public, about=paper.public).count() == 1


def test_the_same_bytes_twice_are_one_paper(lin: User, silva: User) -> None:
    first = acts.hand_in(lin, "photograph", "me.png", PNG)
    assert acts.hand_in(lin, "photograph", "again.png", PNG) == first
    assert acts.hand_in(silva, "photograph", "me.png", PNG) != first
    assert len(list(storage.folder().iterdir())) == 2


def test_too_large_and_too_many(lin: User, settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.PAPER_MAX_BYTES = 100  # type: ignore[attr-defined]
    with pytest.raises(PaperRefusedError, match="size"):
        acts.hand_in(lin, "photograph", "me.pdf", PDF + b"%" * 100)
    monkeypatch.setattr(acts, "MOST_PAPERS", 1)
    acts.hand_in(lin, "photograph", "me.png", PNG)
    with pytest.raises(PaperRefusedError, match="many"):
        acts.hand_in(lin, "photograph", "me.pdf", PDF)
    assert len(list(storage.folder().iterdir())) == 1


@pytest.mark.parametrize(
    "name, plain",
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\papers\\陈大文.pdf", "陈大文.pdf"),
        ("a\u202efdp.exe\n.pdf", "afdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        (".pdf", "paper.pdf"),
    ],
)
def test_a_name_is_only_shown(name: str, plain: str) -> None:
    assert acts.plain_name(name) == plain


def test_deleted_with_its_bytes_unless_a_desk_holds_it(lin: User) -> None:
    paper = acts.hand_in(lin, "photograph", "me.png", PNG)
    acts.share(paper, "task-one", "hk.immd")
    with pytest.raises(PaperRefusedError, match="in_use"):
        acts.remove(paper)
    acts.end_shares(["task-one"])
    acts.remove(paper)
    assert not Paper.objects.exists() and not list(storage.folder().iterdir())


def test_a_look_is_for_the_authority_of_the_task_while_it_lasts_and_is_written_each_time(
    filed: Case, ho_post: Officer
) -> None:
    lin, task = filed.person, admission(filed)
    paper = acts.hand_in(lin, "photograph", "me.png", PNG)
    with pytest.raises(Http404):
        access.look(ho_post, paper.public, task.public, "case")
    acts.share(paper, task.public, "hk.immd")
    for _ in range(2):
        assert access.look(ho_post, paper.public, task.public, "case") == paper
    assert Entry.objects.filter(event="data.looked", person=lin.public, actor=ho_post.user.public).count() == 2
    seen = Look.objects.filter(person=lin.public, purpose="case", about=task.public)
    assert seen.count() == 2 and seen[0].office["en"] == "Immigration Department"
    pires = officer("pires@example.org", "Pires", "mo.psp", "execution", "handler")
    for who, where in ((pires, task.public), (ho_post, "task-two")):
        with pytest.raises(Http404):
            access.look(who, paper.public, where, "case")


def test_a_share_alone_opens_nothing_once_the_task_is_over(filed: Case, ho_post: Officer) -> None:
    paper, task = acts.hand_in(filed.person, "photograph", "me.png", PNG), admission(filed)
    acts.share(paper, task.public, "hk.immd")
    Task.objects.filter(pk=task.pk).update(state="granted")
    with pytest.raises(PermissionDenied):
        access.look(ho_post, paper.public, task.public, "case")
    assert not Entry.objects.filter(event="data.looked").exists()


def test_shared_once(lin: User) -> None:
    paper = acts.hand_in(lin, "photograph", "me.png", PNG)
    for _ in range(2):
        acts.share(paper, "task-one", "hk.immd")
    assert Share.objects.count() == 1


def test_sweeping_leaves_papers_and_what_is_being_written(lin: User, capsys: pytest.CaptureFixture[str]) -> None:
    paper = acts.hand_in(lin, "photograph", "me.png", PNG)
    old, new = storage.folder() / "old.part", storage.folder() / "new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    call_command("sweep_papers")
    assert capsys.readouterr().out == "1 files removed\n"
    assert sorted(path.name for path in storage.folder().iterdir()) == sorted(["new.part", paper.stored])
