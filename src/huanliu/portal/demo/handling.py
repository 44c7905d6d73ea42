"""Cases in the story: filed, taken, asked, decided, looked at again, taken back."""

from __future__ import annotations

from collections.abc import Collection

from huanliu.portal.authorities.models import Officer
from huanliu.portal.cases import access, acts
from huanliu.portal.cases.filing import draft
from huanliu.portal.cases.models import Case, Decision, Task
from huanliu.portal.cases.shown import task_finding
from huanliu.portal.consent.access import granted
from huanliu.portal.demo import papers
from huanliu.portal.demo.coming import agree
from huanliu.portal.demo.telling import Line, Stage, act
from huanliu.portal.desks import access as desk
from huanliu.portal.desks import acts as desks
from huanliu.portal.documents import acts as documents
from huanliu.portal.people.acts import composed
from huanliu.portal.people.models import User

# What is a card or a picture; everything else is a sheet.
CARDS = ("photograph", "card", "permit", "licence")
# So many papers are handed in where the story does not say which.
FEW = 5


def filed(stage: Stage, user: User, profile: str, journey: str, key: str, without: Collection[str] = ()) -> Case:
    """A plan of a profile filed, with the consents that it asks for, but for some."""
    facts = {**composed(user.profiles.filter(name=profile)[0]), "application.filed_on": stage.moment.date()}
    drafted = draft(f"journey.{journey}", facts)
    for name in drafted.consents:
        if name not in {*granted(user.public), *without}:
            agree(user, name)
    return acts.file(user, drafted, f"demonstration-{key}")


def handed_in(case: Case, only: tuple[str, ...] = (), most: int = FEW) -> None:
    """Some of the papers that a case asks for."""
    asked = access.papers_needed(case)
    for needed in [each for each in asked if each.kind in only] if only else asked[:most]:
        label = needed.label_text.en
        data, ending = _bytes(needed.kind, label, case.person)
        paper = documents.hand_in(case.person, needed.kind, f"{label[:60]} - demonstration.{ending}", data)
        acts.give_paper(case, needed.kind, paper)


def _bytes(kind: str, label: str, person: User) -> tuple[bytes, str]:
    if any(word in kind for word in CARDS):
        return papers.picture(sum(f"{kind}{person.email}".encode()) % papers.SHADES), "png"
    return papers.document(label, person.name), "pdf"


def proposed(task: Task, officer: Officer, outcome: str, reasons: str) -> Decision:
    """A decision for the second pair of eyes, by a clause that the engine's finding names."""
    found = task_finding(task)
    clause = task.provision if found is None else found.clauses[0]
    record = None if found is None else found.record
    return desks.propose(task, officer, outcome, reasons, clause, record)


def waiting_proposal(task: Task) -> Decision:
    """What somebody proposed and nobody confirmed."""
    return task.decisions.filter(state="proposed").select_related("task__case__person", "task__officer")[0]


@act
def file(stage: Stage, line: Line) -> None:
    """A plan becomes a case."""
    user = stage.people[line["who"]]
    without = line.get("without", ())
    stage.cases[line["as"]] = filed(stage, user, line["profile"], line["journey"], line["as"], without)


@act
def hand_in(stage: Stage, line: Line) -> None:
    """Papers, each once."""
    handed_in(stage.cases[line["case"]], tuple(line.get("only", ())))


@act
def send(stage: Stage, line: Line) -> None:
    """The person sends what was held back."""
    acts.send(stage.task(line), sure=True)


@act
def do_elsewhere(stage: Stage, line: Line) -> None:
    """The person deals with an authority directly."""
    acts.do_elsewhere(stage.task(line))


@act
def report_done(stage: Stage, line: Line) -> None:
    """And says that it is done."""
    acts.report_done(stage.task(line))


@act
def take(stage: Stage, line: Line) -> None:
    """An officer takes a task."""
    desks.take(stage.task(line), stage.officers[line["who"]])


@act
def look(stage: Stage, line: Line) -> None:
    """And opens its file."""
    task = stage.task(line)
    found = task_finding(task)
    desks.look_at_file(task, stage.officers[line["who"]], found.facts if found is not None else ())


@act
def open_paper(stage: Stage, line: Line) -> None:
    """And a paper."""
    task = stage.task(line)
    given = task.papers.filter(kind=line["kind"]).select_related("paper")[0]
    assert given.paper is not None, line
    desk.paper_of(stage.officers[line["who"]], task, given.paper.public)


@act
def release(stage: Stage, line: Line) -> None:
    """Puts it back."""
    desks.release(stage.task(line), stage.officers[line["who"]])


@act
def ask(stage: Stage, line: Line) -> None:
    """Asks the person."""
    desks.ask(stage.task(line), stage.officers[line["who"]], line["says"])


@act
def recall(stage: Stage, line: Line) -> None:
    """Needs no answer any more."""
    desks.recall(stage.task(line), stage.officers[line["who"]])


@act
def answer(stage: Stage, line: Line) -> None:
    """The person answers."""
    correction = access.open_correction(stage.task(line))
    assert correction is not None, line
    acts.answer(correction, line["says"])


@act
def propose(stage: Stage, line: Line) -> None:
    """Decides, for a second officer."""
    proposed(stage.task(line), stage.officers[line["who"]], line["outcome"], line["says"])


@act
def confirm(stage: Stage, line: Line) -> None:
    """Who makes it final."""
    desks.confirm(waiting_proposal(stage.task(line)), stage.officers[line["who"]])


@act
def return_(stage: Stage, line: Line) -> None:
    """Or does not agree."""
    desks.send_back(waiting_proposal(stage.task(line)), stage.officers[line["who"]])


@act
def note(stage: Stage, line: Line) -> None:
    """There was nothing to grant."""
    desks.note(stage.task(line), stage.officers[line["who"]])


@act
def hand_over(stage: Stage, line: Line) -> None:
    """To another office or layer."""
    layer = line.get("layer", "execution")
    desks.hand_over(stage.task(line), stage.officers[line["who"]], line["to"], layer, line["says"])


@act
def remind(stage: Stage, line: Line) -> None:
    """A coordinator reminds a desk."""
    desks.remind(stage.task(line), stage.officers[line["who"]])


@act
def say(stage: Stage, line: Line) -> None:
    """What another authority says about it."""
    officer = stage.officers[line["who"]]
    desks.say_joint(desk.joint_step(officer, stage.task(line).public), officer, line["view"], line["says"])


@act
def review(stage: Stage, line: Line) -> None:
    """The person asks for a human to look again."""
    acts.ask_review(stage.task(line), line["says"])


@act
def withdraw(stage: Stage, line: Line) -> None:
    """Takes the case back."""
    case = Case.objects.filter(pk=stage.cases[line["case"]].pk).select_related("person")[0]
    acts.withdraw(case)
