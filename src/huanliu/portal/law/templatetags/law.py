"""How the pages of the law speak: `{% ref "conditions" %}` says a phrase of packs/words/reference.yaml, `{% thing id %}` links."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.http import QueryDict
from django.template import Context
from django.template.defaultfilters import capfirst
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from huanliu.base.language import Text
from huanliu.engine.kinds import Kind
from huanliu.law.calendar import ONE_DAY, first_day
from huanliu.law.model import Duration, Lapse, Version
from huanliu.portal import words
from huanliu.portal.bay import the_bay
from huanliu.portal.front.templatetags.words import page_language, written
from huanliu.portal.law.index import Entry
from huanliu.portal.law.reading import the_threads
from huanliu.reference.voice import tongue

register = template.Library()
PLAIN = Kind("decimal")
PORTUGUESE = '<span lang="pt">'
# Words of the packs, not of the portal.
WAIT, COUNTED = "plan.wait", "plan.counted"


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **parts: object) -> str:
    """A phrase of the portal inside an article whose language is the law's, marked where it is in another."""
    phrase, lang = words.word(key).in_page(page_language())
    safe = {name: conditional_escape(str(part)) for name, part in parts.items()}
    return _within(context, str(conditional_escape(phrase)).format(**safe), lang)


@register.simple_tag(takes_context=True)
def voiced(context: Context, text: str) -> str:
    """What a form says in the language of the page, the same."""
    return _within(context, conditional_escape(text), page_language())


def _within(context: Context, text: str, lang: str) -> SafeString:
    """An escaped text, marked."""
    # Only Portuguese differs: the law has English for it.
    if lang == "pt" and context["law_lang"] != "pt":
        return mark_safe(f"{PORTUGUESE}{text}</span>")
    return mark_safe(text)


def _in_portuguese(key: str) -> bool:
    return page_language() == "pt" and key in words.catalogue()


@register.simple_tag(takes_context=True)
def ref(context: Context, word: str, **parts: object) -> str:
    """A phrase of the reference, its parts filled in; in Portuguese the portal has its own."""
    key = f"reference.{word}"
    return say(context, key, **parts) if _in_portuguese(key) else format_html("{}", context["v"](word, **parts))


@register.simple_tag(takes_context=True)
def ref_plainly(context: Context, word: str) -> str:
    """The same for an attribute, where no language can be marked: in that of the law."""
    return str(context["v"](word))


@register.simple_tag(takes_context=True)
def of(context: Context, text: Text | None) -> str:
    """A text of the packs, marked where it is in another language."""
    return _html(context["v"].of(text))


@register.simple_tag(takes_context=True)
def raised(context: Context, text: Text | str | None) -> str:
    """A text that begins a line."""
    v = context["v"]
    said = v.of(text) if isinstance(text, Text) else text
    if said and said.startswith(PORTUGUESE):
        return mark_safe(PORTUGUESE + capfirst(said.removeprefix(PORTUGUESE)))
    return _html(v.raised(said)) if said else ""


@register.simple_tag
def other(text: object) -> str:
    """A text that stands in the packs in one language only."""
    return str(written(text))


@register.simple_tag(takes_context=True)
def tongue_of(context: Context, text: str) -> str:
    """The attribute of an element whose text is in another language than the page's."""
    page = context["v"].lang
    lang = tongue(text, page)
    return "" if lang == page else format_html(' lang="{}"', lang)


@register.simple_tag(takes_context=True)
def named(context: Context, group: str, key: str) -> str:
    """The name of a kind, a place, a stage."""
    if _in_portuguese(f"reference.{group}.{key}"):
        return say(context, f"reference.{group}.{key}")
    return _html(context["v"].named(group, key))


@register.simple_tag(takes_context=True)
def day(context: Context, value: datetime.date | str | None) -> str:
    """A day, or what is known of it."""
    if isinstance(value, datetime.date) and page_language() == "pt":
        return _within(context, words.day(value, "pt"), "pt")
    return _html(context["v"].day(value))


@register.simple_tag(takes_context=True)
def direction(context: Context, text: str) -> str:
    """Where from and where to."""
    return _html(context["v"].direction(text))


@register.simple_tag(takes_context=True)
def money(context: Context, amount: Any, currency: str) -> str:
    """A fee."""
    return str(context["v"].words.number(amount, Kind("money", currency=currency)))


@register.simple_tag(takes_context=True)
def takes(context: Context, time: Duration) -> str:
    """A duration in words."""
    v = context["v"]
    if time.least is None or time.most is None:
        word, value = ("time_most", time.most) if time.least is None else ("time_least", time.least)
        return str(v(word, time=v.time(value, time.unit)))
    if time.least == time.most:
        return str(v.time(time.least, time.unit))
    least, most = (v.words.number(each, PLAIN) for each in (time.least, time.most))
    return str(v.words.measured(f"unit.{time.unit}", v("span", least=least, most=most)))


@register.simple_tag(takes_context=True)
def lapses(context: Context, lapse: Lapse) -> str:
    """After how long something is lost, counted from what."""
    v = context["v"]
    after = v("lapses_after", time=v.time(lapse.after, lapse.unit))
    event = v.words.say(f"event.{lapse.event}")
    return f"{after} {v.words.say(COUNTED, text='', event=event)}"


@register.simple_tag(takes_context=True)
def pause(context: Context, label: Text) -> str:
    """What has to be waited for."""
    v = context["v"]
    return str(v.words.say(WAIT, title=v.words.of(label)))


@register.simple_tag(takes_context=True)
def thing(context: Context, name: str, room: str = "") -> SafeString:
    """A link to anything of the law; what is not there is named and leads nowhere."""
    v = context["v"]
    found = _found(context["law"], name, room)
    if found is None:
        return format_html('<code>{}</code> <span class="small">{}</span>', name, v("not_encoded"))
    kind, identity, title = found
    address = address_of(kind, identity, context["on"])
    shown = v.raised(v.of(title))
    return format_html('<a href="{}">{}</a>', address, shown) if address else format_html("{}", shown)


def _found(law: Any, name: str, room: str) -> tuple[str, str, Text] | None:
    name = the_threads().named(name) if room in ("", "provisions") else name
    for kind in (room,) if room else ("provisions", "routes", "services", "journeys"):
        things = {**law.facts, **law.definitions} if kind == "facts" else getattr(law, kind)
        if name in things:
            found = things[name]
            return kind, name, found.label if kind == "facts" else found.title
    return None


def address_of(room: str, identity: str, on: datetime.date) -> str | None:
    """Where something of the law is shown; None for a journey as long as nobody shows it."""
    if room == "provisions":
        return reverse("law:provision", kwargs={"identity": identity, "day": on.isoformat()})
    return goal_address(identity) if room == "journeys" else reverse(ADDRESSES[room], kwargs={"identity": identity})


ADDRESSES = {"routes": "law:route", "services": "law:service", "facts": "law:fact"}


@register.simple_tag
def goal_address(identity: str) -> str | None:
    """Where one asks whether a journey or a route is open to oneself; None as long as nobody answers."""
    try:
        return reverse("journeys:start", kwargs={"goal": identity})
    except NoReverseMatch:
        return None


@register.simple_tag
def address(entry: Entry, on: datetime.date) -> str | None:
    """Where an entry of a list is shown."""
    return address_of(entry.room, entry.id, on)


@register.simple_tag(takes_context=True)
def ref_titled(context: Context) -> str:
    """What stands between a title and what it is the title of."""
    return str(context["v"].words.say("titled", title="", text=""))


@register.filter
def place_of(identity: str) -> str:
    """The jurisdiction of a provision."""
    return identity.split(".")[0]


@register.filter
def paper_of(label: Text | None, identity: str | None) -> Text | None:
    """What a paper is called: in its own words, or as the list of papers has it."""
    return label or (the_bay().law.documents.get(identity) or Text(identity) if identity else None)


@register.simple_tag(takes_context=True)
def form_name(context: Context, form: str) -> str:
    """What a way into a profession is: filing, examination."""
    text = context["law"].forms.get(form)
    return _html(context["v"].raised(context["v"].of(text) if text else form))


@register.simple_tag
def eve(version: Version) -> tuple[str, str] | None:
    """The day before a version and its first day, where that is known."""
    start = first_day(version)
    return None if start is None else ((start - ONE_DAY).isoformat(), start.isoformat())


@register.simple_tag
def obstacle_address(provision: str, clause: str = "") -> str:
    """Where one says that this very clause shut the way."""
    asked = {"provision": provision, **({"clause": clause} if clause else {})}
    return f"{reverse('obstacles:report')}?{urlencode(asked)}"


@register.simple_tag
def without(query: str, **instead: object) -> str:
    """The address of this list with something else asked; empty parts are left out."""
    given = QueryDict(query, mutable=True)
    for name, value in instead.items():
        given[name] = str(value)
    return urlencode([(name, value) for name, value in given.items() if value])


def _html(text: Any) -> str:
    """What the reference room marked as safe is safe here as well."""
    return format_html("{}", text)
