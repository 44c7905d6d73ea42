"""Run as a program on a database of its own (HUANLIU_DATABASE): two or three at once, on real connections; prints what came
of it as JSON. The test beside it reads that."""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from huanliu.base.clock import today  # noqa: E402
from huanliu.portal.consent import access as consent_access  # noqa: E402
from huanliu.portal.consent import acts as consents  # noqa: E402
from huanliu.portal.consent.models import Receipt  # noqa: E402
from huanliu.portal.consent.purposes import purpose  # noqa: E402
from huanliu.portal.people import acts  # noqa: E402
from huanliu.portal.people.models import Profile, Token, User  # noqa: E402
from huanliu.portal.record import trail  # noqa: E402
from huanliu.portal.record.models import Entry  # noqa: E402
from tests.portal.conftest import person  # noqa: E402
from tests.portal.consent.conftest import agree  # noqa: E402

TURNS = 4


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Runs each in a thread with its own connection; the names of what they raised."""
    start, raised = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            start.wait()
            deed()
        except Exception as error:
            raised.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def one_consent(user: User) -> dict[str, Any]:
    """The same button three times at once."""
    raised = at_once(*[lambda: agree(user, "profile")] * 3)
    given = Entry.objects.filter(event="consent.given", person=user.public).count()
    live = Receipt.objects.filter(person=user.public, ended__isnull=True).count()
    return {"raised": raised, "live": live, "given": given}


def one_token(user: User) -> dict[str, Any]:
    """The same form twice at once."""
    day = today() + datetime.timedelta(1)
    raised = at_once(*[lambda: acts.make_token(user, "notebook", ["law"], day)] * 2)
    return {"raised": raised, "tokens": Token.objects.filter(user=user).count()}


def withdrawal(user: User) -> dict[str, Any]:
    """A consent taken back while two windows keep what it reaches."""
    agree(user, "profile", "finance")
    profile = acts.make_profile(user, "Me", {}).profile
    raised = at_once(
        lambda: acts.set_fact(profile, "person.annual_salary", "900000"),
        lambda: consents.take_back(user.public, purpose("finance")),
        lambda: acts.make_profile(user, "Other", {"person.annual_salary": "900000"}),
    )
    kept = sum("person.annual_salary" in each.facts for each in Profile.objects.filter(user=user))
    return {"raised": raised, "kept": kept, "granted": "finance" in consent_access.granted(user.public)}


def main() -> None:
    """Everything, a few times."""
    call_command("migrate", verbosity=0)
    found: dict[str, Any] = {"consents": [], "tokens": [], "withdrawals": []}
    for turn in range(TURNS):
        found["consents"].append(one_consent(person(f"a{turn}@example.org", "Yue")))
        found["tokens"].append(one_token(person(f"b{turn}@example.org", "Yue")))
        found["withdrawals"].append(withdrawal(person(f"c{turn}@example.org", "Yue")))
    found["chain"] = trail.verify() == Entry.objects.count()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
