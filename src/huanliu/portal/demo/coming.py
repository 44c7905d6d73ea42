"""People who come: their accounts, second factors and posts, what they agree to and keep; organisations; what is asked about data."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from huanliu.base.clock import now, today
from huanliu.portal.authorities.acts import appoint, end_post
from huanliu.portal.cases import acts as cases
from huanliu.portal.cases.models import Case
from huanliu.portal.consent import acts as consent
from huanliu.portal.consent.purposes import purpose
from huanliu.portal.demo.cast import DOMAIN, Person, Post, dated, posts
from huanliu.portal.demo.telling import Line, Stage, act
from huanliu.portal.organisations import access as memberships
from huanliu.portal.organisations import acts as organisations
from huanliu.portal.organisations import consented
from huanliu.portal.organisations.chances import route_facts
from huanliu.portal.organisations.models import Organisation
from huanliu.portal.people import acts as people
from huanliu.portal.people.models import User
from huanliu.portal.record import trail


class NotAgreedError(ValueError):
    """Facts of the cast that its own consents do not reach."""


def come(stage: Stage, person: Person, password: str) -> User:
    """Somebody makes an account, agrees, keeps profiles; an officer is appointed. `password` is a hash."""
    user = User.objects.create(
        email=person.email, name=person.name, language=person.language, password=password, demonstration=True
    )
    # The field takes the machine's hour.
    User.objects.filter(pk=user.pk).update(joined=now())
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    trail.write("account.made", actor=user.public, person=user.public)
    stage.people[person.key] = user
    for name in person.agrees:
        agree(user, name)
    for title, facts in person.profiles.items():
        made = people.make_profile(user, title, dated(facts))
        if made.left:
            raise NotAgreedError(f"cast.yaml: {person.key} keeps facts without agreeing to {made.left}")
    for post in posts():
        if post.who == person.key:
            serve(stage, user, post)
    return user


def agree(user: User, name: str, whom: str = "") -> None:
    """A consent, in the words of the person's language; of a guardian where the purpose asks for one."""
    wanted, language = purpose(name), user.language
    consent.give_consent(user.public, wanted, language, wanted.digest(language), wanted.guardian, whom)


def serve(stage: Stage, user: User, post: Post) -> None:
    """A second factor, and the post that needs it."""
    TOTP.activate(user, generate_totp_secret())
    stage.officers[post.who] = appoint(user, post.authority, post.layer, post.roles)


@act
def leave(stage: Stage, line: Line) -> None:
    """A post ends: who runs the authority says so."""
    end_post(stage.officers[line["whom"]], stage.people[line["who"]].public)


# -- organisations -----------------------------------------------------------------------------------------------------


@act
def organise(stage: Stage, line: Line) -> None:
    """Somebody makes an organisation."""
    made = organisations.make(stage.people[line["who"]], line["name"])
    Organisation.objects.filter(pk=made.pk).update(demonstration=True)
    stage.organisations[line["as"]] = made


@act
def state(stage: Stage, line: Line) -> None:
    """A fact of an organisation."""
    organisations.change_fact(stage.organisations[line["at"]], stage.people[line["who"]], line["fact"], line["value"])


@act
def invite(stage: Stage, line: Line) -> None:
    """Somebody is asked to join."""
    whom = line["whom"] if "@" in line["whom"] else f"{line['whom']}@{DOMAIN}"
    by, at = stage.people[line["who"]], stage.organisations[line["at"]]
    stage.invitations[line["whom"]] = organisations.invite(at, by, whom, line["role"], by.language)


@act
def join(stage: Stage, line: Line) -> None:
    """And does."""
    user = stage.people[line["who"]]
    organisations.accept(memberships.invitation_shown(stage.invitations[line["who"]], user), user)


@act
def end_invitation(stage: Stage, line: Line) -> None:
    """Or is not to any more."""
    open_still = memberships.open_invitations(stage.organisations[line["at"]])
    found = next(each for each in open_still if each.email == line["whom"])
    organisations.end_invitation(found, stage.people[line["who"]])


@act
def change_role(stage: Stage, line: Line) -> None:
    """A member gets another role."""
    found = memberships.member(stage.organisations[line["at"]], stage.people[line["whom"]].public)
    organisations.change_role(found, stage.people[line["who"]], line["role"])


@act
def consider(stage: Stage, line: Line) -> None:
    """Somebody agrees that an organisation sees which routes are open."""
    agree(stage.people[line["who"]], "employer", stage.organisations[line["at"]].public)


@act
def name_employer(stage: Stage, line: Line) -> None:
    """Somebody names the employer that has a part in a case, and lets it do that part."""
    case, employer = stage.cases[line["case"]], stage.organisations[line["at"]]
    agree(case.person, "employer_part", employer.public)
    cases.name_employer(case, employer.public)


@act
def state_part(stage: Stage, line: Line) -> None:
    """The employer states in the case what it holds of itself."""
    case = Case.objects.get(pk=stage.cases[line["case"]].pk)
    organisations.state_part(stage.organisations[line["at"]], stage.people[line["who"]], case)


@act
def take_back(stage: Stage, line: Line) -> None:
    """And takes that back."""
    consent.take_back(stage.people[line["who"]].public, purpose("employer"), stage.organisations[line["at"]].public)


@act
def read(stage: Stage, line: Line) -> None:
    """A recruiter looks at a candidate, who sees it."""
    at, whom = stage.organisations[line["at"]], stage.people[line["whom"]]
    consented.facts(whom, at, stage.people[line["who"]], route_facts())


@act
def begin_part(stage: Stage, line: Line) -> None:
    """The employer's part of a route."""
    at, whom = stage.organisations[line["at"]], stage.people[line["whom"]]
    organisations.begin_part(at, stage.people[line["who"]], whom, line["route"])


# -- the own data ------------------------------------------------------------------------------------------------------


@act
def request(stage: Stage, line: Line) -> None:
    """Something asked about the own data."""
    user = stage.people[line["who"]]
    stage.requests[line["as"]] = consent.ask(user.public, line["kind"], line["side"], line["says"])


@act
def answer_request(stage: Stage, line: Line) -> None:
    """And answered by a human."""
    by = stage.people[line["who"]].public
    consent.answer(stage.requests[line["request"]], by, line["outcome"], line["says"])


@act
def token(stage: Stage, line: Line) -> None:
    """A token for a program; nobody keeps what it is."""
    expires = today() + datetime.timedelta(days=line["days"])
    people.make_token(stage.people[line["who"]], line["name"], line["scopes"], expires)


@act
def revoke(stage: Stage, line: Line) -> None:
    """A token that reaches nothing any more."""
    people.revoke_token(stage.people[line["who"]].tokens.filter(name=line["name"])[0])
