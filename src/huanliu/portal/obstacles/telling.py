"""An obstacle in words: what a page, the feed and the JSON say of it. Never the reporter's own words."""

from __future__ import annotations

import datetime
from typing import Any

from attrs import frozen
from django.urls import reverse

from huanliu.base.language import Text
from huanliu.base.period import parse_date
from huanliu.portal.bay import law_language, law_words, the_bay
from huanliu.portal.obstacles.forms import direction_name
from huanliu.portal.obstacles.models import Move, Obstacle, Owner
from huanliu.portal.obstacles.weights import Weight, weight
from huanliu.portal.words import day, number, say
from huanliu.reference.voice import tongue


@frozen
class Told:
    """What is public about an obstacle in the language of a page. `lang` is the language of title and summary."""

    obstacle: Obstacle
    title: str
    summary: str
    lang: str
    state: str
    kind: str
    direction: str
    profession: str
    provision: str
    clause: str
    cite: str
    weight: Weight | None
    weighed: str
    owners: list[tuple[str, str, str]]
    hits: int


def told(obstacle: Obstacle, code: str) -> Told:
    """An obstacle as a page shows it."""
    title, summary, lang = _words(obstacle, law_language(code))
    provision = the_bay().law.provisions.get(obstacle.provision)
    words = law_words(code)
    return Told(
        obstacle,
        title if obstacle.is_public else say("obstacles.unread", code),
        summary if obstacle.is_public else "",
        lang if obstacle.is_public else law_language(code),
        say(f"obstacles.state.{obstacle.state}", code),
        say(f"obstacles.kind.{obstacle.kind}", code) if obstacle.kind else "",
        direction_name(obstacle.direction, code),
        _profession(obstacle.profession, code),
        words.of(provision.title) if provision else "",
        said(obstacle.clause, code),
        str(obstacle.clause.get("cite", "")),
        weight(obstacle),
        _weighed(weight(obstacle), code),
        [_owner(owner, code) for owner in obstacle.owners.all()],
        int(getattr(obstacle, "hits", 0)),
    )


def _weighed(found: Weight | None, code: str) -> str:
    if found is None:
        return say("obstacles.not_measured", code)
    people, of = (number(count, code) for count in (found.people, found.of))
    return say("obstacles.weighed", code, people=people, of=of, on=day(parse_date(found.on), code))


def _words(obstacle: Obstacle, lang: str) -> tuple[str, str, str]:
    """Title and summary in the reader's language if somebody wrote them, else in the other, and the language they are in."""
    english, chinese = (obstacle.title_en, obstacle.summary_en), (obstacle.title_zh, obstacle.summary_zh)
    if (lang == "en" and english[0]) or not chinese[0]:
        return *english, "en"
    title, summary = (Text("", text).in_language("zh-Hans" if lang == "en" else lang) for text in chinese)
    return title, summary, "zh-Hans" if lang == "en" else lang


def said(clause: dict[str, str], code: str) -> str:
    """What a clause said, in the language of a page; empty where the report was about none."""
    return Text(clause.get("en", ""), clause.get("zh-Hans")).in_language(law_language(code))


def _owner(owner: Owner, code: str) -> tuple[str, str, str]:
    """The side, the office, and the language that the office's name is in."""
    return say(f"obstacles.side.{owner.jurisdiction}", code), owner.office, tongue(owner.office, law_language(code))


def _profession(name: str, code: str) -> str:
    fact = the_bay().law.facts.get("person.profession")
    text = fact.values.get(name) if fact else None
    return law_words(code).of(text) if text else ""


@frozen
class MoveTold:
    """A step in words."""

    at: datetime.datetime
    state: str
    changed: bool
    reason: str
    lang: str


def history(obstacle: Obstacle, code: str) -> list[MoveTold]:
    """Every step with its reason, the earliest first."""
    return [_move(move, code) for move in obstacle.moves.all()]


def _move(move: Move, code: str) -> MoveTold:
    state, lang = say(f"obstacles.state.{move.after}", code), tongue(move.reason, law_language(code))
    return MoveTold(move.at, state, move.before != move.after, move.reason, lang)


def plain(obstacle: Obstacle, site: str) -> dict[str, Any]:
    """An obstacle as JSON values."""
    return {
        "id": obstacle.public,
        "address": site + reverse("obstacles:obstacle", kwargs={"public": obstacle.public}),
        "title": {lang: text for lang, text in (("en", obstacle.title_en), ("zh-Hans", obstacle.title_zh)) if text},
        "summary": {
            lang: text for lang, text in (("en", obstacle.summary_en), ("zh-Hans", obstacle.summary_zh)) if text
        },
        "state": obstacle.state,
        "kind": obstacle.kind or None,
        "direction": obstacle.direction,
        "profession": obstacle.profession or None,
        "provision": obstacle.provision or None,
        "clause": {key: obstacle.clause[key] for key in ("sql", "cite", "en", "zh-Hans") if obstacle.clause.get(key)},
        "since": obstacle.since or None,
        "reported": obstacle.reported.date().isoformat(),
        "target": obstacle.target.isoformat() if obstacle.target else None,
        "owners": {owner.jurisdiction: owner.office for owner in obstacle.owners.all()},
        "supporters": int(getattr(obstacle, "hits", 0)),
        "held_back": _weight(weight(obstacle)),
    }


def _weight(found: Weight | None) -> dict[str, Any] | None:
    return None if found is None else {"people": found.people, "of": found.of, "on": found.on, "synthetic": True}
