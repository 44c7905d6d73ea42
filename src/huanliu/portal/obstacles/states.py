"""The life of an obstacle as one table: from where, by which act, to where, and what the act must bring with it.

Every step has a public reason.
"""

from __future__ import annotations

from attrs import frozen

NEW, CLASSIFIED, OWNED, IN_WORK = "new", "classified", "owned", "in_work"
RESOLVED, UNRESOLVABLE, REJECTED = "resolved", "unresolvable", "rejected"
STATES = (NEW, CLASSIFIED, OWNED, IN_WORK, RESOLVED, UNRESOLVABLE, REJECTED)
CLOSED = (RESOLVED, UNRESOLVABLE, REJECTED)
# Nobody's text is public before somebody has read it.
PUBLIC = tuple(state for state in STATES if state != NEW)
# What a reader may still run into.
OPEN = tuple(state for state in PUBLIC if state not in CLOSED)


@frozen
class Step:
    """One line of the table. `brings`: words (a public title and summary), kind, owners (one on each side) and a target day."""

    act: str
    before: str
    after: str
    brings: tuple[str, ...] = ()


TABLE = (
    Step("classify", NEW, CLASSIFIED, ("words", "kind")),
    Step("reject", NEW, REJECTED, ("words",)),
    Step("reject", CLASSIFIED, REJECTED),
    Step("own", CLASSIFIED, OWNED, ("owners", "target")),
    Step("own", OWNED, OWNED, ("owners", "target")),
    Step("own", IN_WORK, IN_WORK, ("owners", "target")),
    Step("begin", OWNED, IN_WORK),
    Step("resolve", OWNED, RESOLVED),
    Step("resolve", IN_WORK, RESOLVED),
    Step("declare", OWNED, UNRESOLVABLE),
    Step("declare", IN_WORK, UNRESOLVABLE),
    Step("reopen", RESOLVED, CLASSIFIED),
    Step("reopen", UNRESOLVABLE, CLASSIFIED),
    Step("reopen", REJECTED, NEW),
)


def open_steps(state: str) -> list[Step]:
    """What can be done now."""
    return [step for step in TABLE if step.before == state]


def step_of(act: str, state: str) -> Step | None:
    """The step that an act is in a state; None where it cannot be done."""
    return next((step for step in open_steps(state) if step.act == act), None)
