"""The clocks of a task: by when an authority says that it decides, and when what was granted lapses.

Working days leave out Saturdays and Sundays, as the engine's plans do; public holidays are not known here. Where the law states no
time there is no due day: not stated is not late.
"""

from __future__ import annotations

import datetime

from huanliu.engine.planning.schedule import advance
from huanliu.law.model import Provision
from huanliu.portal.bay import the_bay

ANSWER_WITHIN = datetime.timedelta(days=14)


def _provision(identity: str) -> Provision | None:
    return the_bay().law.provisions.get(identity)


def due_day(identity: str, start: datetime.date) -> datetime.date | None:
    """The last day of the time that the authority says it takes."""
    found = _provision(identity)
    takes = None if found is None else found.procedure.takes
    longest = None if takes is None else takes.most if takes.most is not None else takes.least
    return None if takes is None or longest is None else advance(start, longest, takes.unit)


def lapse_day(identity: str, granted: datetime.date) -> datetime.date | None:
    """When what was granted on a day lapses."""
    found = _provision(identity)
    lapses = None if found is None else found.procedure.lapses
    if lapses is None or lapses.after is None or lapses.event != "approval":
        return None
    return advance(granted, lapses.after, lapses.unit)


def stood_still(due: datetime.date | None, since: datetime.date, until: datetime.date) -> datetime.date | None:
    """A due day after the clock stood still."""
    return None if due is None else due + (until - since)
