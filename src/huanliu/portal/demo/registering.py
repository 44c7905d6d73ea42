"""Obstacles in the story: reported from the very clause, moved along their states, supported."""

from __future__ import annotations

import datetime

from huanliu.base.clock import today
from huanliu.engine import expression as tree
from huanliu.portal.demo.telling import Line, Stage, act
from huanliu.portal.obstacles import acts
from huanliu.portal.obstacles.acts import Report
from huanliu.portal.obstacles.clauses import clause_at, ruling_of
from huanliu.portal.obstacles.models import Obstacle

WORDS = ("title_en", "title_zh", "summary_en", "summary_zh")


class NoSuchClauseError(LookupError):
    """A clause of the story that the law no longer has."""


@act
def report(stage: Stage, line: Line) -> None:
    """Somebody reports, with or without an account."""
    user = stage.people.get(line.get("who", ""))
    given = Report(
        once=f"demonstration-{line['as']}"[:22],
        language=user.language if user is not None else "zh-hant",
        told=line["says"],
        direction=line["direction"],
        provision=line.get("provision", ""),
        clause=_clause(line["provision"], line["clause"]) if "clause" in line else None,
        profession=line.get("profession", ""),
        since=line.get("since", ""),
        contact=user.email if user is not None and line.get("contact") else "",
    )
    stage.obstacles[line["as"]] = acts.report(given)


def _clause(about: str, sql: str) -> dict[str, str]:
    """The clause of a provision by what it says in the law's own language."""
    ruling = ruling_of(about)
    roots = () if ruling is None else (ruling.applies, ruling.condition)
    for node in (node for root in roots for node in tree.walk(root)):
        if ruling is not None and isinstance(node, tree.ClauseOf) and node.sql == sql:
            return clause_at(ruling, str(node.place))
    raise NoSuchClauseError(f"{about} has no clause {sql!r}")


@act
def move(stage: Stage, line: Line) -> None:
    """A step of an obstacle's life."""
    obstacle = Obstacle.objects.filter(pk=stage.obstacles[line["obstacle"]].pk)[0]
    target = today() + datetime.timedelta(days=line["target"]) if "target" in line else None
    words = {name: line.get(name, "") for name in WORDS}
    by = stage.people[line["who"]].public
    acts.move(obstacle, line["act"], by, line["says"], words, line.get("kind", ""), line.get("owners"), target)


@act
def support(stage: Stage, line: Line) -> None:
    """So many say that it hits them too."""
    obstacle = Obstacle.objects.filter(pk=stage.obstacles[line["obstacle"]].pk)[0]
    for number in range(line["by"]):
        acts.support(obstacle, f"demonstration-{number}")
