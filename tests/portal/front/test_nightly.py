"""One command does everything that must be done once a night; what fails keeps nothing else from being done."""

from __future__ import annotations

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command, get_commands

from huanliu.base.clock import now
from huanliu.portal.cases.models import Case, Notice
from huanliu.portal.front.management.commands.nightly import STEPS
from huanliu.portal.front.models import Bucket
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Body
from tests.portal.casework import filed, lin_drafted

__all__ = ["filed", "lin_drafted"]
pytestmark = pytest.mark.django_db
LONG_AGO = datetime.timedelta(days=4_000)


def night() -> str:
    """What one night says."""
    said = io.StringIO()
    call_command("nightly", stdout=said, stderr=said)
    return said.getvalue()


@pytest.fixture
def papers(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT, settings.DATA = tmp_path / "papers", tmp_path
    return tmp_path


def test_every_sweep_of_the_portal_is_done(papers: Path) -> None:
    sweeps = {name for name, app in get_commands().items() if app.startswith("huanliu") and name.startswith("sweep")}
    assert sweeps | {"send_notices", "verify_audit"} <= set(STEPS) <= set(get_commands())


def test_what_is_over_is_gone_in_the_morning(papers: Path, lin: User) -> None:
    Bucket.objects.create(key="x", tokens=1, at=now() - LONG_AGO)
    Session.objects.create(session_key="x" * 32, session_data="", expire_date=now() - LONG_AGO)
    trail.write("account.made", actor=lin.public, person=lin.public)
    Body.objects.update(keep_until=(now() - LONG_AGO).date())
    said = night()
    assert (Bucket.objects.count(), Session.objects.count(), Body.objects.count()) == (0, 0, 0)
    assert "1 entries, all in order" in said and (papers / "anchors").exists()


def test_a_notice_that_waits_is_sent(papers: Path, filed: Case, mailoutbox: Any) -> None:
    Notice.objects.update(sent=None, claimed=None)
    waiting = Notice.objects.count()
    night()
    assert waiting and len(mailoutbox) == waiting and not Notice.objects.filter(sent=None).exists()


def test_one_that_fails_is_said_and_the_others_are_done(papers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Bucket.objects.create(key="x", tokens=1, at=now() - LONG_AGO)
    monkeypatch.setattr("huanliu.portal.consent.management.commands.sweep.sweep", lambda **more: 1 / 0)
    with pytest.raises(CommandError, match=r"not done tonight: sweep$"):
        night()
    assert Bucket.objects.count() == 0
