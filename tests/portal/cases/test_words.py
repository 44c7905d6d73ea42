"""How a task that is not filed yet is told to stand: never better than the result said."""

from __future__ import annotations

from huanliu.base.truth import Status
from huanliu.portal.cases.filing import draft
from huanliu.portal.cases.templatetags.casework import planned_finding
from huanliu.portal.journeys.printing import rests_on_earlier
from tests.portal.casework import FACTS, JOURNEY


def test_what_was_not_tested_or_rests_on_earlier_tasks_is_not_met_at_the_last_look() -> None:
    tasks = [task for task in draft(JOURNEY, FACTS).plan.tasks if task.door is not None]
    later = [task for task in tasks if rests_on_earlier(task)]
    untested = [task for task in tasks if task.status is Status.MET and task.door and task.door.also_required]
    assert later and untested
    for task in later:
        assert "once the earlier steps are done" in planned_finding(task)
    for task in {*later, *untested}:
        assert "status--met&quot;" not in planned_finding(task) and 'status--met"' not in planned_finding(task)
