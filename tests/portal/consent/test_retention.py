"""Nothing outlives its term unless it is held, whatever its history and whatever the day; and nothing goes before its term."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huanliu.base.clock import now, today
from huanliu.portal.consent import acts, retention
from huanliu.portal.consent.classes import class_of_fact
from huanliu.portal.consent.holdings import Piece
from huanliu.portal.consent.models import Hold, Look, Receipt
from huanliu.portal.consent.purposes import purpose, purposes, storing
from huanliu.portal.people.acts import make_profile
from huanliu.portal.people.models import Profile, User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Body, Entry
from tests.portal.consent.conftest import agree

DAY = datetime.date(2026, 11, 21)
days = st.dates(datetime.date(2015, 1, 1), datetime.date(2035, 1, 1))
people = st.sampled_from(["lin", "ho"])
pieces = st.lists(
    st.builds(Piece, people, st.sampled_from(sorted(purposes())), days, st.just(lambda: None)), max_size=12
)
holds = st.lists(
    st.builds(
        Hold, person=people, purpose=st.sampled_from(["", *sorted(purposes())]), until=st.one_of(st.none(), days)
    ),
    max_size=4,
)


def covers(hold: Hold, piece: Piece, day: datetime.date) -> bool:
    reaches = hold.purpose in ("", piece.purpose) or piece.purpose == "account"
    return hold.person == piece.person and reaches and (hold.until is None or day <= hold.until)


@given(pieces=pieces, holds=holds, day=days)
def test_what_is_swept_is_exactly_what_has_outlived_its_term_and_is_not_held(
    pieces: list[Piece], holds: list[Hold], day: datetime.date
) -> None:
    swept = retention.outlived(pieces, holds, day)
    for piece in pieces:
        over = (day - piece.since).days >= purpose(piece.purpose).keep_days
        assert (piece in swept) == (over and not any(covers(hold, piece, day) for hold in holds))


FACTS = {
    "person.age": 34,
    "person.annual_salary": "900000",
    "person.disability_degree": "0",
    "person.family": [{"relationship": "spouse", "birth_date": "1990-05-01"}],
}


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(used=st.integers(0, 1500), held=st.sampled_from([None, "", "profile", "finance", "family"]))
def test_no_fact_in_the_database_outlives_its_term_unless_held(db: None, used: int, held: str | None) -> None:
    user = User.objects.create_user(f"lin{User.objects.count()}-{used}@example.org")
    agree(user, "profile", "finance", "health", "family")
    profile = make_profile(user, "Me", FACTS).profile
    Receipt.objects.filter(person=user.public).update(expires=DAY + datetime.timedelta(10_000))
    last = today() - datetime.timedelta(used)
    Profile.objects.filter(pk=profile.pk).update(used=last)
    if held is not None:
        acts.hold(user.public, held, "pdpo", "s. 26", None)
    retention.sweep()
    left = Profile.objects.filter(pk=profile.pk).first()
    names = set(left.facts) if left else set()
    for name in [name for name in FACTS if name != "person.family"]:
        serves = storing(class_of_fact(name))
        assert serves is not None
        over, kept = used >= serves.keep_days, held in ("", serves.id)
        gone_with_the_profile = used >= purpose("profile").keep_days and held not in ("", "profile")
        if over and not kept:
            assert name not in names
        elif not over or not gone_with_the_profile:
            assert name in names
    assert trail.verify() == Entry.objects.count()


@pytest.mark.django_db
def test_a_dry_run_counts_and_changes_nothing(lin: User, capsys: pytest.CaptureFixture[str]) -> None:
    old = now() - datetime.timedelta(days=4000)
    Look.objects.create(person=lin.public, actor="x", purpose="case", fields=[], at=old)
    call_command("sweep", "--dry-run")
    assert "proof: 1 would be deleted" in capsys.readouterr().out
    assert Look.objects.count() == 1
    call_command("sweep")
    assert Look.objects.count() == 0


@pytest.mark.django_db
def test_bodies_of_the_trail_go_at_their_day_and_the_chain_holds(lin: User, ho: User) -> None:
    trail.write("account.made", person=lin.public)
    trail.write("account.made", person=ho.public)
    Body.objects.update(keep_until=DAY - datetime.timedelta(1))
    acts.hold(ho.public, "", "pdpo", "s. 26", None)
    retention.sweep(DAY)
    assert not Body.objects.filter(entry__person=lin.public, keep_until__lt=DAY).exists()
    assert Body.objects.filter(entry__person=ho.public, keep_until__lt=DAY).exists()
    assert trail.verify() == Entry.objects.count()


@pytest.mark.django_db
def test_an_account_that_nobody_signs_in_to_goes_unless_it_is_held(lin: User, ho: User) -> None:
    User.objects.update(last_login=now() - datetime.timedelta(days=1200))
    acts.hold(ho.public, "case", "pdpo", "s. 26", None)
    retention.sweep()
    assert list(User.objects.values_list("public", flat=True)) == [ho.public]


@pytest.mark.django_db
def test_sweeping_twice_is_sweeping_once(lin: User) -> None:
    Look.objects.create(person=lin.public, actor="x", purpose="case", fields=[], at=now() - datetime.timedelta(4000))
    assert retention.sweep().total == 1
    assert retention.sweep().total == 0


@pytest.mark.django_db
def test_open_requests_are_listed_and_answered_by_command(lin: User, capsys: pytest.CaptureFixture[str]) -> None:
    asked = acts.ask(lin.public, "access", "hk", "")
    call_command("data_requests")
    assert f"{asked.public}  access  hk  40 days left" in capsys.readouterr().out
    call_command("data_requests", f"--answer={asked.public}", "--outcome", "granted", "--text", "See the archive.")
    call_command("data_requests")
    assert asked.public not in capsys.readouterr().out
