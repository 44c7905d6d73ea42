"""Drills that need processes of their own: killed in the middle, or two at once. Run by test_drills.py as a program, against the database
that HUANLIU_DATABASE names; says as JSON what each drill found."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def killed_at(point: str, act: Callable[[], object]) -> bool:
    """Do it in another process that kills itself (SIGKILL) at a point; whether it got there."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        os.environ["HUANLIU_KILL_AT"] = point
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each in a thread with a connection of its own, all let go together; what became of each."""
    from django.db import connection

    barrier, results = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
            results[place] = "done"
        except Exception as error:
            results[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


class Drill:
    """The cast, and one method a drill."""

    def __init__(self, mail: Path) -> None:
        from huanliu.portal.cases.filing import draft
        from huanliu.portal.people.models import User
        from tests.portal.casework import FACTS, JOURNEY, agree, officer

        self.mail = mail
        self.lin = agree(User.objects.create_user("lin@example.org", None, name="Lin Yue"))
        desk = ("hk.immd", "execution", "handler", "decider", "second")
        self.ho, self.wong, self.lee = (officer(f"{name}@example.org", name, *desk) for name in ("ho", "wong", "lee"))
        self.draft, self.journey, self.facts, self.make = draft(JOURNEY, FACTS), JOURNEY, FACTS, draft

    def mails(self) -> list[str]:
        """The Message-IDs of what was sent."""
        found = [line for path in self.mail.iterdir() for line in path.read_text().splitlines()]
        return [line for line in found if line.lower().startswith("message-id:")]

    def counts(self) -> dict[str, Any]:
        """What is in the database, and whether the audit trail holds."""
        from huanliu.portal.cases.models import Case, Notice, Task
        from huanliu.portal.record import trail
        from huanliu.portal.record.models import Entry

        whole = trail.verify()
        return {
            "cases": Case.objects.filter(person=self.lin).count(),
            "tasks": Task.objects.filter(case__person=self.lin).count(),
            "events": Entry.objects.filter(event="case.filed").count(),
            "notices": Notice.objects.filter(person=self.lin).count(),
            "unsent": Notice.objects.filter(person=self.lin, sent=None).count(),
            "whole": isinstance(whole, int),
        }

    def filing(self) -> dict[str, Any]:
        """Killed while filing, at four points; each time filed again with the same key."""
        from huanliu.portal.cases import acts, notices
        from huanliu.portal.cases.models import Notice

        found: dict[str, Any] = {}
        for number, point in enumerate(
            ("filing.case", "filing.written", "filing.committed", "notice.claimed", "notice.sent")
        ):
            drafted = self.make(self.journey, {**self.facts, "person.age": 30 + number})

            def file(drafted: Any = drafted, point: str = point) -> object:
                return acts.file(self.lin, drafted, f"key-of-{point}-000000")

            before, sent = self.counts(), len(self.mails())
            died = killed_at(point, file)
            after = self.counts()
            file()
            again = self.counts()
            # Nobody comes back for a notice that may still be on its way; later somebody does.
            notices.deliver_all()
            Notice.objects.filter(sent=None).update(claimed=self.long_ago())
            notices.deliver_all()
            end = self.counts()
            new = self.mails()
            found[point] = {
                "died": died,
                "cases_after_death": after["cases"] - before["cases"],
                "tasks_after_death": after["tasks"] - before["tasks"],
                "events_after_death": after["events"] - before["events"],
                "cases_after_again": again["cases"] - before["cases"],
                "events_after_again": again["events"] - before["events"],
                "unsent": end["unsent"],
                "whole": after["whole"] and end["whole"],
                "mails": len(new) - sent,
                "letters": len(set(new)),
            }
        return found

    @staticmethod
    def long_ago() -> datetime.datetime:
        """A claim that nobody will come back to."""
        from huanliu.base.clock import now

        return now() - datetime.timedelta(hours=1)

    def upload(self) -> dict[str, Any]:
        """Killed while handing a paper in; swept; handed in again."""
        from huanliu.portal.documents import acts, storage
        from huanliu.portal.documents.models import Paper
        from tests.portal.casework import PDF

        found: dict[str, Any] = {}
        for point in ("upload.written", "upload.renamed", "upload.row", "upload.committed"):
            data = PDF + f"% {point}\n%%EOF\n".encode()

            def hand_in(data: bytes = data) -> object:
                return acts.hand_in(self.lin, "other", "paper.pdf", data)

            before = Paper.objects.count()
            died = killed_at(point, hand_in)
            rows = Paper.objects.count() - before
            swept = len(acts.sweep(older_than=-1))
            hand_in()
            papers = list(Paper.objects.all())
            files = sorted(path.name for path in storage.folder().iterdir())
            found[point] = {
                "died": died,
                "rows": rows,
                "swept": swept,
                "after": len(papers) - before,
                "files_are_rows": files == sorted(paper.stored for paper in papers),
            }
        return found

    def proposed(self, age: int, more: dict[str, Any] | None = None) -> Any:
        """A decision that waits for a second officer."""
        from huanliu.portal.cases import acts as cases
        from huanliu.portal.desks import acts
        from tests.portal.casework import admission

        drafted = self.make(self.journey, {**self.facts, "person.age": age, **(more or {})})
        case = cases.file(self.lin, drafted, f"decide-{age}-{self.turn}-000000000000")
        acts.take(admission(case), self.ho)
        return acts.propose(
            admission(case), self.ho, "granted", "Everything that is asked for was shown.", "ASMTP FAQ", None
        )

    def again(self, decision: Any) -> Any:
        """A decision as another request would read it."""
        from huanliu.portal.cases.models import Decision

        return Decision.objects.select_related("task__case__person", "task__officer").filter(pk=decision.pk)[0]

    def deciding(self) -> dict[str, Any]:
        """Killed while a decision is made final; then made final."""
        from huanliu.portal.cases.actors import NotNowError
        from huanliu.portal.desks import acts
        from huanliu.portal.record import trail
        from huanliu.portal.record.models import Entry

        found: dict[str, Any] = {}
        for number, point in enumerate(("act.moved", "act.written", "act.committed")):
            decision = self.proposed(40 + number)
            died = killed_at(point, lambda decision=decision: acts.confirm(self.again(decision), self.wong))
            state = self.again(decision)
            after = [state.state, state.task.state, state.second_id is not None]
            try:
                acts.confirm(self.again(decision), self.wong)
                retry = "done"
            except NotNowError:
                retry = "NotNowError"
            events = Entry.objects.filter(event="task.granted", about=decision.task.case.public).count()
            whole = isinstance(trail.verify(), int)
            found[point] = {"died": died, "after": after, "retry": retry, "events": events, "whole": whole}
        return found

    def to_kill(self) -> dict[str, Any]:
        """Filing, handing in and deciding, each as an act that may be killed anywhere."""
        from tests.portal.cases.kills import Drilled

        return {
            "filing": Drilled(self.file_one, self.one_filed, self.next_filing),
            "upload": Drilled(self.hand_one_in, self.one_handed_in, self.next_turn),
            "deciding": Drilled(self.decide_one, self.one_decided, self.next_decision),
        }

    turn = 0
    drafted: Any = None
    decision: Any = None

    def next_turn(self) -> None:
        """The next act is another one; what it works on is made here, in no child that is killed."""
        self.turn += 1

    def next_filing(self) -> None:
        """What is filed next."""
        self.next_turn()
        self.drafted = self.make(self.journey, {**self.facts, "person.income_previous_12_months": self.turn})

    def next_decision(self) -> None:
        """What is decided next."""
        self.next_turn()
        self.decision = self.proposed(60, {"person.income_previous_12_months": self.turn})

    def file_one(self) -> None:
        """File, as a page that is sent again does."""
        from huanliu.portal.cases import acts

        acts.file(self.lin, self.drafted, f"turn-{self.turn}-000000000000")

    def one_filed(self) -> Any:
        """All of it, nothing of it, or what there is."""
        from huanliu.portal.cases.models import Case, Notice, Task
        from huanliu.portal.consent.models import Transfer
        from huanliu.portal.record import trail
        from huanliu.portal.record.models import Entry

        made = Case.objects.filter(person=self.lin, filing_key=f"turn-{self.turn}-000000000000")
        ids = list(made.values_list("public", flat=True))
        tasks = list(Task.objects.filter(case__in=made).values_list("public", flat=True))
        there = [
            len(ids),
            len(tasks),
            Entry.objects.filter(event="case.filed", about__in=ids).count(),
            Notice.objects.filter(case__in=ids).count(),
            Transfer.objects.filter(about__in=tasks).count(),
        ]
        return self.judged(there, [1, 7, 1, 1, 1], isinstance(trail.verify(), int))

    def turn_data(self) -> bytes:
        """The paper of this turn."""
        from tests.portal.casework import PDF

        return PDF + f"% turn {self.turn}\n%%EOF\n".encode()

    def hand_one_in(self) -> None:
        """Hand it in."""
        from huanliu.portal.documents import acts

        acts.hand_in(self.lin, "other", "paper.pdf", self.turn_data())

    def one_handed_in(self) -> Any:
        """The row with its bytes, or nothing but a file that is swept."""
        import hashlib

        from huanliu.portal.documents import acts, storage
        from huanliu.portal.documents.models import Paper
        from huanliu.portal.record.models import Entry

        acts.sweep(older_than=-1)
        found = list(Paper.objects.filter(digest=hashlib.sha256(self.turn_data()).hexdigest()))
        files = sorted(path.name for path in storage.folder().iterdir())
        whole = files == sorted(Paper.objects.values_list("stored", flat=True))
        whole = whole and all(storage.read(paper.stored) == self.turn_data() for paper in found)
        events = Entry.objects.filter(event="paper.handed_in", about__in=[paper.public for paper in found]).count()
        return self.judged([len(found), events], [1, 1], whole)

    def decide_one(self) -> None:
        """Make final what was proposed, once; whoever comes back later is told that it is."""
        from huanliu.portal.cases.actors import NotNowError
        from huanliu.portal.desks import acts

        with contextlib.suppress(NotNowError):
            acts.confirm(self.again(self.decision), self.wong)

    def one_decided(self) -> Any:
        """Decided in every place, or in none."""
        from huanliu.portal.record import trail
        from huanliu.portal.record.models import Entry

        now = self.again(self.decision)
        events = Entry.objects.filter(event="task.granted", about=now.task.case.public).count()
        there = [
            int(now.state == "confirmed"),
            int(now.task.state == "granted"),
            int(now.second_id is not None),
            events,
        ]
        return self.judged(there, [1, 1, 1, 1], isinstance(trail.verify(), int))

    @staticmethod
    def judged(there: list[int], all_of_it: list[int], whole: bool) -> Any:
        """None for nothing, True for everything, else what there is."""
        if not whole:
            return ["not whole", *there]
        return None if not any(there) else True if there == all_of_it else there

    def statements(self) -> dict[str, Any]:
        """Killed before each statement."""
        from tests.portal.cases.kills import before_each_statement

        return {name: before_each_statement(drilled) for name, drilled in self.to_kill().items()}

    def moments(self) -> dict[str, Any]:
        """Killed at any moment."""
        from tests.portal.cases.kills import at_any_moment

        return {name: at_any_moment(drilled) for name, drilled in self.to_kill().items()}

    def races(self) -> dict[str, Any]:
        """Two at once: filing, taking, confirming, answering the other way."""
        from huanliu.portal.cases import acts as cases
        from huanliu.portal.cases.models import Case
        from huanliu.portal.desks import acts
        from huanliu.portal.record import trail
        from huanliu.portal.record.models import Entry
        from tests.portal.casework import admission

        same = self.make(self.journey, {**self.facts, "person.age": 50})
        keys = ["one-key-for-both-0000", "one-key-for-both-0000", "another-window-00000"]
        filing = at_once(*(lambda key=key: cases.file(self.lin, same, key) for key in keys))
        filed = Case.objects.filter(person=self.lin, facts_digest=same.facts_digest)
        case, two = filed[0], [admission(filed[0]), admission(filed[0])]
        taking = at_once(lambda: acts.take(two[0], self.ho), lambda: acts.take(two[1], self.wong))
        decision = self.proposed(51)
        first, second = self.again(decision), self.again(decision)
        deciding = at_once(lambda: acts.confirm(first, self.wong), lambda: acts.confirm(second, self.lee))
        decision = self.proposed(52)
        third, fourth = self.again(decision), self.again(decision)
        against = at_once(lambda: acts.confirm(third, self.wong), lambda: acts.send_back(fourth, self.lee))
        case = self.again(decision).task.case
        finals = Entry.objects.filter(event__in=("task.granted", "task.returned"), about=case.public).count()
        return {
            "filing": filing,
            "cases": filed.count(),
            "taking": taking,
            "deciding": deciding,
            "against": against,
            "finals": finals,
            "answering": self.answering(),
            **self.leaving(),
            "whole": isinstance(trail.verify(), int),
        }

    def answering(self) -> list[str]:
        """Two officers answer one request about data, each in another way."""
        from huanliu.portal.consent import acts as consent
        from huanliu.portal.consent.models import Request
        from huanliu.portal.desks import acts
        from tests.portal.casework import officer

        desk = ("hk.window", "execution", "privacy")
        one, other = (officer(f"{name}@example.org", name, *desk) for name in ("tam", "yau"))
        asked = consent.ask(self.lin.public, "access", "hk", "")
        first, second = Request.objects.get(pk=asked.pk), Request.objects.get(pk=asked.pk)
        return at_once(
            lambda: acts.answer_request(first, one, "granted", "The copy lies under My data.", ""),
            lambda: acts.answer_request(second, other, "refused", "It is somebody else's.", "s. 20"),
        )

    def leaving(self) -> dict[str, Any]:
        """An officer's post ends while the officer asks the person something: nothing is left with who is gone."""
        from huanliu.portal.authorities.acts import end_post
        from huanliu.portal.cases import acts as cases
        from huanliu.portal.cases.models import Task
        from huanliu.portal.cases.states import ACTIVE
        from huanliu.portal.desks import acts
        from tests.portal.casework import admission, officer

        kim = officer("kim@example.org", "kim", "hk.immd", "execution", "handler")
        own = self.make(self.journey, {**self.facts, "person.age": 53})
        case = cases.file(self.lin, own, "an-officer-leaves-000000")
        acts.take(admission(case), kim)
        task = admission(case)
        at_once(lambda: end_post(kim), lambda: acts.ask(task, kim, "Please give the contract."))
        left = Task.objects.filter(officer=kim, state__in=ACTIVE).count()
        return {"left": left, "after_leaving": admission(case).state}


def main() -> None:
    """Every drill named on the command line."""
    django.setup()
    from django.core.management import call_command
    from django.test.utils import override_settings

    mail = Path(os.environ["HUANLIU_DATA"], "mail")
    mail.mkdir()
    backend = "django.core.mail.backends.filebased.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend, EMAIL_FILE_PATH=str(mail)):
        call_command("migrate", verbosity=0)
        drill = Drill(mail)
        print(json.dumps({name: getattr(drill, name)() for name in sys.argv[1:]}))


if __name__ == "__main__":
    main()
