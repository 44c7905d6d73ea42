"""The result: every door by how it stands, with the shortest true reason; and one door, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from huanliu.base.language import Text
from huanliu.engine.asking.interview import Interview
from huanliu.engine.assess import Finding
from huanliu.engine.evaluate import Situation
from huanliu.engine.explain import Explanation
from huanliu.engine.planning.doors import Door, doors_of
from huanliu.engine.planning.making import make_plan
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.questions import asked_first
from huanliu.engine.routes import RouteFinding, StepFinding
from huanliu.engine.words import Words
from huanliu.law.model import Provision
from huanliu.portal.journeys.goals import Aim
from huanliu.portal.journeys.standing import GROUP_OF, GROUPS, LATER

REASONS = 2
FACTS_SHOWN = 4


@frozen
class Asked:
    """A fact that is still to be said, under its name."""

    fact: str
    label: str


@frozen
class Shown:
    """A door on the result page: what it is for, how it stands, and the shortest reason."""

    door: Door
    task: Text | None
    word: str
    reasons: tuple[str, ...]
    missing: tuple[Asked, ...]
    more_missing: int
    gains: tuple[str, ...]
    assumed: str

    @property
    def later(self) -> bool:
        """Whether it is open only once earlier tasks have brought about what it rests on."""
        return bool(self.assumed) and self.word.startswith("met")

    @property
    def group(self) -> str:
        """The group of the result that it falls into."""
        return LATER if self.later else GROUP_OF[self.word]

    @property
    def provision(self) -> Provision | None:
        """The provision behind it; a route has several."""
        return self.door.legs[0] if isinstance(self.door.finding, Finding) else None


@frozen
class Grouped:
    """Doors that stand alike; `title_key` is a word of the portal."""

    name: str
    title_key: str
    doors: tuple[Shown, ...]


@frozen
class Branch:
    """A clause as a page shows it: a place in the tree, with what shut or may shut."""

    sentence: str
    truth: str
    cite: str | None
    file: str | None
    parts: tuple[Branch, ...]

    @property
    def reportable(self) -> bool:
        """Whether it is a clause that shut something: what an obstacle can be reported from."""
        return self.truth == "false" and not self.parts


@frozen
class StepShown:
    """A door of a route, the first shut one marked."""

    step: StepFinding
    tree: Branch
    truth: str
    small: bool
    provision: Provision | None
    instead: tuple[tuple[Text, str, str], ...]


TRUTHS = {True: "true", False: "false", None: "unknown"}


def plan_of(goal: Aim, interview: Interview) -> Plan | None:
    """The plan of a journey with the answers so far."""
    if goal.journey is None:
        return None
    return make_plan(goal.journey, Situation(interview.facts, interview.book))


def doors(goal: Aim, interview: Interview, plan: Plan | None, words: Words) -> list[Shown]:
    """Every door once, as it stands: for a journey with what the tasks before it bring about."""
    if plan is None:
        at = Situation(interview.facts, interview.book)
        return [shown(door, None, "", words) for door in doors_of([goal.id], at)]
    found: dict[str, Shown] = {}
    for task in (*plan.tasks, *plan.left_out):
        names = [name for name in task.assumed if name in task.read] if task.doors else []
        kinds = task.at.book.statutes.kinds
        told = words.joined(
            [
                words.say("seen_each", item=words.label(name), value=words.value(task.assumed[name], kinds[name]))
                for name in names
            ]
        )
        for door in task.doors:
            each = shown(door, task.title, told, words)
            if task.needed is False:
                each = evolve(each, word="not_applicable", reasons=(), missing=(), more_missing=0, gains=())
            found.setdefault(door.id, each)
    return list(found.values())


def shown(door: Door, task: Text | None, assumed: str, words: Words) -> Shown:
    """One door with its shortest reason."""
    word = door.word
    reasons = tuple(failing_sentences(door)[:REASONS]) if word == "unmet" else ()
    missing = door.missing if word == "undetermined" else []
    asked = tuple(Asked(name, words.label(name)) for name in missing[:FACTS_SHOWN])
    gains = tuple(gained(door, words)) if word.startswith("met") else ()
    sentences = tuple(each.summary(words) for each in reasons)
    return Shown(door, task, word, sentences, asked, len(missing[FACTS_SHOWN:]), gains, assumed)


def failing_sentences(door: Door) -> list[Explanation]:
    """The clauses that shut a door; alternatives that all fail are one."""
    if isinstance(door.finding, Finding):
        return list(_failing(door.finding.explanation))
    small = door.finding.small_door
    return [] if small is None else list(_failing(small.explanation))


def _failing(node: Explanation) -> Iterator[Explanation]:
    if node.truth is not False:
        return
    if not node.parts or (node.kind == "any" and not any(part.parts for part in node.parts)):
        yield node
        return
    for part in node.parts:
        yield from _failing(part)


def gained(door: Door, words: Words) -> Iterator[str]:
    """The named results and the amounts of a provision that is met."""
    finding = door.finding
    if not isinstance(finding, Finding):
        return
    yield from (words.of(outcome.title) for outcome, _ in finding.ruling.outcomes if outcome.id in finding.outcomes)
    for name, value in finding.amounts.items():
        amount, expression = finding.ruling.amounts[name]
        kind = expression.kind
        if kind.numeric and amount.unit and not kind.currency:
            kind = evolve(kind, unit=amount.unit)
        yield words.say("seen_each", item=words.of(amount.label), value=words.value(value, kind))


def grouped(shown_doors: Sequence[Shown]) -> list[Grouped]:
    """The doors by how they stand, what is open first."""
    found = []
    for name in GROUPS:
        members = tuple(each for each in shown_doors if each.group == name)
        if members:
            found.append(Grouped(name, f"journeys.result_{name}", members))
    return found


def branch(node: Explanation, words: Words) -> Branch:
    """An explanation as a tree for a page."""
    parts = tuple(branch(part, words) for part in node.parts)
    return Branch(node.sentence(words.lang), TRUTHS[node.truth], node.cite, node.file, parts)


def steps(finding: RouteFinding, words: Words) -> list[StepShown]:
    """A route door by door."""
    small = finding.small_door
    return [_step(step, small, words) for step in finding.steps]


def _step(step: StepFinding, small: StepFinding | None, words: Words) -> StepShown:
    law = step.situation.book.statutes.law
    provision = law.provisions.get(step.step.provision or "")
    instead = tuple((each.ruling.provision.title, each.id, each.word) for each in step.instead)
    tree = branch(step.explanation, words)
    return StepShown(step, tree, TRUTHS[step.truth], small is not None and step is small, provision, instead)


def asked_of(plan: Plan, words: Words) -> list[Asked]:
    """The questions that a plan wants answered first."""
    found: dict[str, Asked] = {}
    for task in plan.tasks:
        for name, member in asked_first(task).first:
            if member is None:
                found.setdefault(name, Asked(name, words.label(name)))
    return list(found.values())[:FACTS_SHOWN]
