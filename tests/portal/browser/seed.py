"""What the pages of the browser tests show: run in a process of its own against the server's database; prints as JSON the
sessions of the cast and the names to fill into paths.yaml. Each desk adds one function to MAKERS."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import django

Cast = dict[str, Any]
# Lin applies, Ho runs an organisation, Silva belongs elsewhere; Lam and Wong serve at one window, Pires at another, Chan coordinates, Cheong answers
# for the data.
CAST = {
    "lin": "Lin Yue",
    "ho": "Ho Ka Yan",
    "silva": "Ana Silva",
    "lam": "Lam Wai Ming",
    "wong": "Wong Siu Ming",
    "pires": "Rui Pires",
    "chan": "Chan Mei",
    "cheong": "Cheong Ka Wai",
}
POSTS = {
    "lam": ("hk.immd", "execution", "handler", "decider", "second"),
    "wong": ("hk.immd", "execution", "handler", "decider", "second"),
    "pires": ("mo.psp", "execution", "handler"),
    "chan": ("gba.coordination", "coordination", "coordinator"),
    "cheong": ("hk.window", "execution", "administrator", "privacy"),
}
AN_HOUR = 3600
# What Lam's and Wong's authenticator apps hold.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
JOURNEY = "journey.work_in_hong_kong"
# What somebody of thirty-five with a good income answers: doors open, at the authority's discretion, undecided and shut.
YES = (
    "person.has_hk_job_offer",
    "person.hk_job_matches_background",
    "person.hk_pay_at_market_level",
    "person.first_degree_in_job_field",
    "person.hk_market_test_shown_or_exempt",
)
NO = (
    "person.was_nonlocal_student_in_hk",
    "person.can_support_family_without_public_aid",
    "person.hk_permission_carries_employment_condition",
    "person.bachelor_full_time",
    "employer.substantive_hk_business",
    "person.may_work_freely_in_hk",
    "programme.campus_is_joint_institution",
    "person.previously_admitted_under_ttps",
    "person.prc_passport_living_overseas",
)
ANSWERS: dict[str, Any] = {
    "person.age": 35,
    "person.residence_status": ["mainland_resident"],
    "person.place_of_residence": "mainland",
    "person.nationality": "CHN",
    "person.hk_permission": "none",
    "person.hk_employment_status": "none",
    "person.income_previous_12_months": "2600000 HKD",
    **dict.fromkeys(YES, True),
    **dict.fromkeys(NO, False),
}
HALFWAY = dict(list(ANSWERS.items())[:3])


def offices(cast: Cast) -> dict[str, str]:
    """Posts, each with the second factor that it asks."""
    from allauth.mfa.totp.internal.auth import TOTP

    from huanliu.portal.authorities.acts import appoint

    for name, (authority, layer, *roles) in POSTS.items():
        TOTP.activate(cast[name], SECRET)
        appoint(cast[name], authority, layer, tuple(roles))
    return {}


def organisations(cast: Cast) -> dict[str, str]:
    """An organisation with some facts, an open invitation for Lin, and Lin as a candidate."""
    from huanliu.portal.organisations import acts

    made = acts.make(cast["ho"], "Pearl River Works 珠江工程")
    acts.change_fact(made, cast["ho"], "organisation.filed_professionals", "3")
    acts.change_fact(made, cast["ho"], "organisation.on_devb_list", True)
    token = acts.invite(made, cast["ho"], cast["lin"].email, "recruiter", "en")
    agree(cast["lin"], "employer", whom=made.public)
    return {"organisation": made.public, "invitation": token, "lin": cast["lin"].public}


def agree(user: Any, *names: str, whom: str = "") -> None:
    """Consents, as somebody gives them who read the English words."""
    from huanliu.portal.consent.acts import give_consent
    from huanliu.portal.consent.purposes import purpose

    for name in names:
        wanted = purpose(name)
        give_consent(user.public, wanted, "en", wanted.digest("en"), wanted.guardian, whom=whom)


def people(cast: Cast) -> dict[str, str]:
    """Lin's profile with a spouse, a photograph, a token, and what Lin asked of those who keep the data."""
    import datetime

    from huanliu.base.clock import today
    from huanliu.portal.consent import acts as consent
    from huanliu.portal.documents import acts as documents
    from huanliu.portal.people import acts
    from huanliu.portal.people.models import Member, Profile
    from tests.portal.casework import CONSENTS, PNG

    agree(cast["lin"], "profile", "family", "finance", "papers", *CONSENTS)
    facts = {**ANSWERS, "person.family": [{"relationship": "spouse"}]}
    acts.make_profile(cast["lin"], "My profile", facts)
    held = Profile.objects.get(user=cast["lin"])
    acts.make_token(cast["lin"], "Notebook", ["law"], today() + datetime.timedelta(days=30))
    paper = documents.hand_in(cast["lin"], "photograph", "lin-yue.png", PNG)
    asked = consent.ask(cast["lin"].public, "access", "hk", "What do you keep of me?")
    member = Member.objects.get(profile=held)
    return {"profile": held.public, "member": member.public, "paper": paper.public, "request": asked.public}


def cases(cast: Cast) -> dict[str, str]:
    """Lin's cases: new, held for too long, Lin asked, waiting for a second pair of eyes, decided, withdrawn; and three for the walks."""
    from huanliu.portal.authorities.models import Officer
    from huanliu.portal.cases.models import JointStep
    from huanliu.portal.desks import acts
    from tests.portal.casework import admission, backdate

    lam, wong = (Officer.objects.get(user=cast[name]) for name in ("lam", "wong"))
    states = ("new", "held", "asked", "proposed", "decided", "withdrawn", "walked", "unscripted", "by_keys")
    made = {name: filed(cast["lin"], name, 30 + place) for place, name in enumerate(states)}
    tasks = {name: admission(case) for name, case in made.items()}
    for name in ("held", "asked", "proposed", "decided"):
        acts.take(tasks[name], lam)
    backdate(tasks["held"], 60)
    acts.ask(tasks["asked"], lam, "Please give the contract of employment with its first page.")
    for name in ("proposed", "decided"):
        acts.propose(tasks[name], lam, "granted", "Everything that is asked for was shown.", "ASMTP FAQ", None)
    acts.confirm(tasks["decided"].decisions.get(), wong)
    JointStep.objects.create(task=tasks["new"], authority="mo.psp")
    withdraw(made["withdrawn"])
    decision = tasks["decided"].decisions.get().public
    names = {"decision": decision} | {f"case_{name}": case.public for name, case in made.items()}
    return names | {f"task_{name}": task.public for name, task in tasks.items()}


def filed(user: Any, key: str, age: int) -> Any:
    """A case of the one journey; while it is open, the same facts would give the same case, so each has its own age."""
    from huanliu.portal.cases import acts
    from huanliu.portal.cases.filing import draft
    from tests.portal.casework import FACTS

    return acts.file(user, draft(JOURNEY, {**FACTS, "person.age": age}), f"the-filing-that-is-{key}")


def withdraw(case: Any) -> None:
    """As its person does."""
    from huanliu.portal.cases import acts

    acts.withdraw(case)


def obstacles(cast: Cast) -> dict[str, str]:
    """An obstacle that nobody has read, one in work, one resolved."""
    made = {name: reported(name) for name in ("new", "owned", "resolved")}
    through(made["owned"], "classify", "own", "begin")
    through(made["resolved"], "classify", "own", "resolve")
    return {f"obstacle_{name}": each.public for name, each in made.items()}


def reported(name: str) -> Any:
    """A report as it comes in."""
    from huanliu.portal.obstacles import acts

    told = "The office said that my licence from over there does not count, and gave no reason."
    clause = {"place": "packs/hk/ttps/a.yaml:45:16", "sql": "x", "cite": "FAQ", "en": "income", "zh-Hans": "收入"}
    once = f"once-{name}-00000000000000"[:22]
    return acts.report(acts.Report(once, "en", told, "mainland->hk", "hk.ttps.a", clause, "lawyer", "2026-03", ""))


def through(obstacle: Any, *steps: str) -> None:
    """Takes an obstacle through steps, each with all that it may bring."""
    import datetime

    from huanliu.portal.obstacles import acts
    from huanliu.portal.obstacles.models import Obstacle

    words = {
        "title_en": "A licence of the Mainland is not counted in Hong Kong",
        "summary_en": "Years of practice in the Mainland are not counted, and no reason is given.",
        "title_zh": "内地执照在香港不获承认",
        "summary_zh": "在内地的执业年资不获计算，亦没有说明理由。",
    }
    owners = {"mainland": "Ministry of Justice", "hk": "Department of Justice"}
    for act in steps:
        held = Obstacle.objects.get(pk=obstacle.pk)
        acts.move(
            held, act, "chan", f"Why this step: {act}.", dict(words), "law", dict(owners), datetime.date(2027, 6, 30)
        )


MAKERS: list[Callable[[Cast], dict[str, str]]] = [offices, organisations, people, cases, obstacles]


def session_of(user: Any) -> str:
    """A session as signing in makes it, with the second factor of whoever has one; it stays as fresh as when one just signed in,
    since the last page is looked at minutes after the first."""
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as SHOWN

    from tests.portal.doors.objects import browser

    session = browser(user).session
    session[SHOWN] = [{**each, "at": time.time() + AN_HOUR} for each in session[SHOWN]]
    session.save()
    return str(session.session_key)


def interview(goal: str, answers: dict[str, Any], session: str | None = None) -> str:
    """The session, anew or as it is, of somebody who has answered."""
    from django.conf import settings

    from huanliu.portal.journeys import access, acts, standing
    from huanliu.portal.journeys.sheet import Sheet

    store, aim = import_module(settings.SESSION_ENGINE).SessionStore(session), access.aim(goal)
    acts.begin(store, aim, None)
    acts.tell_pay(store, {"person.hk_employment_income": "960000"} if answers else {}, {"CNY": "0.92", "MOP": "1.03"})
    for fact, value in answers.items():
        acts.answer(store, aim, standing.seat(aim, Sheet(store)), fact, value)
    store.save()
    return str(store.session_key)


def interviews(lin: Any) -> dict[str, str]:
    """Sessions without an account, and one of Lin's in which there are answers to file."""
    return {
        "lin_answered": interview(JOURNEY, ANSWERS, session_of(lin)),
        "halfway": interview(JOURNEY, HALFWAY),
        "answered": interview(JOURNEY, ANSWERS),
        "on_a_route": interview("chain.doctor.hk_to_shenzhen", {}),
    }


def seeded() -> dict[str, dict[str, str]]:
    """Everything made, once."""
    from allauth.account.models import EmailAddress

    from tests.portal.conftest import person

    cast = {key: person(f"{key}@example.org", name) for key, name in CAST.items()}
    for user in cast.values():
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    names: dict[str, str] = {}
    for maker in MAKERS:
        names |= maker(cast)
    return {"sessions": {key: session_of(user) for key, user in cast.items()} | interviews(cast["lin"]), "names": names}


if __name__ == "__main__":
    # Models can only be brought in once Django stands, so every function here does so itself.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huanliu.portal.settings")
    django.setup()
    print(json.dumps(seeded()))
