"""Every limit can be used up and fills again; nobody gets round one by what they write into a header."""

from __future__ import annotations

import base64
import datetime
import json
import pickle
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse

from huanliu.base import clock
from huanliu.portal.front import limits
from huanliu.portal.front.counting import Counts
from huanliu.portal.front.models import Bucket, Count
from huanliu.portal.people.models import User
from tests.portal.doors.objects import Made, browser
from tests.portal.doors.walking import ask, door

pytestmark = pytest.mark.django_db
START = datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime.datetime]:
    """The clock: its last entry is now."""
    times = [START]
    monkeypatch.setattr(clock, "_now", lambda zone: times[-1])
    return times


def asked(address: str = "192.0.2.7", forwarded: str = "", user: User | None = None) -> HttpRequest:
    request = RequestFactory().post(
        "/", REMOTE_ADDR=address, headers={"x-forwarded-for": forwarded} if forwarded else {}
    )
    request.user = user or AnonymousUser()
    return request


@pytest.mark.parametrize("name", sorted(limits.LIMITS))
def test_a_limit_is_used_up_and_fills_again(at: list[datetime.datetime], name: str) -> None:
    limit = limits.LIMITS[name]
    assert [limits.take(name, "lin") for _ in range(limit.size + 2)] == [True] * limit.size + [False] * 2
    at.append(START + datetime.timedelta(seconds=limit.seconds / limit.size + 1))
    assert [limits.take(name, "lin"), limits.take(name, "lin")] == [True, False]
    at.append(START + datetime.timedelta(seconds=3 * limit.seconds))
    assert [limits.take(name, "lin") for _ in range(limit.size + 1)] == [True] * limit.size + [False]


@pytest.mark.parametrize("name", sorted(limits.LIMITS))
def test_a_limit_has_its_reason(name: str) -> None:
    assert len(limits.LIMITS[name].reason) > 20


def test_one_reader_takes_nothing_from_another_and_one_limit_nothing_from_another(at: list[datetime.datetime]) -> None:
    while limits.take("obstacle.report", "lin"):
        pass
    assert limits.take("obstacle.report", "ho") and limits.take("obstacle.support", "lin")


def test_a_clock_that_goes_back_gives_nothing(at: list[datetime.datetime]) -> None:
    while limits.take("obstacle.report", "lin"):
        pass
    at.append(START - datetime.timedelta(days=1))
    assert not limits.take("obstacle.report", "lin")


@pytest.mark.parametrize(
    "proxies, forwarded, expected",
    [
        (0, "203.0.113.1", "192.0.2.7"),
        (1, "203.0.113.1", "203.0.113.1"),
        (1, "198.51.100.99, 203.0.113.1", "203.0.113.1"),
        (2, "198.51.100.99, 203.0.113.1, 198.51.100.2", "203.0.113.1"),
        (2, "203.0.113.1", "192.0.2.7"),
        (1, "not an address", "unreadable"),
        (1, "", "192.0.2.7"),
    ],
)
def test_a_forged_header_changes_nothing(settings: object, proxies: int, forwarded: str, expected: str) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies  # type: ignore[attr-defined]
    assert limits.address_of(asked(forwarded=forwarded)) == expected


def test_a_household_is_one_reader() -> None:
    one, two = (limits.who(asked(address)) for address in ("2001:db8:1:2::7", "2001:db8:1:2:9::1"))
    assert one == two != limits.who(asked("2001:db8:1:3::7"))


def test_who_is_signed_in_is_limited_as_such(lin: User) -> None:
    assert limits.who(asked(user=lin)) == f"user {lin.public}"


def test_nothing_kept_says_whose_it_is(at: list[datetime.datetime]) -> None:
    limits.take("obstacle.report", "address 192.0.2.7")
    assert "192" not in Bucket.objects.get().key or len(Bucket.objects.get().key) == 64


def test_full_buckets_are_forgotten(at: list[datetime.datetime]) -> None:
    limits.take("obstacle.report", "lin")
    assert limits.sweep() == 0
    at.append(START + datetime.timedelta(days=2))
    assert limits.sweep() == 1


# -- what holds in every process -----------------------------------------------------------------------------------------


def test_what_guards_an_account_is_counted_for_every_process_and_says_of_nobody(client: Client, lin: User) -> None:
    assert isinstance(caches["default"], Counts)
    for _ in range(2):
        client.post("/en/account/login/", {"login": lin.email, "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    kept = " ".join(f"{each.cache_key} {each.value}" for each in Count.objects.all())
    assert kept and "192.0.2.7" not in kept and "lin" not in kept


def test_a_count_is_kept_while_it_lasts_and_once(db: None, at: list[datetime.datetime]) -> None:
    assert cache.add("code", "y", 30) and not cache.add("code", "n", 30)
    assert cache.get("code") == "y" and cache.get("other", []) == []
    cache.set("tries", [1.5, 2], 60)
    at.append(START + datetime.timedelta(seconds=31))
    assert cache.get("code") is None and cache.add("code", "again", 30) and cache.get("tries") == [1.5, 2]
    assert (cache.delete("code"), cache.delete("code")) == (True, False)
    cache.clear()
    assert not Count.objects.exists()


def test_what_lies_in_the_database_is_read_and_never_run(db: None) -> None:
    cache.set("tries", [1], 60)
    Count.objects.update(value=base64.b64encode(pickle.dumps(Path)).decode())
    with pytest.raises(json.JSONDecodeError):
        cache.get("tries")


PACED = {"page": "journeys:question", "search": "journeys:least"}


@pytest.mark.parametrize("name", sorted(PACED))
def test_a_pace_is_one_address_in_one_minute(client: Client, settings: object, name: str) -> None:
    settings.PAGES_A_MINUTE = 60  # type: ignore[attr-defined]
    goal = {"goal": "journey.work_in_hong_kong"} | ({"door": "hk.ttps.a"} if name == "search" else {})
    address, most = reverse(PACED[name], kwargs=goal), limits.PACES[name].most()
    codes = [client.get(address, REMOTE_ADDR="192.0.2.7").status_code for _ in range(most + 2)]
    assert set(codes[:most]) == {302} and codes[most:] == [429, 429]
    assert client.get(address, REMOTE_ADDR="192.0.2.8").status_code == 302
    settings.PAGES_A_MINUTE = 0  # type: ignore[attr-defined]
    assert client.get(address, REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.parametrize("name", sorted(limits.PACES))
def test_a_pace_has_its_reason(name: str) -> None:
    assert len(limits.PACES[name].reason) > 20


# Every door behind which something is read by others, kept, mailed or costs minutes, and its limit.
DOORS = {
    "documents:papers": "paper", "cases:give": "paper", "cases:file": "filing", "organisations:invite": "invitation",
    "consent:export_archive": "export", "people:tokens": "token", "obstacles:report": "obstacle.report",
    "obstacles:support": "obstacle.support",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(DOORS))
def test_a_door_has_its_limit(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found, made = door(name), Made()
    who = "admin" if name.startswith("organisations") else "owner"
    address = found.address(made)
    assert ask(browser(made.cast[who]), "post", address, {}).status_code != 429
    monkeypatch.setattr(limits, "take", lambda limit, reader: limit != DOORS[name])
    answered = ask(browser(made.cast[who]), "post", address, {})
    assert answered.status_code == 429 and int(answered.headers["Retry-After"]) > 0


def test_a_form_larger_than_any_of_ours_is_not_read(client: Client, lin: User, settings: object) -> None:
    client.force_login(lin)
    settings.PAPER_MAX_BYTES = 1_000  # type: ignore[attr-defined]
    file = SimpleUploadedFile("a.pdf", b"%PDF-" + b"x" * 1_100_000)
    assert client.post("/en/papers/", {"kind": "other", "file": file}).status_code == 413
