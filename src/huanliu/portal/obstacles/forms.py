"""What a report, a step and the filters of the register may say."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from huanliu.base.clock import today
from huanliu.base.period import is_rough, parse_date
from huanliu.errors import DateError
from huanliu.portal.bay import law_words, the_bay
from huanliu.portal.names import public_id
from huanliu.portal.obstacles import clauses
from huanliu.portal.obstacles.acts import Report
from huanliu.portal.obstacles.models import DIRECTIONS, KINDS, Obstacle
from huanliu.portal.obstacles.states import PUBLIC, Step
from huanliu.portal.words import say

SHORTEST, LONGEST = 20, 4000
# The latest step first; or what holds back most of the synthetic people; or what most readers said hits them too.
ORDERS = ("latest", "weight", "hits")
ID = re.compile(r"[A-Za-z0-9_-]{22}")


def directions(code: str) -> list[tuple[str, str]]:
    """Every direction in words."""
    return [(each, direction_name(each, code)) for each in DIRECTIONS]


def direction_name(direction: str, code: str) -> str:
    """From where to where."""
    start, end = (say(f"obstacles.side.{side}", code) for side in direction.split("->"))
    return f"{start} → {end}"


def professions(code: str) -> list[tuple[str, str]]:
    """Every profession that the law knows."""
    fact = the_bay().law.facts.get("person.profession")
    return [(name, law_words(code).of(text)) for name, text in (fact.values if fact else {}).items()]


class Spoken(forms.Form):
    """A form whose labels and refusals are the portal's own words."""

    WRONG = "obstacles.wrong"
    HINTS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, code: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.code = code
        for name, field in self.fields.items():
            field.label = say(f"obstacles.field.{name}", code)
            field.help_text = say(f"obstacles.hint.{name}", code) if name in self.HINTS else ""
            field.error_messages |= {kind: self.refusal(kind) for kind in ("required", "invalid", "invalid_choice")}

    def refusal(self, kind: str) -> str:
        """A refusal in the reader's language."""
        return say(f"{self.WRONG}.{kind}", self.code)

    def refuse(self, kind: str) -> None:
        """Refuse what a field says."""
        raise ValidationError(self.refusal(kind))


class ReportForm(Spoken):
    """A report. The e-mail is optional and needs the reporter's word on what it is for."""

    HINTS = ("told", "since", "contact")

    once = forms.CharField(widget=forms.HiddenInput, max_length=22)
    provision = forms.CharField(widget=forms.HiddenInput, required=False, max_length=120)
    clause = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    told = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), max_length=LONGEST)
    direction = forms.ChoiceField()
    profession = forms.ChoiceField(required=False)
    since = forms.CharField(required=False, max_length=10)
    contact = forms.EmailField(required=False, max_length=254)
    agreed = forms.BooleanField(required=False)

    def __init__(self, code: str, *args: Any, **more: Any) -> None:
        super().__init__(code, *args, **more)
        choose = ("", say("obstacles.choose", code))
        self.fields["direction"].choices = [choose, *directions(code)]  # type: ignore[attr-defined]
        self.fields["profession"].choices = [choose, *professions(code)]  # type: ignore[attr-defined]
        self.fields["told"].error_messages["max_length"] = self.refusal("long")

    def clean_once(self) -> str:
        """The mark of this very form."""
        once: str = self.cleaned_data["once"]
        if not ID.fullmatch(once):
            self.refuse("invalid")
        return once

    def clean_told(self) -> str:
        """Enough to understand it by."""
        told: str = self.cleaned_data["told"].strip()
        if len(told) < SHORTEST and len(told.encode()) < SHORTEST:
            self.refuse("short")
        return told

    def clean_since(self) -> str:
        """A year, a month or a day that has begun."""
        since: str = self.cleaned_data["since"].strip()
        if since and not is_rough(since):
            try:
                parse_date(since)
            except DateError:
                self.refuse("since")
        if since > today().isoformat():
            self.refuse("since")
        return since

    def clean_provision(self) -> str:
        """A provision that there is, by its own id."""
        name: str = self.cleaned_data["provision"].strip()
        ruling = clauses.ruling_of(name) if name else None
        if name and ruling is None:
            self.refuse("provision")
        return ruling.provision.id if ruling else ""

    def clean(self) -> dict[str, Any]:
        """An address only with the word on what it is for."""
        given = super().clean() or {}
        if given.get("contact") and not given.get("agreed"):
            self.add_error("agreed", self.refusal("agreed"))
        return given

    def report(self) -> Report:
        """The report."""
        given = self.cleaned_data
        ruling = clauses.ruling_of(given["provision"]) if given["provision"] else None
        clause = clauses.clause_at(ruling, given["clause"]) if ruling and given["clause"] else {}
        names = ("once", "told", "direction", "provision", "profession", "since", "contact")
        return Report(language=self.code, clause=clause, **{name: given[name] for name in names})


def fresh(code: str, provision: str, clause: str) -> ReportForm:
    """An empty report about a clause."""
    return ReportForm(code, initial={"once": public_id(), "provision": provision, "clause": clause})


class StepForm(Spoken):
    """What a moderator says with a step; only what the step brings is asked."""

    act = forms.CharField(widget=forms.HiddenInput, max_length=12)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)
    title_en = forms.CharField(required=False, max_length=160)
    title_zh = forms.CharField(required=False, max_length=160)
    summary_en = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    summary_zh = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    kind = forms.ChoiceField(required=False)
    owner_one = forms.CharField(max_length=160)
    owner_two = forms.CharField(max_length=160)
    target = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    ASKED: ClassVar[dict[str, tuple[str, ...]]] = {
        "words": ("title_en", "summary_en", "title_zh", "summary_zh"),
        "kind": ("kind",),
        "target": ("target",),
    }

    def __init__(self, code: str, step: Step, obstacle: Obstacle, *args: Any, **more: Any) -> None:
        super().__init__(code, *args, **more)
        self.step, self.obstacle = step, obstacle
        names = {**self.ASKED, "owners": ("owner_one", "owner_two")}
        asked = {name for part in step.brings for name in names[part]} | {"act", "seen", "reason"}
        for name in set(self.fields) - asked:
            del self.fields[name]
        if "kind" in self.fields:
            kinds = [(kind, say(f"obstacles.kind.{kind}", code)) for kind in KINDS]
            self.fields["kind"].choices = [("", say("obstacles.choose", code)), *kinds]  # type: ignore[attr-defined]
            self.fields["kind"].required = True
        for name, side in zip(("owner_one", "owner_two"), obstacle.sides, strict=True):
            if name in self.fields:
                place = say(f"obstacles.side.{side}", code)
                self.fields[name].label = say("obstacles.owner_of", code, place=place)

    def clean_target(self) -> Any:
        """A day that is to come."""
        target = self.cleaned_data["target"]
        if target <= today():
            self.refuse("target")
        return target

    def clean(self) -> dict[str, Any]:
        """Public words in one language at least, whole."""
        given = super().clean() or {}
        if "words" in self.step.brings and not any(
            given.get(f"title_{lang}") and given.get(f"summary_{lang}") for lang in ("en", "zh")
        ):
            self.add_error("title_en", self.refusal("words"))
        return given

    def given(self) -> dict[str, Any]:
        """What the step brings."""
        given = self.cleaned_data
        owners = {
            side: given.get(name, "")
            for side, name in zip(self.obstacle.sides, ("owner_one", "owner_two"), strict=True)
        }
        return {
            "reason": given["reason"],
            "words": {name: given.get(name, "") for name in self.ASKED["words"]},
            "kind": given.get("kind", ""),
            "owners": owners,
            "target": given.get("target"),
        }


class RegisterForm(Spoken):
    """The filters of the register, all in the address."""

    state = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    direction = forms.ChoiceField(required=False)
    provision = forms.CharField(required=False, max_length=120)
    order = forms.ChoiceField(required=False)

    def __init__(self, code: str, *args: Any, **more: Any) -> None:
        super().__init__(code, *args, **more)
        orders = [(name if name != ORDERS[0] else "", say(f"obstacles.order.{name}", code)) for name in ORDERS]
        self.fields["order"].choices = orders  # type: ignore[attr-defined]
        every = ("", say("obstacles.every", code))
        choices = {
            "state": [(state, say(f"obstacles.state.{state}", code)) for state in PUBLIC],
            "kind": [(kind, say(f"obstacles.kind.{kind}", code)) for kind in KINDS],
            "direction": directions(code),
        }
        for name, values in choices.items():
            self.fields[name].choices = [every, *values]  # type: ignore[attr-defined]

    def filters(self) -> dict[str, str]:
        """What the list is narrowed down by."""
        return {name: value for name, value in self.cleaned_data.items() if value and name != "order"}

    @property
    def ordered_by(self) -> str:
        """By what the list is put in order."""
        return self.cleaned_data.get("order") or ORDERS[0]
