"""The settings of production: clean by Django's own check, refused without a secret, described where an administrator reads."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PRODUCTION = {
    "HUANLIU_PRODUCTION": "1",
    "HUANLIU_SECRET_KEY": "Zr8-" + "aB3_kQ9xT7mW" * 5,
    "HUANLIU_HOSTS": "huanliu.example",
    "HUANLIU_ADDRESS": "https://huanliu.example",
    "HUANLIU_PROXIES": "1",
}
ASK = """
import json, django; django.setup()
from django.conf import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
    s.SECURE_HSTS_SECONDS >= 31536000, s.SECURE_SSL_REDIRECT, s.DEBUG, s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN,
    s.ACCOUNT_EMAIL_VERIFICATION, s.PASSWORD_HASHERS[0].rsplit(".", 1)[1]]))
"""


def ran(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Python in the environment of production and no other."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUANLIU_") or "CACHE" in name}
    given = {"DJANGO_SETTINGS_MODULE": "huanliu.portal.settings", "HUANLIU_DATA": str(data), **PRODUCTION, **more}
    call = [sys.executable, "-W", "ignore", *arguments]
    return subprocess.run(call, env=kept | given, capture_output=True, text=True, check=False)


def test_django_finds_nothing_to_say_about_production(tmp_path: Path) -> None:
    done = ran(tmp_path, "-m", "django", "check", "--deploy", "--fail-level", "DEBUG")
    assert done.returncode == 0 and "no issues (0 silenced)" in done.stdout + done.stderr, done.stderr


def test_what_production_protects(tmp_path: Path) -> None:
    found = json.loads(ran(tmp_path, "-c", ASK).stdout)
    assert found == [
        "__Host-session",
        "__Host-csrf",
        True,
        True,
        True,
        True,
        False,
        False,
        "mandatory",
        "Argon2PasswordHasher",
    ]


GUNICORN = (
    "-m",
    "gunicorn",
    "huanliu.portal.wsgi",
    "-b",
    "127.0.0.1:0",
    "--log-level",
    "critical",
    "--no-control-socket",
)
SERVE = "from huanliu.cli.main import main; main()"
DOORS = {
    "manage.py": (str(ROOT / "manage.py"), "check"),
    "module": ("-m", "huanliu.portal.commands", "check"),
    "gunicorn": GUNICORN,
    "gunicorn --preload": (*GUNICORN, "--preload"),
    "huanliu serve": ("-c", SERVE, "serve", "--port", "18104", "--no-open"),
}


def refused(done: subprocess.CompletedProcess[str], sentence: str) -> None:
    """It ended, by itself, with one sentence and no traceback."""
    assert done.returncode != 0 and sentence in done.stderr, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3, done.stderr


@pytest.mark.parametrize("door", [name for name in DOORS if name != "huanliu serve"])
def test_without_a_secret_no_door_opens(tmp_path: Path, door: str) -> None:
    refused(ran(tmp_path, *DOORS[door], HUANLIU_SECRET_KEY=""), "HUANLIU_SECRET_KEY is not set")


WRONG = {
    "HUANLIU_PRODUCTION": ("perhaps", "HUANLIU_PRODUCTION is 'perhaps'"),
    "HUANLIU_MAIL_PORT": ("many", "HUANLIU_MAIL_PORT is 'many'"),
    "HUANLIU_SECRET_KEY": ("a" * 80, "HUANLIU_SECRET_KEY can be guessed"),
    "HUANLIU_DATABASE": ("mysql://root:hidden@there/db", "HUANLIU_DATABASE is not the address of a database"),
    "HUANLIU_DATA": ("/proc/nowhere", "HUANLIU_DATA is /proc/nowhere"),
}


@pytest.mark.parametrize("door", ["manage.py", "gunicorn --preload", "huanliu serve"])
@pytest.mark.parametrize("name", WRONG)
def test_a_setting_that_cannot_be_is_one_sentence(tmp_path: Path, name: str, door: str) -> None:
    if (name, door) == ("HUANLIU_PRODUCTION", "huanliu serve"):
        pytest.skip("the same sentence; each start takes seconds")
    value, sentence = WRONG[name]
    done = ran(tmp_path, *DOORS[door], **{name: value})
    refused(done, sentence)
    assert "hidden" not in done.stderr


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    away = "postgresql://nobody:hidden@127.0.0.1:9/none"
    done = ran(tmp_path, str(ROOT / "manage.py"), "migrate", HUANLIU_DATABASE=away)
    refused(done, "The database does not answer")
    assert "hidden" not in done.stderr


def test_every_setting_is_described_and_every_described_one_is_read() -> None:
    code = (ROOT / "src/huanliu/portal/settings.py").read_text()
    read = set(re.findall(r'environment\.\w+\("(HUANLIU_[A-Z_]+)"', code))
    described = set(re.findall(r"^\| `(HUANLIU_[A-Z_]+)` \|", (ROOT / "docs/portal.md").read_text(), re.MULTILINE))
    assert described == read
