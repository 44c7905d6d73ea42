"""What comes from the pages of this desk, read and refused in the reader's words."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language

from huanliu.base.clock import today
from huanliu.base.money import grouped
from huanliu.base.period import parse_date
from huanliu.engine.kinds import Kind
from huanliu.engine.subject import ROW_PREFIX
from huanliu.engine.words import Words
from huanliu.errors import DateError, SubjectError
from huanliu.portal.bay import law_words
from huanliu.portal.people.acts import LONGEST_TOKEN, SCOPES
from huanliu.portal.people.facts import asked_of_members, kind_of, member_label, read_facts, read_row, stated
from huanliu.portal.people.models import Member
from huanliu.portal.words import say

FEW = 7
LONGEST_STAY = 2_000
_STAY = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:\s*(?:\.\.|to|至)\s*(\d{4}-\d{2}-\d{2}))?\s+([a-z_]+)$")


def said(key: str, **parts: object) -> str:
    """A phrase in the reader's language."""
    return say(key, get_language() or "en", **parts)


def tidy(text: str) -> str:
    """Full-width digits and signs made plain."""
    return unicodedata.normalize("NFKC", text).strip()


def choices_of(kind: Kind, words: Words) -> list[tuple[str, str]]:
    """What may be chosen, in the law's words."""
    if kind.name == "bool":
        return [("true", words.say("yes")), ("false", words.say("no"))]
    return [(value, words.of(label)) for value, label in kind.values.items()]


def field_of(name: str, kind: Kind) -> forms.Field:
    """The input for a fact: a choice, some boxes, a number, a date, a text."""
    words = law_words(get_language())
    told = said("people.wrong.value")
    wrong = {"required": told, "invalid_choice": told, "invalid_list": told, "max_length": told}
    match kind.name:
        case "bool" | "enum":
            choices = choices_of(kind, words)
            widget: Any = forms.RadioSelect if len(choices) <= FEW else forms.Select
            # A list that is not open shows its first entry as if it were the answer.
            empty = [("", "…")] if widget is forms.Select else []
            return forms.ChoiceField(choices=[*empty, *choices], widget=widget, error_messages=wrong)
        case "set":
            return forms.MultipleChoiceField(
                choices=choices_of(kind, words),
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages=wrong,
            )
        case "date":
            return forms.CharField(max_length=40, widget=forms.DateInput(attrs={"type": "date"}), error_messages=wrong)
        case "day_log":
            return forms.CharField(max_length=20_000, widget=forms.Textarea, error_messages=wrong)
        case "text":
            return forms.CharField(max_length=500, error_messages=wrong)
    return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), error_messages=wrong)


def plain_of(kind: Kind, value: Any) -> Any:
    """What a form gave as a plain value for the intake. Raises ValidationError."""
    match kind.name:
        case "bool":
            return value == "true"
        case "int" | "decimal" | "money":
            return number(str(value), kind.unit)
        case "day_log":
            return days(str(value))
        case "text" | "date":
            return tidy(str(value))
    return value


def number(text: str, unit: str | None) -> str:
    """A number without grouping; a share may be written in per cent."""
    bare = tidy(text).replace(",", "").replace(" ", "")
    share = re.fullmatch(r"(-?\d+(?:\.\d+)?)%", bare)
    if share and unit == "share":
        whole, _, part = share[1].partition(".")
        digits = whole.lstrip("-").zfill(3)
        return f"{'-' if whole.startswith('-') else ''}{digits[:-2]}.{digits[-2:]}{part}"
    if not re.fullmatch(r"-?\d+(\.\d+)?", bare):
        raise forms.ValidationError(said("people.wrong.number"))
    return bare


def days(text: str) -> list[dict[str, str]]:
    """Stays, one a line, as a row for each day. Raises ValidationError."""
    rows: list[dict[str, str]] = []
    for line in filter(None, map(tidy, text.splitlines())):
        match = _STAY.match(line)
        try:
            first = parse_date(match[1]) if match else None
            last = parse_date(match[2] or match[1]) if match else None
        except DateError:
            first = last = None
        if match is None or first is None or last is None or not 0 <= (last - first).days < LONGEST_STAY:
            raise forms.ValidationError(said("people.wrong.stay", line=line[:60]))
        every = (first + datetime.timedelta(days=passed) for passed in range((last - first).days + 1))
        rows += [{"day": day.isoformat(), "place": match[3]} for day in every]
    return rows


def refusal(name: str, kind: Kind) -> str:
    """Why the intake did not take a value, in the reader's words."""
    fact = stated(name)
    low, high = getattr(fact, "range", None) or (None, None)
    if kind.name == "date":
        return said("people.wrong.date")
    if kind.name == "day_log":
        return said("people.wrong.stay", line="…")
    if kind.numeric and low is not None and high is not None:
        return said("people.wrong.range", low=grouped(low), high=grouped(high))
    return said("people.wrong.number") if kind.numeric else said("people.wrong.value")


class FactForm(forms.Form):
    """One fact."""

    def __init__(self, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = kind_of(name)
        assert kind is not None
        self.name, self.kind = name, kind
        self.fields["value"] = field_of(name, kind)

    def clean_value(self) -> Any:
        """The value as the law reads it, still plain."""
        plain = plain_of(self.kind, self.cleaned_data["value"])
        try:
            return read_facts({self.name: plain})[self.name]
        except SubjectError:
            raise forms.ValidationError(refusal(self.name, self.kind)) from None


def shown_input(name: str, plain: Any) -> Any:
    """A plain value as the form writes it."""
    kind = kind_of(name)
    if kind is not None and kind.name == "bool" and plain is not None:
        return "true" if plain else "false"
    if kind is not None and kind.name == "day_log" and plain:
        return "\n".join(stays(plain))
    return plain


def stays(rows: list[dict[str, Any]]) -> list[str]:
    """Rows of days joined to stays. Raises nothing: what more a row says (worked, reason) is not shown here."""
    found: list[list[Any]] = []
    for row in sorted(rows, key=lambda each: str(each["day"])):
        day = parse_date(str(row["day"]))
        if found and found[-1][2] == row["place"] and (day - found[-1][1]).days == 1:
            found[-1][1] = day
        else:
            found.append([day, day, row["place"]])
    return [f"{first} {place}" if first == last else f"{first}..{last} {place}" for first, last, place in found]


class ProfileForm(forms.Form):
    """A new profile: its name, and whether the answers of the interview go into it."""

    name = forms.CharField(max_length=80)
    answers = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = said("people.wrong.name")
        self.fields["name"].widget.attrs["autocomplete"] = "off"


class MemberForm(forms.Form):
    """A family member: what the person calls them, and what the law asks; all of it may be left open."""

    MAIN = ("relationship", "birth_date", "nationality")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(max_length=60, error_messages={"required": said("people.wrong.name")})
        words = law_words(get_language())
        self.kinds = asked_of_members()
        for key in (*self.MAIN, *(each for each in self.kinds if each not in self.MAIN)):
            self.fields[key] = self._field(key, words)

    def _field(self, key: str, words: Words) -> forms.Field:
        kind, label = self.kinds[key], member_label(key, words)
        if kind.name in ("bool", "enum"):
            choices = [("", said("people.not_known")), *choices_of(kind, words)]
            wrong = {"invalid_choice": said("people.wrong.value")}
            return forms.ChoiceField(choices=choices, required=False, label=label, error_messages=wrong)
        found = field_of(ROW_PREFIX + key, kind)
        found.required, found.label = False, label
        return found

    @property
    def row(self) -> dict[str, Any]:
        """What was told of the member, as plain values."""
        given = {
            key: value for key, value in self.cleaned_data.items() if key != "name" and value not in ("", [], None)
        }
        return {key: plain_of(self.kinds[key], value) for key, value in given.items()}

    def not_asked(self, known: Member | None) -> dict[str, Any]:
        """What is known of the member beyond this form: it stays as it was."""
        return {key: value for key, value in known.row.items() if key not in self.kinds} if known else {}

    def clean(self) -> dict[str, Any]:
        """Each fact is held against the law on its own, so that the sentence stands at its field."""
        cleaned = super().clean() or {}
        for key in [each for each in self.kinds if cleaned.get(each) not in ("", [], None)]:
            try:
                read_row({key: plain_of(self.kinds[key], cleaned[key])})
            except SubjectError:
                self.add_error(key, refusal(ROW_PREFIX + key, self.kinds[key]))
            except forms.ValidationError as error:
                self.add_error(key, error)
        return cleaned

    def main(self) -> list[forms.BoundField]:
        """What almost every rule asks."""
        return [self[key] for key in self.MAIN]

    def rest(self) -> list[forms.BoundField]:
        """What a few rules ask."""
        return [self[key] for key in self.kinds if key not in self.MAIN]


class AccountForm(forms.Form):
    """How the person is called and in which language written to."""

    name = forms.CharField(max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class TokenForm(forms.Form):
    """A token: its name, what it reaches, until when."""

    name = forms.CharField(max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    expires = forms.CharField(max_length=40, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = [(each, said(f"people.scope.{each}")) for each in SCOPES]
        self.fields["name"].error_messages["required"] = said("people.wrong.name")
        scopes.error_messages["required"] = scopes.error_messages["invalid_choice"] = said("people.wrong.scope")
        self.fields["expires"].error_messages["required"] = said("people.wrong.date")

    def clean_expires(self) -> datetime.date:
        """A day from tomorrow to a year from now."""
        try:
            day = parse_date(tidy(self.cleaned_data["expires"]))
        except DateError:
            raise forms.ValidationError(said("people.wrong.date")) from None
        if not today() < day <= today() + datetime.timedelta(days=LONGEST_TOKEN):
            raise forms.ValidationError(said("people.wrong.expires"))
        return day
