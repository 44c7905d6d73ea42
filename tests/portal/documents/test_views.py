"""The page of a person's papers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huanliu.portal.documents import acts
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.models import User
from tests.portal.casework import PDF, PNG


@pytest.fixture(autouse=True)
def own_folder(settings: object, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "papers"  # type: ignore[attr-defined]


@pytest.fixture
def paper(lin: User) -> Paper:
    return acts.hand_in(lin, "photograph", "陈大文.png", PNG)


@pytest.mark.parametrize("code", [code for code, _ in configured.LANGUAGES])
def test_the_list_in_every_language(as_: Callable[[User], Client], lin: User, paper: Paper, code: str) -> None:
    response = as_(lin).get(f"/{code}/papers/")
    assert response.status_code == 200 and "陈大文.png" in response.text
    assert len(response.content) < 150_000 and "style=" not in response.text


def test_hand_in(as_: Callable[[User], Client], lin: User) -> None:
    file = SimpleUploadedFile("a.pdf", PDF, "text/html")
    response = as_(lin).post("/en/papers/", {"kind": "other", "file": file})
    assert response.status_code == 302 and Paper.objects.get().type == "application/pdf"


@pytest.mark.parametrize(
    "data, words",
    [
        ({"kind": "other"}, "field__wrong"),
        ({"kind": "nobody", "file": SimpleUploadedFile("a.pdf", PDF)}, "Choose what kind"),
        ({"kind": "other", "file": SimpleUploadedFile("a.pdf", b"hello")}, "not a PDF"),
        ({"kind": "other", "file": SimpleUploadedFile("a.pdf", b"")}, "empty"),
        ({}, "field__wrong"),
    ],
)
def test_a_wrong_form_says_why_beside_the_field(
    as_: Callable[[User], Client], lin: User, data: dict[str, object], words: str
) -> None:
    response = as_(lin).post("/en/papers/", data)
    assert response.status_code == 400 and words in response.text and not Paper.objects.exists()


def test_back_as_a_file_and_never_as_a_page(as_: Callable[[User], Client], lin: User, paper: Paper) -> None:
    response = as_(lin).get(f"/en/papers/{paper.public}/file")
    assert response.content == PNG and response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff" and response["Cache-Control"] == "no-store"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("page, verb", [("file", "get"), ("remove", "post")])
def test_a_stranger_a_bad_id_a_wrong_verb(
    as_: Callable[[User], Client], lin: User, silva: User, paper: Paper, page: str, verb: str
) -> None:
    assert getattr(as_(silva), verb)(f"/en/papers/{paper.public}/{page}").status_code == 404
    assert getattr(as_(lin), verb)(f"/en/papers/nobody/{page}").status_code == 404
    wrong = {"get": "post", "post": "get"}[verb]
    assert getattr(as_(lin), wrong)(f"/en/papers/{paper.public}/{page}").status_code == 405
    assert Paper.objects.count() == 1


def test_nobody_is_signed_in(client: Client, db: None, paper: Paper) -> None:
    for address in ("/en/papers/", f"/en/papers/{paper.public}/file"):
        assert client.get(address).headers["Location"].startswith("/en/account/login/")


def test_remove(as_: Callable[[User], Client], lin: User, paper: Paper) -> None:
    assert as_(lin).post(f"/en/papers/{paper.public}/remove").status_code == 302
    assert not Paper.objects.exists()
