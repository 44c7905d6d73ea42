"""The offices of the cast, and the objects of every desk that has come."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client

from huanliu.base.clock import today
from huanliu.portal.authorities.acts import appoint, end_post
from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases import amending
from huanliu.portal.cases.filing import draft
from huanliu.portal.cases.models import Case, Task
from huanliu.portal.consent import acts as consent
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.desks import acts as desks
from huanliu.portal.documents import acts as documents
from huanliu.portal.names import public_id
from huanliu.portal.obstacles import acts as obstacles
from huanliu.portal.organisations import acts as organisations
from huanliu.portal.people import acts as people
from huanliu.portal.people.models import Member, Profile, User
from tests.portal.casework import FACTS, JOURNEY, PNG, admission, agree
from tests.portal.conftest import person
from tests.portal.doors.objects import BROWSERS, Cast, give_factor, role, thing

OFFICE, ELSEWHERE, COORDINATION = "hk.immd", "mo.psp", "gba.coordination"
POST = ("handler", "decider", "second")
ANSWERS = {
    "person.age": "35",
    "person.residence_status": ["mainland_resident"],
    "person.income_previous_12_months": "2600000",
}


def appointed(user: User, authority: str, layer: str, *roles: str) -> Officer:
    """A post, and the second factor that it asks."""
    give_factor(user)
    return appoint(user, authority, layer, roles)


@role
def officer(user: User, cast: Cast) -> None:
    """Serves at the window that has the task."""
    appointed(user, OFFICE, "execution", *POST)


@role
def other_officer(user: User, cast: Cast) -> None:
    """Serves at another authority."""
    appointed(user, ELSEWHERE, "execution", *POST)


@role
def coordinator(user: User, cast: Cast) -> None:
    """Coordinates across jurisdictions."""
    appointed(user, COORDINATION, "coordination", "coordinator")


@role
def head(user: User, cast: Cast) -> None:
    """Runs the authority whose window has the task."""
    appointed(user, OFFICE, "execution", "administrator")


@role
def privacy(user: User, cast: Cast) -> None:
    """Answers for what a side holds about people, at its window."""
    appointed(user, "hk.window", "execution", "privacy")


@role
def bare_officer(user: User, cast: Cast) -> None:
    """Serves at that window and has set up no second factor."""
    appoint(user, OFFICE, "execution", POST)


@role
def left_officer(user: User, cast: Cast) -> None:
    """Served at that window until today."""
    end_post(appointed(user, OFFICE, "execution", *POST))


@role
def deactivated(user: User, cast: Cast) -> None:
    """Serves at that window; the account is shut once the browser is open."""
    appointed(user, OFFICE, "execution", *POST)


@role
def other_admin(user: User, cast: Cast) -> None:
    """Runs another organisation."""
    organisations.make(user, "Elsewhere Works")


def begun() -> Client:
    """Nobody with an account, who has answered three questions of the journey."""
    client = Client()
    client.post(f"/en/journeys/{JOURNEY}/", {})
    for fact, answer in ANSWERS.items():
        client.post(f"/en/journeys/{JOURNEY}/answer/{fact}", {"answer": answer})
    return client


BROWSERS["begun"] = begun


# -- the law and the journeys --------------------------------------------------------------------------------------------


@thing
def journey(cast: Cast) -> dict[str, Any]:
    """To work in Hong Kong."""
    return {"goal": JOURNEY}


@thing
def journey_fact(cast: Cast) -> dict[str, Any]:
    """A question of that journey."""
    return {"goal": JOURNEY, "fact": "person.age"}


@thing
def journey_door(cast: Cast) -> dict[str, Any]:
    """A door of that journey."""
    return {"goal": JOURNEY, "door": "hk.ttps.a"}


@thing
def journey_form(cast: Cast) -> dict[str, Any]:
    """Its plan in a form."""
    return {"goal": JOURNEY, "form": "json"}


@thing
def filing(cast: Cast) -> dict[str, Any]:
    """Filing that journey."""
    return {"journey": JOURNEY}


@thing
def provision(cast: Cast) -> dict[str, Any]:
    """The Top Talent Pass."""
    return {"identity": "hk.ttps.a"}


@thing
def provision_on_a_day(cast: Cast) -> dict[str, Any]:
    """The same, on a day."""
    return {"identity": "hk.ttps.a", "day": "2026-11-20"}


@thing
def two_days(cast: Cast) -> dict[str, Any]:
    """The same, on two days."""
    return {"identity": "hk.ttps.a", "before": "2023-01-01", "after": "2026-11-20"}


@thing
def law_route(cast: Cast) -> dict[str, Any]:
    """A route."""
    return {"identity": "chain.doctor.hk_to_shenzhen"}


@thing
def law_service(cast: Cast) -> dict[str, Any]:
    """A service."""
    return {"identity": "hk.service.hkte"}


@thing
def law_fact(cast: Cast) -> dict[str, Any]:
    """A fact."""
    return {"identity": "person.age"}


@thing
def law_place(cast: Cast) -> dict[str, Any]:
    """A place."""
    return {"place": "hk"}


@thing
def law_year(cast: Cast) -> dict[str, Any]:
    """A year."""
    return {"year": 2024}


# -- people and their data -----------------------------------------------------------------------------------------------


def owners_profile(cast: Cast) -> Profile:
    """The profile of the owner, with a spouse in it."""
    user = cast["owner"]
    for name in ("profile", "family"):
        wanted = purpose(name)
        consent.give_consent(user.public, wanted, "en", wanted.digest("en"), wanted.guardian)
    people.make_profile(user, "Me", {"person.age": 34, "person.family": [{"relationship": "spouse"}]})
    return Profile.objects.get(user=user)


@thing
def profile(cast: Cast) -> dict[str, Any]:
    """The owner's profile."""
    return {"public": owners_profile(cast).public}


@thing
def profile_fact(cast: Cast) -> dict[str, Any]:
    """What it says of the owner's age."""
    return {"public": owners_profile(cast).public, "name": "person.age"}


@thing
def family_member(cast: Cast) -> dict[str, Any]:
    """The owner's spouse."""
    held = owners_profile(cast)
    return {"public": held.public, "person": Member.objects.get(profile=held).public}


@thing
def token(cast: Cast) -> dict[str, Any]:
    """The owner's token."""
    made, _ = people.make_token(cast["owner"], "t", ["law"], today() + datetime.timedelta(days=9))
    return {"public": made.public}


@thing
def a_purpose(cast: Cast) -> dict[str, Any]:
    """Keeping profiles."""
    return {"name": "profile"}


@thing
def data_request(cast: Cast) -> dict[str, Any]:
    """What the owner asked for."""
    return {"public": consent.ask(cast["owner"].public, "access", "hk", "").public}


@thing
def paper(cast: Cast) -> dict[str, Any]:
    """The owner's photograph."""
    return {"public": documents.hand_in(agree(cast["owner"], "papers"), "photograph", "me.png", PNG).public}


# -- cases ---------------------------------------------------------------------------------------------------------------


def owners_case(cast: Cast) -> Case:
    """The case of the owner."""
    return cases.file(agree(cast["owner"]), draft(JOURNEY, FACTS), "the-filing-of-the-owner")


def decided(cast: Cast) -> Task:
    """Its first decision, proposed by the officer."""
    task, post = admission(owners_case(cast)), Officer.objects.get(user=cast["officer"])
    desks.take(task, post)
    desks.propose(task, post, "granted", "Everything was shown.", "ASMTP FAQ", None)
    return task


@thing
def case(cast: Cast) -> dict[str, Any]:
    """The owner's case."""
    return {"public": owners_case(cast).public}


@thing
def case_task(cast: Cast) -> dict[str, Any]:
    """A task of it, as the owner sees it."""
    held = owners_case(cast)
    return {"public": held.public, "task": admission(held).public}


@thing
def task(cast: Cast) -> dict[str, Any]:
    """The same task, as the officer's authority sees it."""
    return {"public": admission(owners_case(cast)).public}


@thing
def task_paper(cast: Cast) -> dict[str, Any]:
    """A paper that the task does not have."""
    return {"public": admission(owners_case(cast)).public, "paper": "A" * 22}


@thing
def decision(cast: Cast) -> dict[str, Any]:
    """A decision that waits for a second pair of eyes."""
    return {"public": decided(cast).decisions.get().public}


@thing
def final_decision(cast: Cast) -> dict[str, Any]:
    """A decision in the owner's case that was confirmed."""
    held, second = decided(cast), person("second@example.org", "Second")
    made = held.decisions.select_related("task__case__person", "task__officer").get()
    desks.confirm(made, appointed(second, OFFICE, "execution", "second"))
    return {"public": held.case.public, "decision": made.public}


@thing
def case_fact(cast: Cast) -> dict[str, Any]:
    """A fact of the owner's case."""
    return {"public": owners_case(cast).public, "name": "person.hk_pay_at_market_level"}


@thing
def correction(cast: Cast) -> dict[str, Any]:
    """That fact, corrected, as the officer's task sees it."""
    held = owners_case(cast)
    made = amending.correct(held, "person.hk_pay_at_market_level", False, "")
    return {"public": admission(held).public, "amendment": made.public}


@thing
def no_joint_authority(cast: Cast) -> dict[str, Any]:
    """An authority that the law does not name on the task."""
    return {"public": admission(owners_case(cast)).public, "authority": "mo.dsal"}


@thing
def no_joint_step(cast: Cast) -> dict[str, Any]:
    """A joint step that there is not."""
    return {"public": public_id()}


@thing
def post(cast: Cast) -> dict[str, Any]:
    """The post of the officer."""
    return {"public": Officer.objects.get(user=cast["officer"]).public}


# -- obstacles -----------------------------------------------------------------------------------------------------------


@thing
def obstacle(cast: Cast) -> dict[str, Any]:
    """A report that nobody has read yet."""
    told = "The office said that my licence from over there does not count, and gave no reason."
    clause = {"place": "packs/hk/ttps/a.yaml:45:16", "sql": "x", "cite": "FAQ", "en": "income", "zh-Hans": "收入"}
    given = obstacles.Report(public_id(), "en", told, "mainland->hk", "hk.ttps.a", clause, "lawyer", "2026-03", "")
    return {"public": obstacles.report(given).public}
