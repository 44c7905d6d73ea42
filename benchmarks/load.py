"""The portal under load: interviews over real sockets at a fixed rate, beside the barest pages of the same server.

    python benchmarks/load.py [seconds] [answers per second,...] [whole interviews per second,...]

The server is that of production (gunicorn, two processes, loaded before they part) on this very machine; the load comes from
here, so both share its processors. Arrivals do not wait for answers: whatever is late counts as waited for. Every visitor
has a connection and cookies of their own, and every page is held to the question that must stand on it.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from attrs import define, field
from record import write
from visitors import Browser, Reply, Walk, walks

from huanliu.engine.bay import load

ROOT = Path(__file__).parent.parent
HOST, PORT = "127.0.0.1", 8177
WORKERS, THREADS = 2, 4
SECONDS, WARMING = 60, 5
ANSWERS, INTERVIEWS = (50,), (5,)
WALKS, SEED = 300, 20261121
# How many interviews stand open while answers come in, and how long may be waited for whoever is late.
OPEN, PATIENCE = 200, 60.0


@define
class Tally:
    """What a run saw: waits in milliseconds by kind of request, what went wrong, and how late the load itself was."""

    waits: dict[str, list[float]] = field(factory=dict)
    wrong: Counter[str] = field(factory=Counter)
    late: list[float] = field(factory=list)
    ended: int = 0

    def saw(self, kind: str, since: float) -> None:
        """A request was answered that was due at a moment."""
        self.waits.setdefault(kind, []).append(1000 * (time.perf_counter() - since))

    @property
    def all(self) -> list[float]:
        """Every wait."""
        return sorted(itertools.chain(*self.waits.values()))


@define
class Visitor:
    """Somebody on the way through one interview."""

    walk: Walk
    tally: Tally
    browser: Browser = field(factory=lambda: Browser(HOST, PORT))
    scripts: bool = False
    at: int = 0
    begun: bool = False

    @property
    def base(self) -> str:
        """The address of the journey."""
        return f"/{self.walk.language}/journeys/{self.walk.journey}/"

    @property
    def over(self) -> bool:
        """Whether the result was seen."""
        return self.at >= len(self.walk.steps)

    async def step(self, due: float) -> None:
        """The next thing that a person does: begin, or answer; and the page that follows."""
        if self.begun:
            fact, form = self.walk.steps[self.at]
            asked = self.browser.post(f"{self.base}answer/{fact}", form, self.scripts)
            reply = await self.timed("POST answer", due, asked)
            self.at += 1
        else:
            await self.timed("GET start", due, self.browser.get(self.base))
            reply = await self.timed("POST start", time.perf_counter(), self.browser.post(self.base, {}))
            self.begun = True
        if reply.status == 200 and not reply.elsewhere:
            # With scripts the next question comes with the answer to the last.
            self.asks(reply)
        else:
            await self.follow(reply)
        if self.over:
            self.tally.ended += 1
            await self.browser.close()

    async def follow(self, reply: Reply) -> None:
        """The question that must come now, or the result."""
        if not reply.elsewhere:
            self.expect(reply, 302, b"")
        place = reply.location
        if not place.endswith("/result"):
            reply = await self.timed("GET question", time.perf_counter(), self.browser.get(place))
            place = reply.location
        if not self.over:
            self.asks(reply)
            return
        reply = await self.timed("GET result", time.perf_counter(), self.browser.get(place))
        self.expect(reply, 200, b"</html>")

    def asks(self, reply: Reply) -> None:
        """Whether it is the question that the engine asks next."""
        self.expect(reply, 200, b"" if self.over else f'/answer/{self.walk.steps[self.at][0]}"'.encode())

    async def timed(self, kind: str, since: float, asked: Awaitable[Reply]) -> Reply:
        reply = await asked
        self.tally.saw(kind, since)
        return reply

    def expect(self, reply: Reply, status: int, within: bytes) -> None:
        if reply.status != status:
            self.tally.wrong[f"status {reply.status} in place of {status}"] += 1
        elif within not in reply.body:
            self.tally.wrong["another question than the engine's"] += 1


@define
class Hall:
    """Visitors who stand open, and new ones where none is free."""

    walks: Iterator[Walk]
    tally: Tally
    free: list[Visitor] = field(factory=list)

    async def answer(self, due: float) -> None:
        """Somebody gives an answer."""
        visitor = self.free.pop(0) if self.free else Visitor(next(self.walks), self.tally)
        await visitor.step(due)
        self.free.append(Visitor(next(self.walks), self.tally) if visitor.over else visitor)

    async def interview(self, due: float, scripts: bool = False) -> None:
        """Somebody comes and gives a whole interview, one answer after the other."""
        visitor = Visitor(next(self.walks), self.tally, scripts=scripts)
        await visitor.step(due)
        while not visitor.over:
            await visitor.step(time.perf_counter())

    async def scripted(self, due: float) -> None:
        """The same in a browser that runs our script: an answer and the next question are one request."""
        await self.interview(due, scripts=True)

    def page(self, path: str) -> Callable[[float], Awaitable[None]]:
        """Somebody looks at one page; the browsers are kept, as in the other runs."""
        browsers: list[Browser] = []

        async def look(due: float) -> None:
            browser = browsers.pop() if browsers else Browser(HOST, PORT)
            reply = await browser.get(path)
            self.tally.saw(f"GET {path}", due)
            if reply.status != 200:
                self.tally.wrong[f"status {reply.status}"] += 1
            browsers.append(browser)

        return look


async def arrivals(act: Callable[[float], Awaitable[None]], rate: float, seconds: float, tally: Tally) -> None:
    """So many a second, each at its moment whether or not the ones before were answered."""
    start, under_way = time.perf_counter(), set()
    for number in range(int(rate * seconds)):
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tally.late.append(1000 * (time.perf_counter() - due))
        task = asyncio.ensure_future(_minded(act, due, tally))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    if under_way:
        _, unanswered = await asyncio.wait(under_way, timeout=PATIENCE)
        tally.wrong["not answered within a minute"] += len(unanswered)
        for task in unanswered:
            task.cancel()


async def _minded(act: Callable[[float], Awaitable[None]], due: float, tally: Tally) -> None:
    try:
        await act(due)
    except (OSError, asyncio.IncompleteReadError) as error:
        tally.wrong[type(error).__name__] += 1


@contextlib.contextmanager
def portal(database: str | None) -> Iterator[int]:
    """The portal as in production, with an empty database; the process that holds the others."""
    with tempfile.TemporaryDirectory(prefix="huanliu-load-") as folder:
        own = {"HUANLIU_DATA": folder, "HUANLIU_SECRET_KEY": secrets.token_urlsafe(64), "HUANLIU_HOSTS": HOST}
        # As behind a proxy that ends TLS, but for the proxy.
        own |= {"HUANLIU_PRODUCTION": "1", "HUANLIU_SSL_REDIRECT": "0"}
        # All visitors come from one address here, which the portal would otherwise hold back; it goes on counting.
        own["HUANLIU_PAGES_A_MINUTE"] = "1000000000"
        own |= {"DJANGO_SETTINGS_MODULE": "huanliu.portal.settings", "HUANLIU_ADDRESS": f"http://{HOST}:{PORT}"}
        env = {**os.environ, **own, **({"HUANLIU_DATABASE": database} if database else {})}
        subprocess.run([sys.executable, "-m", "huanliu.portal.commands", "prepare"], env=env, check=True)
        options = ["--preload", "-w", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)]
        command = [sys.executable, "-m", "gunicorn", "huanliu.portal.wsgi", "-b", f"{HOST}:{PORT}", *options]
        running = subprocess.Popen([*command, "--log-level", "warning", "--no-control-socket"], env=env)
        try:
            asyncio.run(_ready(running))
            yield running.pid
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait()


async def _ready(running: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert running.poll() is None, "the portal did not start; what it said stands above"
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            if (await Browser(HOST, PORT).get("/readyz")).status == 200:
                return
        await asyncio.sleep(0.2)
    raise TimeoutError("the portal is not ready")


def workers_of(master: int) -> list[int]:
    """The processes that answer."""
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of some processes."""
    ticks = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def run(
    name: str, master: int, act: Callable[[float], Awaitable[None]], rate: float, seconds: float, tally: Tally
) -> dict[str, Any]:
    """One row: a rate held for a while."""
    busy, pids, own, start = os.getloadavg()[0], workers_of(master), time.process_time(), time.perf_counter()
    before = cpu_seconds(pids)
    asyncio.run(arrivals(act, rate, seconds, tally))
    passed, spent = time.perf_counter() - start, cpu_seconds(pids) - before
    assert workers_of(master) == pids, "a process of the portal died"
    waits = tally.all
    return {
        "run": name,
        "arrivals a second": rate,
        "requests": len(waits),
        "requests a second": round(len(waits) / passed, 1),
        **_spread(waits),
        "errors": sum(tally.wrong.values()),
        "interviews ended": tally.ended,
        "load late p99 ms": round(_share(sorted(tally.late), 0.99), 1),
        "server CPU ms a request": round(1000 * spent / max(1, len(waits)), 2),
        "server CPU s an interview": round(spent / tally.ended, 3)
        if name.startswith("whole") and tally.ended
        else None,
        "server processors": round(spent / passed, 2),
        "client processors": round((time.process_time() - own) / passed, 2),
        "machine load before": round(busy, 1),
    }


def _share(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def _spread(waits: list[float]) -> dict[str, float]:
    return {f"p{int(100 * share)} ms": round(_share(waits, share), 1) for share in (0.5, 0.95, 0.99)}


def by_request(name: str, tally: Tally) -> list[dict[str, Any]]:
    """The same by kind of request."""
    return [
        {
            "run": name,
            "request": kind,
            "requests": len(waits),
            "mean ms": round(statistics.mean(waits), 1),
            **_spread(sorted(waits)),
        }
        for kind, waits in tally.waits.items()
    ]


def measured(database: str, address: str | None, ways: list[Walk], seconds: float, rates: tuple[Any, Any]) -> Any:
    """Every run against one database."""
    rows, kinds, wrong, supply = [], [], Counter(), itertools.cycle(ways)
    with portal(address) as master:
        plan: list[tuple[str, float, Callable[[Hall], Callable[[float], Awaitable[None]]], float]] = [
            ("warming", 20, lambda hall: hall.answer, WARMING),
            ("a page without anything (/healthz)", rates[0][0], lambda hall: hall.page("/healthz"), seconds / 4),
            ("the home page", rates[0][0], lambda hall: hall.page("/en/"), seconds / 4),
            *(("interview answers", rate, lambda hall: hall.answer, seconds) for rate in rates[0]),
            *(("whole interviews", rate, lambda hall: hall.interview, seconds) for rate in rates[1]),
            *(("whole interviews, with scripts", rate, lambda hall: hall.scripted, seconds) for rate in rates[1]),
        ]
        for name, rate, act, span in plan:
            hall = Hall(supply, Tally())
            if name == "interview answers":
                asyncio.run(_opened(hall))
            row = run(name, master, act(hall), rate, span, hall.tally)
            if name != "warming":
                rows.append({"sessions in": database, **row})
                kinds += [{"sessions in": database, **kind} for kind in by_request(f"{name}, {rate}/s", hall.tally)]
                wrong += hall.tally.wrong
    return rows, kinds, wrong


async def _opened(hall: Hall) -> None:
    """Interviews that stand open at their first question before the clock starts."""
    visitors = [Visitor(next(hall.walks), Tally()) for _ in range(OPEN)]
    for visitor in visitors:
        await visitor.step(time.perf_counter())
        # The line is dialled anew: it belongs to the loop that ends here.
        await visitor.browser.close()
        visitor.tally = hall.tally
    hall.free = visitors


def databases() -> Iterator[tuple[str, Any]]:
    """SQLite, and PostgreSQL where it is installed."""
    yield "SQLite (WAL)", contextlib.nullcontext(None)
    sys.path.insert(0, str(ROOT))
    from tests.engine.sqltext.clusters import cluster, programs, servant

    if programs() and servant():
        yield "PostgreSQL", cluster()


def main() -> None:
    """Both databases, then the table."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    rates = tuple(
        tuple(float(rate) for rate in sys.argv[place].split(",")) if len(sys.argv) > place else usual
        for place, usual in ((2, ANSWERS), (3, INTERVIEWS))
    )
    ways = walks(load().book(), WALKS, SEED)
    rows, kinds, wrong = [], [], Counter()
    for name, opened in databases():
        with opened as connection:
            address = None if connection is None else _address(connection)
            found = measured(name, address, ways, seconds, rates)
        rows, kinds, wrong = rows + found[0], kinds + found[1], wrong + found[2]
    lengths = [len(way.steps) for way in ways]
    whole = [row["server CPU s an interview"] for row in rows if row["server CPU s an interview"]]
    notes = [
        f"{len(ways)} different interviews over every journey and three languages, {statistics.mean(lengths):.1f} answers each on "
        f'average (at most {max(lengths)}), 8 in a hundred of them "I don\'t know"; seed {SEED}. An answer is a POST and the '
        "page that follows it; a whole interview is its start, all its answers and its result.",
        f"gunicorn, {WORKERS} processes of {THREADS} threads, loaded before they part; the load comes from the same machine. An "
        "interview's first request is timed from the moment at which it was due, so waiting because the load was late counts.",
        f"Interview answers: {OPEN} interviews stand open when the clock starts.",
        f"Whole interviews take {min(whole)} to {max(whole)} s of a processor each, so two processors bear about "
        f"{2 / max(whole):.0f} to {2 / min(whole):.0f} a second, and 50 a second take {50 * min(whole):.0f} to {50 * max(whole):.0f}; "
        "processor seconds are dearer on a machine that others use at the same time (its load stands in the last column).",
        f"Errors: {dict(wrong) or 'none'}. Every page was held to the question that the engine asks next.",
        "PostgreSQL stands on the same machine and need not survive a power cut (fsync off); SQLite runs as the portal sets it.",
    ]
    write("load", "The portal under load", {"Runs": rows, "By request": kinds}, notes)


def _address(connection: str) -> str:
    """A libpq text as the address of a database."""
    parts = dict(part.split("=", 1) for part in connection.split())
    return f"postgresql://{parts['user']}@{parts['host'].replace('/', '%2F')}/{parts['dbname']}"


if __name__ == "__main__":
    main()
