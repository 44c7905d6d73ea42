"""E-mail notices: in the person's language, saying nothing personal, never twice by us."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from huanliu.base.clock import now
from huanliu.portal.cases import acts, notices
from huanliu.portal.cases.filing import Draft
from huanliu.portal.cases.models import Case, Notice
from huanliu.portal.people.models import User


def test_sent_once_the_act_has_ended_well(
    lin: User, lin_drafted: Draft, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = acts.file(lin, lin_drafted, "the-first-filing-of-lin")
        assert not mail.outbox
    assert [message.to for message in mail.outbox] == [[lin.email]]
    assert f"/en/cases/{case.public}" in mail.outbox[0].body
    assert "hk.asmtp" not in mail.outbox[0].body and lin.name not in mail.outbox[0].body
    assert notices.deliver_all() == 0 and len(mail.outbox) == 1


@pytest.mark.parametrize("code, words", [("zh-hant", "個案"), ("zh-hans", "个案"), ("pt", "case"), ("tlh", "case")])
def test_in_the_language_of_the_person(lin: User, filed: Case, code: str, words: str) -> None:
    lin.language = code
    lin.save()
    notices.deliver_all()
    assert words in mail.outbox[0].subject and "{" not in mail.outbox[0].body


def test_a_claim_keeps_others_away_until_it_is_stale(filed: Case) -> None:
    Notice.objects.update(claimed=now())
    assert notices.deliver_all() == 0
    Notice.objects.update(claimed=now() - datetime.timedelta(minutes=11))
    assert notices.deliver_all() == 1 and notices.deliver_all() == 0


def test_a_mail_server_that_is_down_loses_nothing(
    filed: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def down(self: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", down)
        assert notices.deliver_all() == 0
    call_command("send_notices")
    assert "1 notices sent" in capsys.readouterr().out and len(mail.outbox) == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == f"<{Notice.objects.get().public}@huanliu>"
