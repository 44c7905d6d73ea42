"""Loading: whole or not at all, by nobody twice, and never where real people are served; nothing of it is there without the set."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import reverse

from huanliu.base import clock
from huanliu.portal.commands import main
from huanliu.portal.demo import acts, papers
from huanliu.portal.demo.crowd import newcomers
from huanliu.portal.demo.telling import ACTS, Line, Stage
from huanliu.portal.documents import sniffing
from huanliu.portal.front import checks, mark
from huanliu.portal.people.models import User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from huanliu.portal.words import say
from tests.portal.protection.test_production import ran


@pytest.mark.django_db
def test_without_the_set_there_is_no_band_and_nobody_to_enter_as(client: Client) -> None:
    assert client.get(reverse("demo:roles")).status_code == 404
    assert client.post(reverse("demo:enter", args=["person"])).status_code == 404
    assert say("front.demonstration", "en") not in client.get(reverse("front:home")).content.decode()


def test_invented_people_that_were_seen_are_not_asked_for_again(lin: User, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        # The set may still be loaded, by another process: that it is not there is never remembered.
        assert not mark.invented() and not mark.invented()
    User.objects.filter(pk=lin.pk).update(demonstration=True)
    with django_assert_num_queries(1):
        assert mark.invented() and mark.invented()
    User.objects.filter(pk=lin.pk).update(demonstration=False)
    mark.forget()
    assert not mark.invented()


@override_settings(PRODUCTION=True)
def test_where_real_people_are_served_the_database_is_not_even_asked(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert not mark.invented()


@pytest.mark.django_db
def test_where_somebody_is_nothing_is_loaded(lin: User) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("demonstrate")
    call_command("demonstrate", if_empty=True)
    assert list(User.objects.all()) == [lin] and not Entry.objects.exists()


@pytest.mark.django_db
def test_what_fails_in_the_middle_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest
) -> None:
    def broken(stage: Stage, line: Line) -> None:
        raise RuntimeError("in the middle")

    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setitem(ACTS, "take", broken)
    before = clock.now()
    with pytest.raises(RuntimeError, match="in the middle") as caught:
        acts.demonstrate()
    assert "in story.yaml" in caught.value.__notes__[0]
    assert not User.objects.exists() and not Entry.objects.exists() and trail.verify() == 0
    assert list(tmp_path.iterdir()) == []
    assert clock.now() >= before, "the clock runs again"


@pytest.mark.django_db
def test_in_production_it_is_refused_and_nobody_is_invented() -> None:
    with override_settings(PRODUCTION=True), pytest.raises(CommandError, match=r"^HUANLIU_PRODUCTION is on[^\n]*$"):
        call_command("demonstrate")
    assert not User.objects.exists()


NOWHERE = """
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
for address in ("/en/demonstration/", "/en/demonstration/person", "/zh-hant/demonstration/coordinator"):
    try: resolve(address); print("there")
    except Resolver404: print("nowhere")
try: reverse("demo:roles"); print("there")
except NoReverseMatch: print("nowhere")
"""
PAGE = """
from django.core.management import call_command; from django.test import Client
call_command("prepare", verbosity=0)
page = Client().get("/en/", secure=True, headers={"host": "huanliu.example"})
print(page.status_code, "emonstration" in page.content.decode())
"""
INVENTED = """
from huanliu.portal.people.models import User; User.objects.create_user("lin@example.org", None, demonstration=True)
try: call_command("prepare", verbosity=0)
except Exception as error: print(error)
"""


def test_in_production_there_is_no_address_to_enter_by_and_it_does_not_begin_with_invented_people(
    tmp_path: Path,
) -> None:
    done = ran(tmp_path, "-c", "import django; django.setup()\n" + NOWHERE + PAGE + INVENTED)
    said = done.stdout.splitlines()
    assert said[:4] == ["nowhere"] * 4, done.stderr
    assert said[4] == "200 False"
    assert said[5].startswith("the database holds the demonstration")
    checked = ran(tmp_path, "-m", "django", "check", "--deploy")
    assert checked.returncode == 1 and "(huanliu.E001) The database holds the demonstration" in checked.stderr
    assert "Point HUANLIU_DATABASE" in checked.stderr and "Traceback" not in checked.stderr


@pytest.mark.django_db
def test_the_check_of_a_place_of_use_finds_the_demonstration_and_nothing_else(lin: User) -> None:
    with override_settings(PRODUCTION=True):
        assert checks.no_invented_people(None) == []
        User.objects.filter(pk=lin.pk).update(demonstration=True)
        assert checks.no_invented_people(None) == [checks.INVENTED]
    assert checks.no_invented_people(None) == [], "a demonstration may be one"


@pytest.mark.django_db
def test_a_database_without_tables_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> bool:
        raise OperationalError("no such table: people_user")

    monkeypatch.setattr(checks, "holds_invented", none)
    with override_settings(PRODUCTION=True):
        assert checks.no_invented_people(None) == []


def test_pictures_and_sheets_are_whole() -> None:
    for shade in (0, papers.SHADES - 1):
        assert sniffing.sniff(papers.picture(shade), "card.png").type == "image/png"
    sheet = papers.document("Lease (or title) \\ proof", "陳皓朗 Chan Ho Long")
    assert sniffing.sniff(sheet, "sheet.pdf").type == "application/pdf"
    assert rb"Lease \(or title\) \\ proof" in sheet and b"of Chan Ho Long, who is invented" in sheet


def test_the_many_have_names_and_ages_of_their_own() -> None:
    first, second = newcomers(random.Random(1)), newcomers(random.Random(1))
    assert first == second and newcomers(random.Random(2)) != first
    assert len({each.person.name for each in first}) == len(first)


def test_ctrl_c_in_the_middle_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(self: ManagementUtility) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ManagementUtility, "execute", interrupted)
    with pytest.raises(SystemExit) as ended:
        main(["manage.py", "prepare"])
    assert ended.value.code == 130 and capsys.readouterr().err.count("\n") == 1
