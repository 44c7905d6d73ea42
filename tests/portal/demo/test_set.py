"""The demonstration set shows every state and every role that the tables know: a new one fails here until the set shows it."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from huanliu.base.clock import now, today
from huanliu.portal.authorities.models import LAYERS, ROLES, Officer
from huanliu.portal.authorities.registry import side_of
from huanliu.portal.cases.models import CASE_STATES, OUTCOMES, TASK_STATES, Case, Correction, Decision, JointStep, Task
from huanliu.portal.cases.states import CASE_STEPS, TASK_STEPS
from huanliu.portal.consent.models import Receipt, Request
from huanliu.portal.consent.purposes import document, purposes
from huanliu.portal.demo.cast import people, roles
from huanliu.portal.demo.telling import ACTS, lines
from huanliu.portal.desks.access import STUCK, pending_joint_steps, waiting_on_another_side
from huanliu.portal.documents import sniffing, storage
from huanliu.portal.documents.models import Paper
from huanliu.portal.obstacles import states as obstacles
from huanliu.portal.obstacles.models import KINDS, Obstacle
from huanliu.portal.organisations.models import Invitation, Membership, Organisation, Part, Role
from huanliu.portal.people.models import Member, Profile, Token, User
from huanliu.portal.record import trail
from huanliu.portal.record.models import Entry
from huanliu.portal.words import say
from tests.portal.codes import wait_for_a_code
from tests.portal.conftest import person
from tests.portal.demo.conftest import told

pytestmark = [pytest.mark.usefixtures("the_set"), pytest.mark.django_db]


def events() -> set[str]:
    return set(Entry.objects.values_list("event", flat=True))


def test_every_state_of_a_case_and_of_a_task_is_there() -> None:
    assert set(Case.objects.values_list("state", flat=True)) == set(CASE_STATES)
    assert set(Task.objects.values_list("state", flat=True)) == set(TASK_STATES)


def test_every_step_of_the_tables_has_happened() -> None:
    assert {step.event for step in (*CASE_STEPS, *TASK_STEPS)} <= events()


def test_decisions_are_proposed_confirmed_returned_and_looked_at_again() -> None:
    found = Counter(Decision.objects.values_list("state", flat=True))
    assert set(found) == {key for key, _ in Decision._meta.get_field("state").choices}
    assert set(Decision.objects.filter(state="confirmed").values_list("outcome", flat=True)) == set(OUTCOMES)
    assert not Decision.objects.filter(record={}).exists()


def test_days_are_close_passed_and_unknown() -> None:
    lying = Task.objects.filter(state__in=("ready", "taken", "proposed"))
    assert lying.filter(due__lt=today()).exists()
    assert lying.filter(due__gte=today(), due__lte=today() + datetime.timedelta(days=8)).exists()
    assert lying.filter(due=None).exists()
    open_still = Correction.objects.filter(answered=None, recalled=False)
    assert open_still.filter(due__gte=today(), due__lte=today() + datetime.timedelta(days=4)).exists()


def test_coordinators_of_every_side_have_something_that_is_stuck() -> None:
    assert Task.objects.filter(changed__lt=now() - STUCK, state="taken").exists()
    found = {side_of(post.authority): post for post in Officer.objects.filter(coordinator=True)}
    assert {"mainland", "hk", "mo"} <= set(found)
    assert all(waiting_on_another_side(post) for side, post in found.items() if side in ("mainland", "hk"))
    assert set(JointStep.objects.values_list("view", flat=True)) == {"", "agrees", "concerned"}
    assert pending_joint_steps(found["mo"])


def test_every_role_of_an_officer_is_held_on_some_desk_and_every_side_has_a_desk() -> None:
    posts = list(Officer.objects.filter(ended=None))
    assert {role for post in posts for role in post.roles} == set(ROLES)
    assert {post.layer for post in posts} == {name for name, _ in LAYERS}
    assert {side_of(post.authority) for post in posts} == {"mainland", "hk", "mo", "gba"}
    assert Officer.objects.exclude(ended=None).exists()


def test_organisations_have_every_role_and_candidates() -> None:
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert Invitation.objects.filter(ended=None).exists() and Part.objects.exists()
    assert Receipt.objects.filter(purpose="employer", ended=None).exists()


def test_people_keep_several_profiles_a_family_papers_and_tokens() -> None:
    counts = Counter(Profile.objects.values_list("user", flat=True))
    assert max(counts.values()) >= 3
    assert {row["relationship"] for row in Member.objects.values_list("row", flat=True)} >= {
        "spouse",
        "child",
        "parent",
    }
    assert Token.objects.filter(revoked=None).exists() and Token.objects.exclude(revoked=None).exists()
    assert User.objects.filter(profiles__isnull=False, cases__isnull=True).exists(), "a plan that was not filed yet"
    assert set(User.objects.values_list("language", flat=True)) == {"en", "zh-hans", "zh-hant", "pt"}


def test_what_people_ask_about_their_data_is_open_granted_and_refused() -> None:
    assert set(Request.objects.values_list("outcome", flat=True)) == {"", "granted", "refused"}
    assert set(Request.objects.values_list("kind", flat=True)) == set(document()["requests"]["kinds"])
    assert Receipt.objects.filter(ended_how="taken_back").exists()
    assert set(Receipt.objects.values_list("purpose", flat=True)) <= set(purposes())


def test_the_register_has_obstacles_in_every_state() -> None:
    assert set(Obstacle.objects.values_list("state", flat=True)) == set(obstacles.STATES)
    assert set(Obstacle.objects.values_list("moves__act", flat=True)) - {None} == {step.act for step in obstacles.TABLE}
    kinds = set(Obstacle.objects.exclude(kind="").values_list("kind", flat=True))
    assert kinds <= set(KINDS) and len(kinds) >= 3
    assert Obstacle.objects.exclude(clause={}).exists()


def test_nothing_looks_real() -> None:
    assert not User.objects.filter(demonstration=False).exists()
    assert not User.objects.exclude(email__endswith="@example.org").exists()
    assert not Organisation.objects.filter(demonstration=False).exists()
    assert all("demonstration" in each.name.lower() for each in Organisation.objects.all())
    words = [
        *Decision.objects.values_list("reasons", flat=True),
        *Correction.objects.values_list("question", flat=True),
    ]
    assert [text for text in words if not re.search("演示|Demonstra", text)] == []
    public = Obstacle.objects.filter(state__in=obstacles.PUBLIC)
    assert all(each.title_en.startswith("Demonstration:") and each.title_zh.startswith("演示：") for each in public)
    assert [row.office for each in public for row in each.owners.all() if "demonstration" not in row.office] == []


def test_papers_say_what_they_are_and_would_be_taken_from_anybody() -> None:
    papers = list(Paper.objects.all())
    assert {paper.type for paper in papers} == {"application/pdf", "image/png"}
    for paper in papers:
        data = storage.read(paper.stored)
        assert sniffing.sniff(data, paper.name).type == paper.type and "demonstration" in paper.name
        assert paper.type == "image/png" or b"DEMONSTRATION" in data


def test_the_trail_holds_and_runs_forward_to_today() -> None:
    count = trail.verify()
    assert isinstance(count, int) and count == Entry.objects.count() > 500
    hours = list(Entry.objects.order_by("number").values_list("at", flat=True))
    assert hours == sorted(hours) and hours[-1] <= now()
    assert hours[0] < now() - datetime.timedelta(days=90) and hours[-1] > now() - datetime.timedelta(days=7)


def test_whoever_has_a_role_is_in_the_cast_and_every_act_of_the_story_is_told() -> None:
    assert set(roles().values()) <= set(people())
    assert {line["does"] for line in lines()} == set(ACTS)


def test_a_second_loading_is_refused_in_one_sentence_and_changes_nothing() -> None:
    before = Entry.objects.count()
    with pytest.raises(CommandError, match=r"^the database is not empty: [^\n]*$"):
        call_command("demonstrate")
    assert Entry.objects.count() == before


def test_it_is_the_same_set_each_time(the_set: list[Any]) -> None:
    assert told() == the_set


# -- what pages say ------------------------------------------------------------------------------------------------------

PAGES = ("front:home", "front:about", "law:find", "obstacles:register", "account_login", "api_docs", "demo:roles")


def labelled(response: HttpResponse, code: str) -> bool:
    return say("front.demonstration", code) in response.content.decode()


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
def test_every_page_says_that_it_is_a_demonstration(client: Client, code: str) -> None:
    with translation.override(code):
        # An address without a language of its own speaks the browser's.
        asks = {"accept-language": code}
        addresses = [reverse(name) for name in PAGES]
        assert [address for address in addresses if not labelled(client.get(address, headers=asks), code)] == []
        assert labelled(client.get(reverse("front:about") + "/nowhere"), code)


@pytest.mark.parametrize("role", roles())
def test_one_may_enter_as_every_role_and_every_page_that_it_is_led_to_is_there_and_labelled(
    client: Client, role: str
) -> None:
    """The second factor counts as shown: an officer is not sent away to show it."""
    first = client.post(reverse("demo:enter", args=[role]), follow=True)
    assert first.status_code == 200 and labelled(first, "en")
    main = first.content.decode().split("<main", 1)[1]
    links = sorted(set(re.findall(r'href="(/en/[^"#?]*)"', main)))[:12]
    answers = {link: client.get(link) for link in links}
    assert {link: each.status_code for link, each in answers.items() if each.status_code != 200} == {}
    assert [link for link, each in answers.items() if "html" in each["Content-Type"] and not labelled(each, "en")] == []


def test_one_may_also_sign_in_by_hand_and_show_the_code_of_an_officer(client: Client) -> None:
    wait_for_a_code()
    page = client.get(reverse("demo:roles")).content.decode()
    password = re.search(r"<code>(demo-\w{12})</code>", page)
    code = re.search(r"ho@example.org</td><td><code>(\d{6})</code>", page)
    assert password and code
    client.post(reverse("account_login"), {"login": "ho@example.org", "password": password[1]})
    client.post(reverse("mfa_authenticate"), {"code": code[1]})
    assert client.get(reverse("desks:queue")).status_code == 200


def test_only_invented_people_may_be_entered_as(client: Client) -> None:
    person("chan.real@example.org", "Chan")
    for name in ("chan.real", "lin", "nobody"):
        assert client.post(f"/en/demonstration/{name}").status_code == 404
    User.objects.filter(email="lin@example.org").update(demonstration=False)
    assert client.post(reverse("demo:enter", args=["person"])).status_code == 404
