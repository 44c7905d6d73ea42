"""A plan as Markdown: what a person prints and takes along."""

from __future__ import annotations

from collections.abc import Iterator

from huanliu.base.language import language
from huanliu.base.truth import Status
from huanliu.engine.kinds import kind_of_fact
from huanliu.engine.planning.papers import fees_of, totals, unpriced
from huanliu.engine.planning.plan import Plan, PlannedTask
from huanliu.engine.planning.telling import lapse_text
from huanliu.engine.words import Words
from huanliu.law.model import Provision

MARK = {Status.MET: "✓", Status.UNMET: "✗", Status.UNDETERMINED: "?"}


def markdown(plan: Plan, lang: str = "en") -> str:
    """The whole plan in the reader's language."""
    words = plan.at.book.words(language(lang))
    parts = (_head, _tasks, _order, _papers, _money, _lapses, _foot)
    return "\n".join(line for part in parts for line in part(plan, words)) + "\n"


def _head(plan: Plan, words: Words) -> Iterator[str]:
    yield f"# {words.of(plan.journey.title)}"
    yield ""
    if plan.journey.about is not None:
        yield f"{words.of(plan.journey.about)}\n"
    yield words.say("plan.start", day=words.day(plan.start), on=words.day(plan.at.book.days.on))
    yield from verdict(plan, words)


def verdict(plan: Plan, words: Words) -> Iterator[str]:
    """Whether it can be done, by when, and what is still open."""
    if plan.status is Status.UNMET:
        shut = [words.of(task.task.title) for task in plan.tasks if task.status is Status.UNMET]
        yield words.say("plan.shut", tasks=words.joined(shut))
    elif plan.earliest is not None:
        word = "plan.earliest" if plan.schedule.sure else "plan.not_before"
        yield words.say(word, day=words.day(plan.earliest))
    if plan.missing:
        yield words.say("plan.undetermined", facts=words.joined([words.label(name) for name in plan.missing]))
    if plan.discretionary:
        yield words.say("plan.may_refuse")
    if plan.untested:
        yield words.say("plan.more_required")


def _tasks(plan: Plan, words: Words) -> Iterator[str]:
    yield f"\n## {words.say('plan.tasks')}"
    for number, task in enumerate(plan.tasks, start=1):
        title = words.say("plan.task", number=number, title=words.of(task.task.title))
        yield f"\n### {MARK[task.status]} {title}\n"
        yield from (f"- {line}" for line in _about(plan, task, words))


def _about(plan: Plan, task: PlannedTask, words: Words) -> Iterator[str]:
    slot, door = plan.slot(task), task.door
    status = words.say(door.word if task.status is door.status else task.status.value)
    yield f"{words.say('plan.through', title=words.of(door.title))} · {status} · `{door.id}`"
    if task.needed is None:
        yield words.say("plan.perhaps", facts=words.joined([words.label(name) for name in task.needed_missing]))
    if task.assumed:
        yield words.say("plan.assumed", facts=words.joined([_assumed(task, name, words) for name in task.assumed]))
    if task.status is Status.UNMET:
        yield from (words.say("plan.because", clause=leaf.sentence(words.lang)) for leaf in door.shut_by)
    else:
        yield from (words.say("also_required", text=words.of(text)) for text in door.also_required)
    dates = "plan.dates" if slot.start != slot.finish else "plan.day"
    yield words.say(dates, start=words.day(slot.start), finish=words.day(slot.finish))
    before = plan.waits_for(task)
    if before:
        yield words.say("plan.after", tasks=words.joined(titles(plan, before, words)))
    for leg in door.legs:
        yield from _leg(leg, words, of_many=len(door.legs) > 1)
    for other in task.doors[1:]:
        if other.status in (Status.MET, Status.UNDETERMINED):
            yield words.say("plan.instead", title=words.of(other.title), status=words.say(other.status.value))


def _assumed(task: PlannedTask, name: str, words: Words) -> str:
    fact = words.law.facts.get(name)
    value = task.assumed[name] if fact is None else words.value(task.assumed[name], kind_of_fact(fact))
    return words.say("seen_each", item=words.label(name), value=value)


def _leg(leg: Provision, words: Words, of_many: bool) -> Iterator[str]:
    procedure = leg.procedure
    known = (
        ("plan.decides", "who", leg.authority),
        ("plan.where", "where", procedure.where),
        ("plan.fee", "fee", procedure.fee),
        ("plan.takes", "time", procedure.processing_time),
    )
    lines = [words.say(word, **{part: words.of(text)}) for word, part, text in known if text is not None]
    lines += [words.of(step) for step in procedure.steps]
    if of_many:
        yield words.of(leg.title)
    yield from (f"  - {line}" if of_many else line for line in lines)


def titles(plan: Plan, names: list[str] | tuple[str, ...], words: Words) -> list[str]:
    """The titles of tasks by their ids."""
    return [words.of(task.task.title) for name in names for task in plan.tasks if task.task.id == name]


def _order(plan: Plan, words: Words) -> Iterator[str]:
    if len(plan.tasks) < 2:
        return
    yield f"\n## {words.say('plan.order')}\n"
    yield "- " + words.say("plan.critical", tasks=" → ".join(titles(plan, plan.schedule.critical, words)))
    for row in plan.schedule.side_by_side:
        if len(row) > 1:
            yield "- " + words.say("plan.beside", tasks=words.joined(titles(plan, row, words)))


def _papers(plan: Plan, words: Words) -> Iterator[str]:
    if plan.papers:
        yield f"\n## {words.say('plan.papers')}\n"
    for each in plan.papers:
        tasks = words.joined(titles(plan, each.tasks, words))
        yield f"- [ ] {words.say('plan.paper', paper=words.of(each.label), tasks=tasks)}"


def _money(plan: Plan, words: Words) -> Iterator[str]:
    yield f"\n## {words.say('plan.money')}\n"
    for currency, total in totals(fees_of(plan.legs)).items():
        yield "- " + words.say("plan.total", amount=words.money(total, currency))
    unknown = [words.of(leg.title) for leg in unpriced(plan.legs)]
    if unknown:
        yield "- " + words.say("plan.unpriced", titles=words.joined(unknown))


def _lapses(plan: Plan, words: Words) -> Iterator[str]:
    lapses = plan.lapse_days()
    if lapses:
        yield f"\n## {words.say('plan.lapses')}\n"
    for _, leg, day in lapses:
        text = lapse_text(leg, words) or ""
        yield "- " + words.say("plan.lapse", day=words.day(day), text=text, title=words.of(leg.title))


def _foot(plan: Plan, words: Words) -> Iterator[str]:
    yield ""
    if plan.left_out:
        yield words.say("plan.not_needed", tasks=words.joined([words.of(task.task.title) for task in plan.left_out]))
    yield words.say("plan.not_advice")
