"""What somebody may want: a journey, a route, or one provision; and the groups that keep the choice calm."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from huanliu.base.language import Text
from huanliu.law.model import Law, Route
from huanliu.law.tasks import Journey

GROUPS: Mapping[str, tuple[str, ...]] = {
    "work": ("work_in_hong_kong", "work_in_mainland", "work_in_macao", "live_and_work_across", "youth_internship"),
    "practise": ("practise_in_hong_kong", "practise_in_mainland", "practise_in_macao"),
    "family": ("family_to_hong_kong", "family_to_mainland", "family_to_macao"),
    "study": ("study_and_stay_hong_kong", "study_and_stay_macao"),
    "business": ("start_company_in_mainland", "hire_across", "joint_project", "move_samples", "send_data"),
    "rights": ("taxes_and_insurance", "return_and_keep_rights"),
}


@frozen
class Aim:
    """One goal. `journey` where it is one; otherwise a single route or provision."""

    id: str
    title: Text
    about: Text | None = None
    journey: Journey | None = None


@frozen
class Group:
    """Goals under one heading; the heading is a word of the portal."""

    name: str
    title_key: str
    aims: tuple[Aim, ...]


def aim_of(law: Law, identity: str) -> Aim | None:
    """The goal of an id; an alias of a provision finds it too."""
    journey = law.journeys.get(identity)
    if journey is not None:
        return Aim(journey.id, journey.title, journey.about, journey)
    route = law.routes.get(identity)
    if route is not None:
        return Aim(route.id, route.title, route.small_door)
    provision = law.provisions.get(identity)
    return None if provision is None else Aim(provision.id, provision.title)


def groups(law: Law) -> list[Group]:
    """Every journey under its heading; one that nobody sorted yet stands with the last."""
    sorted_ids = {f"journey.{name}" for names in GROUPS.values() for name in names}
    loose = [name for name in law.journeys if name not in sorted_ids]
    found = []
    for name, members in GROUPS.items():
        ids = [f"journey.{each}" for each in members] + (loose if name == "rights" else [])
        aims = tuple(aim for each in ids if (aim := aim_of(law, each)) is not None)
        found.append(Group(name, f"journeys.group_{name}", aims))
    return found


def routes_by_profession(law: Law) -> list[tuple[Text, list[Route]]]:
    """The routes under the profession that they are of, in the order of the matrix."""
    titles = {each.profession: each.title for each in law.professions}
    found: dict[str, list[Route]] = {}
    for route in law.routes.values():
        found.setdefault(route.profession or "", []).append(route)
    order = sorted(found, key=lambda name: list(titles).index(name) if name in titles else len(titles))
    return [(titles.get(name, Text(name.replace("_", " "))), found[name]) for name in order]
