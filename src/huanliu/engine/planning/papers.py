"""What a plan asks for: each paper once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import define, field

from huanliu.base.language import Text
from huanliu.law.model import Provision

# A task by its id with the provisions whose offices it visits.
Legs = tuple[str, tuple[Provision, ...]]


@define
class Needed:
    """One paper and the tasks that ask for it, the first one first."""

    label: Text
    tasks: list[str] = field(factory=list)


def papers(tasks: Iterable[Legs], documents: Mapping[str, Text]) -> list[Needed]:
    """Every paper once, in the order in which it is first asked for.

    Papers are one where procedures give them one id; a paper without an id is asked for by its own words. A paper is called by the
    words of those who ask for it where they agree, else by its name.
    """
    found: dict[str, Needed] = {}
    for task, provisions in tasks:
        for paper in (paper for provision in provisions for paper in provision.procedure.documents):
            name = None if paper.id is None else documents[paper.id]
            label = paper.label or name
            assert label is not None, "a paper has an id or words of its own"
            needed = found.setdefault(paper.id or label.en, Needed(label))
            if needed.label != label and name is not None:
                needed.label = name
            if task not in needed.tasks:
                needed.tasks.append(task)
    return list(found.values())
