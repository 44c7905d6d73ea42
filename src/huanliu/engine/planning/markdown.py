"""A plan as Markdown: what a person prints and takes along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from huanliu.base.language import language
from huanliu.base.truth import Status
from huanliu.engine.kinds import Kind
from huanliu.engine.planning.fees import Choice, choices_of
from huanliu.engine.planning.lapsing import Lapsing
from huanliu.engine.planning.plan import Plan
from huanliu.engine.planning.questions import FEW, asked_first, of_plan
from huanliu.engine.planning.tasks import PlannedTask
from huanliu.engine.words import Words
from huanliu.law.model import Duration, Fee, Provision

MARK = {Status.MET: "✓", Status.UNMET: "✗", Status.UNDETERMINED: "?"}
WAIT = "…"


def markdown(plan: Plan, lang: str = "en") -> str:
    """The whole plan in the reader's language."""
    words = plan.at.book.words(language(lang))
    parts = (_head, _tasks, _perhaps, _order, _papers, _money, _lapses, _foot)
    return "\n".join(line for part in parts for line in part(plan, words)) + "\n"


def titled(task: PlannedTask, words: Words) -> str:
    """What there is to do, and for whom of the family."""
    title = words.of(task.title)
    return title if task.member is None else words.say("plan.for", title=title, who=task.member.called(words))


def _head(plan: Plan, words: Words) -> Iterator[str]:
    yield f"# {words.of(plan.journey.title)}"
    yield ""
    if plan.journey.about is not None:
        yield f"{words.of(plan.journey.about)}\n"
    yield words.say("plan.start", day=words.day(plan.start), on=words.day(plan.at.book.days.on)) + "\n"
    yield from (f"- {line}" for line in verdict(plan, words))


def verdict(plan: Plan, words: Words) -> Iterator[str]:
    """Whether it can be done, by when, and what is still open."""
    if not plan.tasks:
        yield words.say("plan.nothing")
    elif plan.status is Status.UNMET:
        shut = gathered((task for task in plan.tasks if task.status is Status.UNMET), words)
        yield words.say("plan.shut", tasks=words.joined(shut))
    elif plan.earliest is not None:
        word = "plan.earliest" if plan.schedule.sure else "plan.not_before"
        yield words.say(word, day=words.day(plan.earliest))
    later = [task for task in plan.tasks if task.task.afterwards and not task.is_wait and task.needed]
    if later and plan.status is not Status.UNMET and plan.schedule.finish is not None:
        last = max(plan.slot(task).finish for task in later)
        yield words.say("plan.afterwards", day=words.day(last), tasks=words.joined(gathered(later, words)))
    if plan.missing:
        yield words.say("plan.undetermined", questions=of_plan(plan.tasks).text(words))
    if plan.discretionary:
        yield words.say("plan.may_refuse")
    if plan.untested:
        yield words.say("plan.more_required")


def _tasks(plan: Plan, words: Words) -> Iterator[str]:
    needed = [task for task in plan.tasks if task.needed]
    if needed:
        yield f"\n## {words.say('plan.tasks')}"
    for number, task in enumerate(needed, start=1):
        title = words.say("plan.wait", title=titled(task, words)) if task.is_wait else titled(task, words)
        mark = WAIT if task.is_wait else MARK[task.status]
        yield f"\n### {mark} {words.say('plan.task', number=number, title=title)}\n"
        yield from (f"- {line}" for line in _about(plan, task, words))


def _perhaps(plan: Plan, words: Words) -> Iterator[str]:
    """Tasks of which it is not known yet whether they are needed, by the questions that decide it."""
    groups: dict[str, list[PlannedTask]] = {}
    for task in plan.tasks:
        if task.needed is None:
            groups.setdefault(asked_first(task, only_need=True).text(words), []).append(task)
    if groups:
        yield f"\n## {words.say('plan.perhaps')}\n"
    for questions, tasks in groups.items():
        yield f"- {questions} → {words.joined(gathered(tasks, words))}"


def _about(plan: Plan, task: PlannedTask, words: Words) -> Iterator[str]:
    yield from _standing(task, words)
    slot = plan.slot(task)
    word = "plan.on_day" if slot.start == slot.finish else "plan.dates"
    yield words.say(word, start=words.day(slot.start), finish=words.day(slot.finish))
    if task.is_wait:
        yield words.say("plan.lasts", time=_lasting(task.durations[0], words))
    if task.before:
        yield words.say("plan.after", tasks=words.joined(titles(plan, task.before, words)))
    for leg in task.legs:
        yield from _leg(task, leg, words, of_many=len(task.legs) > 1)
    yield from _instead(task, words)


def _instead(task: PlannedTask, words: Words) -> Iterator[str]:
    """The other doors: all that are open, a few of those that are not decided, and how many more."""
    ready = [door for door in task.doors[1:] if door.status is Status.MET]
    undecided = [door for door in task.doors[1:] if door.status is Status.UNDETERMINED]
    for other in (*ready, *undecided[:FEW]):
        yield words.say("plan.instead", title=words.of(other.title), status=words.say(other.status.value))
    if undecided[FEW:]:
        yield words.say("plan.instead_more", count=len(undecided[FEW:]))


def _standing(task: PlannedTask, words: Words) -> Iterator[str]:
    """The door and how it stands, what that rests on, and what is still to be asked or shuts it."""
    door = task.door
    if door is not None:
        status = words.say(door.word)
        yield f"{words.say('plan.through', title=words.of(door.title))} · {status} · `{door.id}`"
    assumed = [_assumed(task, name, words) for name in task.assumed if name in task.read]
    if assumed:
        yield words.say("plan.assumed", facts=words.joined(assumed))
    if task.missing:
        yield words.say("plan.ask", questions=asked_first(task).text(words))
    if door is not None and task.status is Status.UNMET:
        yield from (words.say("plan.because", clause=leaf.sentence(words.lang)) for leaf in door.shut_by)
    elif door is not None:
        yield from (words.say("also_required", text=words.of(text)) for text in door.also_required)


def _assumed(task: PlannedTask, name: str, words: Words) -> str:
    value = words.value(task.assumed[name], task.at.book.statutes.kinds[name])
    return words.say("seen_each", item=words.label(name), value=value)


def _lasting(lasts: Duration | None, words: Words) -> str:
    """How long: 6 months, up to 6 months, not known."""
    if lasts is None or (lasts.least is None and lasts.most is None):
        return words.say("plan.not_stated")
    least, most = (
        None if end is None else words.number(end, Kind("decimal", unit=lasts.unit))
        for end in (lasts.least, lasts.most)
    )
    if least == most:
        return str(least)
    if least is None:
        return words.say("plan.up_to", time=most)
    return words.say("plan.at_least", time=least) if most is None else words.say("plan.from_to", least=least, most=most)


def _leg(task: PlannedTask, leg: Provision, words: Words, of_many: bool) -> Iterator[str]:
    procedure = leg.procedure
    unstated = words.say("plan.not_stated")
    fee = procedure.fee and words.of(procedure.fee)
    time = words.of(procedure.processing_time) if procedure.processing_time else _lasting(procedure.takes, words)
    lines = [words.say("plan.decides", who=words.of(leg.authority))] if leg.authority is not None else []
    lines += [words.say("plan.where", where=words.of(procedure.where))] if procedure.where is not None else []
    lines += list(_fees(task, leg, fee or unstated, words))
    lines += [words.say("plan.takes", time=time)]
    lines += [words.say("plan.step", step=words.of(step)) for step in procedure.steps]
    if of_many:
        yield words.of(leg.title)
    yield from (f"  - {line}" if of_many else line for line in lines)


def _fees(task: PlannedTask, leg: Provision, said: str, words: Words) -> Iterator[str]:
    """The fees that are or may be due as numbers; without any, what the source says of them."""
    choices = choices_of(task, leg)
    if choices:
        yield words.say("plan.pay", fees=words.say("plan.semicolon").join(_choice(choice, words) for choice in choices))
    else:
        yield words.say("plan.fee", fee=said)


def _choice(choice: Choice, words: Words) -> str:
    shown = words.say("plan.or").join(_fee(fee, words) for fee in choice.fees)
    return shown if choice.sure else words.say("plan.perhaps_due", fee=shown)


def _fee(fee: Fee, words: Words) -> str:
    amount = words.say("plan.not_stated") if fee.amount is None else _money_of(fee.amount, fee.currency, words)
    shown = words.say("plan.one_fee", what=words.of(fee.label), amount=amount)
    return shown if fee.each is None else words.say("plan.each", fee=shown, each=words.of(fee.each))


def _money_of(amount: Decimal, currency: str, words: Words) -> str:
    return words.say("plan.free") if amount == 0 else words.number(amount, Kind("money", currency=currency))


def titles(plan: Plan, keys: Sequence[str], words: Words) -> list[str]:
    """The titles of tasks by their keys, each once with the members of the family whom it concerns."""
    return gathered([plan.task(key) for key in keys], words)


def gathered(tasks: Iterable[PlannedTask], words: Words) -> list[str]:
    """Titles, each once with the members of the family whom it concerns."""
    found: dict[str, list[str]] = {}
    for task in tasks:
        title = words.of(task.title)
        whose = found.setdefault(words.say("plan.wait", title=title) if task.is_wait else title, [])
        whose += [] if task.member is None else [task.member.called(words)]
    return [words.say("plan.for", title=title, who=words.joined(who)) if who else title for title, who in found.items()]


def _order(plan: Plan, words: Words) -> Iterator[str]:
    if sum(task.needed is True for task in plan.tasks) < 2:
        return
    yield f"\n## {words.say('plan.order')}\n"
    yield "- " + words.say(
        "plan.critical", tasks=" → ".join(_link(plan.task(key), words) for key in plan.schedule.critical)
    )
    for row in plan.schedule.side_by_side:
        row = tuple(key for key in row if plan.task(key).needed)
        if len(titles(plan, row, words)) > 1:
            yield "- " + words.say("plan.beside", tasks=words.joined(titles(plan, row, words)))


def _link(task: PlannedTask, words: Words) -> str:
    """A task of the chain that decides the end; a wait says that it is one, and how long."""
    if not task.is_wait:
        return titled(task, words)
    return words.say("plan.waited", title=titled(task, words), time=_lasting(task.durations[0], words))


def _papers(plan: Plan, words: Words) -> Iterator[str]:
    if plan.papers:
        yield f"\n## {words.say('plan.papers')}\n"
    for each in plan.papers:
        tasks = words.joined(titles(plan, each.tasks, words))
        yield f"- [ ] {words.say('plan.paper', paper=words.of(each.label), tasks=tasks)}"


def _money(plan: Plan, words: Words) -> Iterator[str]:
    bill = plan.bill
    if not any(task.legs for task in plan.tasks):
        return
    yield f"\n## {words.say('plan.money')}\n"
    due = {currency: ends for currency, ends in bill.sums.items() if ends[1] > 0}
    for currency, (least, most) in due.items():
        ends = [words.money(end, currency) for end in (least, most)]
        word = "plan.total" if least == most else "plan.total_between"
        yield "- " + words.say(word, amount=ends[0], least=ends[0], most=ends[1])
    if bill.sums and not due:
        yield "- " + words.say("plan.nothing_due")
    for leg, fee in bill.each:
        yield "- " + words.say("plan.besides", fee=_fee(fee, words), title=words.of(leg.title))
    unstated = [words.say("plan.of", what=words.of(fee.label), title=words.of(leg.title)) for leg, fee in bill.unstated]
    unknown = [*unstated, *(words.of(leg.title) for leg in bill.unpriced)]
    if unknown:
        yield "- " + words.say("plan.unpriced", titles=words.joined(unknown))


def _lapses(plan: Plan, words: Words) -> Iterator[str]:
    lapses = plan.lapses
    if lapses:
        yield f"\n## {words.say('plan.lapses')}\n"
    for found in lapses:
        day = words.say("plan.day_unknown") if found.day is None else words.day(found.day)
        yield "- " + words.say("plan.lapse", day=day, text=lapse_line(found, words))


def lapse_line(found: Lapsing, words: Words) -> str:
    """What lapses, of which task, and what it is counted from."""
    label = found.lapse.label or found.leg.title
    text = words.say("plan.lapse_of", text=words.of(label), title=titled(found.task, words))
    counted = None if found.lapse.after is None else words.say(f"event.{found.lapse.event}")
    return text if counted is None else words.say("plan.counted", text=text, event=counted)


def _foot(plan: Plan, words: Words) -> Iterator[str]:
    yield ""
    left_out = gathered((task for task in plan.left_out if not task.is_wait), words)
    if left_out:
        yield words.say("plan.not_needed", tasks=words.joined(left_out)) + "\n"
    yield words.say("plan.not_advice")
