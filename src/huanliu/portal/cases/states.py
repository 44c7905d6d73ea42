"""The life of a case and of its tasks, one line a step: from where, by which act, to where, who may, what is written, and whether
the person is told by e-mail. Nothing changes a state but `moving.move`, which reads this table.

person       whose case it is
handler      an officer of the task's authority and layer
holder       the officer who took the task
decider      the holder, where he may decide
second       another officer of the same authority who may confirm; never the one who proposed
coordinator  an officer who coordinates that side, or the whole Bay Area
finder       a handler, where nobody holds the task any longer
system       what follows from another step
"""

from __future__ import annotations

from attrs import frozen


@frozen
class Step:
    """One line of the table."""

    old: str
    act: str
    new: str
    who: tuple[str, ...]
    event: str
    notice: str | None = None


CASE_STEPS = (
    Step("open", "withdraw", "withdrawn", ("person",), "case.withdrawn", "cases.notice_withdrawn"),
    Step("open", "close", "closed", ("system",), "case.closed", "cases.notice_closed"),
    Step("closed", "reopen", "open", ("system",), "case.reopened"),
)
TASK_STEPS = (
    # A task waits until every task before it was granted or noted, or was done elsewhere.
    Step("waiting", "open", "ready", ("system",), "task.ready"),
    # Held back: a consent to pass it on is lacking, or its time has not come. Nothing of it is with its authority.
    Step("waiting", "hold", "held", ("system",), "task.held", "cases.notice_held"),
    Step("held", "send", "ready", ("person", "system"), "task.sent"),
    # The person deals with the authority directly, and says when it is done.
    Step("waiting", "do_elsewhere", "elsewhere", ("person",), "task.elsewhere"),
    Step("held", "do_elsewhere", "elsewhere", ("person",), "task.elsewhere"),
    Step("elsewhere", "report", "done_elsewhere", ("person",), "task.done_elsewhere"),
    Step("ready", "take", "taken", ("handler",), "task.taken"),
    Step("taken", "release", "ready", ("holder", "coordinator"), "task.released"),
    # The clock of the authority stands still while the person is asked.
    Step("taken", "ask", "asked", ("holder",), "task.asked", "cases.notice_asked"),
    Step("asked", "answer", "taken", ("person",), "task.answered"),
    Step("asked", "recall", "taken", ("holder",), "task.recalled", "cases.notice_recalled"),
    # The officer who asked has left: the answer goes into the queue, or a colleague takes the task while the person is asked.
    Step("asked", "answer_desk", "ready", ("person",), "task.answered"),
    Step("asked", "take", "asked", ("finder",), "task.taken"),
    Step("taken", "leave", "ready", ("system",), "task.released"),
    Step("asked", "leave", "asked", ("system",), "task.released"),
    Step("proposed", "leave", "ready", ("system",), "task.released"),
    # Four eyes: nothing is final until a second officer confirms it.
    Step("taken", "propose", "proposed", ("decider",), "task.proposed"),
    Step("proposed", "grant", "granted", ("second",), "task.granted", "cases.notice_granted"),
    Step("proposed", "refuse", "refused", ("second",), "task.refused", "cases.notice_refused"),
    Step("proposed", "return", "taken", ("second",), "task.returned"),
    # Where there is nothing to grant or refuse (a return was filed, a card was registered).
    Step("taken", "note", "noted", ("holder",), "task.noted", "cases.notice_noted"),
    Step("ready", "hand_over", "ready", ("handler", "coordinator"), "task.handed_over", "cases.notice_handed_over"),
    Step("taken", "hand_over", "ready", ("holder", "coordinator"), "task.handed_over", "cases.notice_handed_over"),
    Step("ready", "remind", "ready", ("coordinator",), "task.reminded"),
    Step("taken", "remind", "taken", ("coordinator",), "task.reminded"),
    Step("proposed", "remind", "proposed", ("coordinator",), "task.reminded"),
    # A person asks for a human to look again; another officer than before takes it.
    Step("granted", "review", "ready", ("person",), "task.review_asked", "cases.notice_review"),
    Step("refused", "review", "ready", ("person",), "task.review_asked", "cases.notice_review"),
    Step("noted", "review", "ready", ("person",), "task.review_asked", "cases.notice_review"),
    Step("waiting", "withdraw", "withdrawn", ("person",), "task.withdrawn"),
    Step("held", "withdraw", "withdrawn", ("person",), "task.withdrawn"),
    Step("elsewhere", "withdraw", "withdrawn", ("person",), "task.withdrawn"),
    Step("ready", "withdraw", "withdrawn", ("person",), "task.withdrawn"),
    Step("taken", "withdraw", "withdrawn", ("person",), "task.withdrawn"),
    Step("asked", "withdraw", "withdrawn", ("person",), "task.withdrawn"),
    Step("proposed", "withdraw", "withdrawn", ("person",), "task.withdrawn"),
)
# In the hands of an authority, or of the person whom it asked.
ACTIVE = ("ready", "taken", "asked", "proposed")
# In the hands of the person.
OWN = ("held", "elsewhere")
DONE = ("granted", "noted", "done_elsewhere")
FINAL = ("granted", "refused", "noted", "done_elsewhere", "withdrawn")
TASK_ACTS = tuple(dict.fromkeys(step.act for step in TASK_STEPS))
CASE_ACTS = tuple(dict.fromkeys(step.act for step in CASE_STEPS))


def task_step(state: str, act: str) -> Step | None:
    """The line of the table, or None where this cannot be done now."""
    return next((step for step in TASK_STEPS if (step.old, step.act) == (state, act)), None)


def case_step(state: str, act: str) -> Step | None:
    """The same for a case."""
    return next((step for step in CASE_STEPS if (step.old, step.act) == (state, act)), None)
