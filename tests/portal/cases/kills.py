"""Kills where nobody chose the point: before each statement that an act sends to the database, and at any moment from outside."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from typing import Any

from attrs import frozen

Act = Callable[[], object]
MOST = 400
TRIES = 10


@frozen
class Drilled:
    """An act to be killed: how to do it, what then stands (None: nothing of it, True: all of it, else what is wrong), and how to make
    ready what is done next."""

    act: Act
    stands: Callable[[], Any]
    anew: Callable[[], None]


def in_a_child(act: Act, statement: int = 0) -> int:
    """Begin an act in a process of its own; it kills itself right before its so-manieth statement."""
    from django.db import connection, connections

    connections.close_all()
    child = os.fork()
    if child:
        return child
    sent = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(count):
            act()
    finally:
        os._exit(0)


def was_killed(child: int) -> bool:
    """How a child ended."""
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def before_each_statement(drilled: Drilled) -> dict[str, Any]:
    """Killed before its first statement, its second ... until it gets through; what stood after each death."""
    drilled.anew()
    found: list[Any] = []
    for number in range(1, MOST):
        died = was_killed(in_a_child(drilled.act, number))
        found.append(drilled.stands())
        if found[-1] is not None and died:
            drilled.act()
            break
        if not died:
            break
    end = drilled.stands()
    return {"kills": len(found) - 1, "wrong": [each for each in found if each not in (None, True)], "end": end}


def at_any_moment(drilled: Drilled) -> dict[str, Any]:
    """Killed from outside at moments spread over the time that it takes; done again after each; what stood."""
    drilled.anew()
    begun = time.monotonic()
    was_killed(in_a_child(drilled.act))
    takes = time.monotonic() - begun
    found, ends, chance, deaths = [], [], random.Random(8), 0
    for turn in range(TRIES):
        drilled.anew()
        child = in_a_child(drilled.act)
        time.sleep(takes * (turn + chance.random()) / TRIES)
        os.kill(child, signal.SIGKILL)
        deaths += was_killed(child)
        found.append(drilled.stands())
        drilled.act()
        ends.append(drilled.stands())
    return {"deaths": deaths, "wrong": [each for each in found if each not in (None, True)], "ends": ends}
