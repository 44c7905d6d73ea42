"""What a search may ask for. Every choice is a value that the law has; a day is a day."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from huanliu.base.period import parse_date
from huanliu.errors import DateError
from huanliu.portal.bay import the_bay
from huanliu.portal.law.index import ROOMS
from huanliu.portal.law.matrix import professions
from huanliu.portal.law.places import ALL_DIRECTIONS
from huanliu.portal.law.reading import voice
from huanliu.portal.law.search import Wish
from huanliu.portal.words import say
from huanliu.reference.voice import Voice

LONGEST = 120


class DayField(forms.Field):
    """A day as YYYY-MM-DD, or none."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: Any) -> Any:
        """The day."""
        if not value:
            return None
        try:
            return parse_date(str(value))
        except DateError as error:
            raise ValidationError(error.sentence()) from error


class SearchForm(forms.Form):
    """The words and the filters, all of them in the address."""

    q = forms.CharField(max_length=LONGEST, required=False, strip=True)
    room = forms.ChoiceField(required=False)
    topic = forms.ChoiceField(required=False)
    direction = forms.ChoiceField(required=False)
    profession = forms.ChoiceField(required=False)
    place = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)
    discretion = forms.ChoiceField(required=False)
    on = DayField(required=False)

    def __init__(self, data: Any, code: str) -> None:
        super().__init__(data)
        spoken = voice(code)
        for name, choices in _choices(spoken, code).items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", spoken("every")), *choices]
        for name, field in self.fields.items():
            field.label = say(f"law.filter.{name}", code)
            field.error_messages["invalid_choice"] = say("law.no_such_choice", code)

    def wish(self) -> Wish:
        """What is looked for."""
        given = self.cleaned_data
        return Wish(
            given["q"],
            given["room"],
            given["topic"],
            given["direction"],
            given["profession"],
            given["place"],
            given["status"],
            given["discretion"],
            given["on"],
        )


def direction_name(direction: str, spoken: Voice) -> str:
    """A direction between two sides in words; within one side as such."""
    start, _, end = direction.partition("->")
    return spoken.direction(f"within {start}" if start == end else direction)


def _choices(v: Voice, code: str) -> dict[str, list[tuple[str, str]]]:
    law = the_bay().law
    topics = dict.fromkeys(provision.kind for provision in law.provisions.values())
    places = dict.fromkeys(name.split(".")[0] for name in law.provisions)
    return {
        "room": [(room, str(v(room))) for room in ROOMS],
        "topic": sorted(((topic, str(v.named("kind", topic))) for topic in topics), key=lambda pair: pair[1]),
        "direction": [(each, direction_name(each, v)) for each in ALL_DIRECTIONS],
        "profession": [(name, v.words.of(title)) for name, title in professions().items()],
        "place": [(place, str(v.named("place", place))) for place in places],
        "status": [("law", say("law.is_law", code)), ("proposal", say("law.is_proposal", code))],
        "discretion": [("yes", say("law.discretion_yes", code)), ("no", say("law.discretion_no", code))],
    }
