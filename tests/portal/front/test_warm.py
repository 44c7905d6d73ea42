"""Ready before anybody may ask, and writers that wait for one another."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext

from huanliu.base import clock
from huanliu.portal import warm
from huanliu.portal.bay import book
from huanliu.portal.law.index import the_index

HERE = ZoneInfo("Asia/Hong_Kong")
# Each writer changes one row over and over, reading it first in the same transaction: what SQLite refuses at once where
# transactions begin by reading.
WRITER = """
import sys, time, django
django.setup()
from django.contrib.sessions.models import Session
from django.db import transaction
print("ready", flush=True); sys.stdin.readline()
for number in range(50):
    with transaction.atomic():
        row = Session.objects.select_for_update().get()
        time.sleep(0.002)
        row.session_data = str(int(row.session_data) + 1)
        row.save()
"""
START = """
import django
django.setup()
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
call_command("migrate", verbosity=0)
Session.objects.create(session_key="k", session_data="0", expire_date=timezone.now())
"""
READ = """
import django
django.setup()
from django.contrib.sessions.models import Session
from django.db import connection
print(Session.objects.get().session_data, connection.cursor().execute("PRAGMA journal_mode").fetchone()[0])
"""


def test_the_law_its_index_and_the_first_questions_are_there(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        warm.warm()
    assert not asked.captured_queries
    assert the_index.cache_info().currsize == 1
    assert book().plans["agendas"]


def test_after_midnight_the_new_day_is_read_off_the_law_that_is_there() -> None:
    """A day's book binds what is asked of it, when it is asked: the first who come after midnight wait for no law to be read."""
    found = []
    for hour in (23, 25):
        with clock.told_by(
            lambda hour=hour: datetime.datetime(2026, 11, 21, tzinfo=HERE) + datetime.timedelta(hours=hour)
        ):
            found.append(book())
    before, after = found
    assert (before.days.on, after.days.on) == (datetime.date(2026, 11, 21), datetime.date(2026, 11, 22))
    assert after.statutes is before.statutes


def test_a_server_is_warm_before_it_listens(tmp_path: Path) -> None:
    program = "from huanliu.portal import wsgi; from huanliu.portal.law.index import the_index; print(the_index.cache_info().currsize)"
    for flag, found in (("1", "1"), ("0", "0")):
        assert run(tmp_path, program, HUANLIU_PRELOAD=flag) == found


def test_two_processes_write_and_none_finds_the_database_locked(tmp_path: Path) -> None:
    run(tmp_path, START)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER],
            env=environment(tmp_path),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for writer in writers:
        assert writer.stdout is not None and writer.stdout.readline() == "ready\n"
    # Both are let go before either is waited for.
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    said = [writer.communicate()[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    assert run(tmp_path, READ) == "100 wal"


def run(folder: Path, program: str, **more: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(folder) | more, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def environment(folder: Path) -> dict[str, str]:
    own = {
        "HUANLIU_DATA": str(folder),
        "HUANLIU_DATABASE": f"sqlite:///{folder / 'two.db'}",
        "HUANLIU_SECRET_KEY": "k" * 60,
    }
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "huanliu.portal.settings"}
