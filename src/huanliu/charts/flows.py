"""Flows drawn: who gains and loses by a reform, doors, clauses that hold back, one-way absorption."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

import altair as alt

from huanliu.charts.drawing import INK, PALE, styled
from huanliu.engine.words import Words
from huanliu.flows.asymmetry import Asymmetry, Balance
from huanliu.flows.doors import DoorCount, Doors, HeldBack
from huanliu.flows.effects import Effect, Simulation
from huanliu.flows.groups import WHOLE, Group
from huanliu.law.model import Route

WIDTH, ROW = 560, 26
GAIN, LOSS, OPEN, SHUT = "#0072b2", "#d55e00", "#009e73", "#cc79a7"
FAINT = "#d5d9de"
NEARLY_ALL = 1.99
# As many groups or clauses as a reader takes in at a glance; the table beside has them all.
MOST_ROWS = 20


def _chart(rows: Sequence[dict[str, Any]]) -> Any:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _names(order: list[str], width: int = 330) -> Any:
    return alt.Y(
        "name:N", title=None, sort=order, axis=alt.Axis(labelLimit=width, labelPadding=10, ticks=False, domain=False)
    )


def gains_and_losses(found: Simulation, group: Group | None, title: str, note: list[str], words: Words) -> Any:
    """The share of each group that gains (to the right) and loses (to the left), and beside it who is undecided."""
    effects = found.of(group.name if group else WHOLE, "reform")
    largest = sorted((e for e in effects if e.people), key=lambda effect: -effect.people)[:MOST_ROWS]
    ordered = sorted(largest, key=lambda effect: (effect.losers - effect.winners) / effect.people)
    names = {effect.group: _group_name(effect, group, words) for effect in ordered}
    bars = [row for effect in ordered for row in _sides(effect, names[effect.group], words)]
    undecided = [
        {"name": names[e.group], "text": words.say("simulate.undecided_share", share=_percent(e.undecided, e.people))}
        for e in ordered
    ]
    order = list(names.values())
    kinds = [words.say(f"flows.{word}") for word in ("winners", "mixed", "losers")]
    shares = _chart(bars).encode(
        x=alt.X("share:Q", title=words.say("simulate.share"), axis=alt.Axis(format=".2~%", tickCount=5)),
        y=_names(order),
    )
    colour = alt.Color(
        "kind:N",
        title=None,
        scale=alt.Scale(domain=kinds, range=[GAIN, PALE, LOSS]),
        legend=alt.Legend(orient="top"),
    )
    drawn = shares.mark_bar(size=15).encode(color=colour)
    said = shares.mark_text(align="left", dx=4, color=INK).encode(text="said:N").transform_filter("datum.said != ''")
    beside = (
        _chart(undecided)
        .mark_text(align="left", color=PALE, dx=48)
        .encode(y=_names(order), x=alt.value(WIDTH), text="text:N")
    )
    zero = _chart([{"x": 0}]).mark_rule(color=INK).encode(x="x:Q")
    return styled(drawn + said + beside + zero, title, note, width=WIDTH, height=ROW * len(order))


def _group_name(effect: Effect, group: Group | None, words: Words) -> str:
    return words.say("flows.everybody") if group is None else group.label(effect.group, words)


def _sides(effect: Effect, name: str, words: Words) -> list[dict[str, Any]]:
    def side(word: str, count: int, sign: int, said: str = "") -> dict[str, Any]:
        return {
            "name": name,
            "kind": words.say(f"flows.{word}"),
            "share": sign * count / effect.people,
            "said": said,
        }

    # The words stand at the end of the bar to the right, so they are of its last part.
    return [
        side("winners", effect.winners, 1, _percent(effect.winners, effect.people) if not effect.mixed else ""),
        side("mixed", effect.mixed, 1),
        side("losers", effect.losers, -1),
    ]


def _percent(part: int, whole: int) -> str:
    share = part / whole if whole else 0
    return f"{share:.1%}" if share >= 0.001 or not part else f"{share:.2%}"


STATES = ("open", "small_long", "later", "first", "undetermined")
STATE_COLOURS = (OPEN, LOSS, "#e69f00", PALE, FAINT)


def doors(found: DoorCount, note: list[str], words: Words) -> Any:
    """Of those before each route, how many find all open, a small door shut, or the big one; routes with most small doors first."""
    routes = {route.id: route for route in found.routes}
    counts = [doors for doors in found.of() if doors.asked]
    counts.sort(key=lambda doors: (-doors.small / doors.asked, -doors.open / doors.asked, doors.route))
    names = {doors.route: _route_name(routes[doors.route], words) for doors in counts}
    rows = [row for doors in counts for row in _states(doors, names[doors.route], words)]
    kinds = [words.say(f"doors.{state}") for state in STATES]
    chart = (
        _chart(rows)
        .mark_bar(size=16)
        .encode(
            x=alt.X(
                "share:Q", title=words.say("doors.share"), axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])
            ),
            y=_names(list(names.values())),
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(domain=kinds, range=list(STATE_COLOURS)),
                legend=alt.Legend(orient="top", columns=3),
            ),
            order=alt.Order("position:Q"),
        )
    )
    return styled(chart, words.say("doors.title"), note, width=WIDTH, height=ROW * len(names))


def _route_name(route: Route, words: Words) -> str:
    return words.of(route.title)


def _states(doors: Doors, name: str, words: Words) -> list[dict[str, Any]]:
    later = sum(doors.shut_at[1:]) - doors.small
    counts = (doors.open, doors.small, later, doors.shut_at[0], doors.undetermined)
    return [
        {"name": name, "state": words.say(f"doors.{state}"), "share": count / doors.asked, "position": position}
        for position, (state, count) in enumerate(zip(STATES, counts, strict=True))
    ]


def held_back(ranking: Sequence[HeldBack], small: bool, note: list[str], words: Words) -> Any:
    """The clauses that hold back most people, the part behind an open big door marked; with `small` that part alone."""
    rows, order = [], []
    shown = [held for held in ranking if held.small or not small][:MOST_ROWS]
    for number, held in enumerate(shown, start=1):
        name = f"{number}. {shorten(held.clause.text, 60, placeholder=' …')}{_written_in(held)}"
        order.append(name)
        parts = (("held_small", held.small), ("held_first", 0 if small else held.people - held.small))
        rows += [
            {"name": name, "kind": words.say(f"doors.{key}"), "people": count, "position": position}
            for position, (key, count) in enumerate(parts)
        ]
    kinds = [words.say("doors.held_small"), words.say("doors.held_first")][: 1 if small else 2]
    rows = [row for row in rows if row["kind"] in kinds]
    chart = (
        _chart(rows)
        .mark_bar(size=15)
        .encode(
            x=alt.X("people:Q", title=words.say("doors.times"), axis=alt.Axis(format="~s", tickCount=5)),
            y=_names(order, 520),
            color=alt.Color(
                "kind:N",
                title=None,
                scale=alt.Scale(domain=kinds, range=[LOSS, PALE][: len(kinds)]),
                legend=alt.Legend(orient="top"),
            ),
            order=alt.Order("position:Q"),
        )
    )
    return styled(chart, words.say("doors.ranking"), note, width=WIDTH - 120, height=ROW * len(order))


def _written_in(held: HeldBack) -> str:
    """The file and line of a clause: many provisions ask the same in the same words."""
    if held.clause.file is None:
        return ""
    name, _, rest = held.clause.file.rpartition("/")[2].partition(".yaml:")
    return f" ({name}:{rest.partition(':')[0]})"


def one_sidedness(found: Asymmetry, note: list[str], words: Words) -> Any:
    """For each topic and two places the range of the index between all one way and all the other."""
    indexed = [balance for balance in found.balances if balance.index is not None]
    # A bar from end to end says nothing; how many there are stands in the note.
    balances = sorted((balance for balance in indexed if not _open_to_all(balance)), key=_order)
    note = [note[0], words.say("asymmetry.open", count=len(indexed) - len(balances)), *note[1:]]
    rows = [_range(balance, found, words) for balance in balances]
    order = [row["name"] for row in rows]
    colours = alt.Color("pair:N", title=None, sort=None, legend=alt.Legend(orient="top", columns=3))
    axis = alt.Axis(values=[-1, -0.5, 0, 0.5, 1], labelExpr="datum.value == 0 ? '0' : format(datum.value, '+.1f')")
    across = alt.X("least:Q", title=words.say("asymmetry.axis"), scale=alt.Scale(domain=[-1, 1]), axis=axis)
    ranges = (
        _chart(rows)
        .mark_rule(strokeWidth=7, strokeCap="round", opacity=0.45)
        .encode(x=across, x2="most:Q", y=_names(order), color=colours)
    )
    ends = [
        _chart(rows)
        .mark_point(filled=True, size=55, opacity=1)
        .encode(x=alt.X(f"{end}:Q"), y=_names(order), color=colours)
        for end in ("least", "most")
    ]
    zero = _chart([{"x": 0}]).mark_rule(color=INK).encode(x="x:Q")
    chart = alt.layer(zero, ranges, *ends)
    return styled(chart, words.say("asymmetry.title"), note, width=WIDTH - 100, height=20 * len(order))


def _open_to_all(balance: Balance) -> bool:
    return balance.index is not None and balance.index[1] - balance.index[0] > NEARLY_ALL


def _order(balance: Balance) -> tuple[str, str, Any]:
    """Pair by pair, what leads most surely one way first."""
    assert balance.index is not None
    return balance.one, balance.two, -sum(balance.index)


def topic_name(topic: str, words: Words) -> str:
    """A kind of provision or a profession in the reader's language."""
    if f"topic.{topic}" in words.law.words:
        return words.say(f"topic.{topic}")
    profession = words.law.facts.get("person.profession")
    labelled = profession.values if profession else {}
    return words.of(labelled[topic]) if topic in labelled else topic


def _range(balance: Balance, found: Asymmetry, words: Words) -> dict[str, Any]:
    assert balance.index is not None
    places = found.places.places
    pair = f"{words.of(places[balance.one])} → {words.of(places[balance.two])}"
    least, most = (float(end) for end in balance.index)
    return {"name": f"{topic_name(balance.topic, words)} · {pair}", "pair": pair, "least": least, "most": most}
