"""Forms of a case."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict

from huanliu.portal.cases.choosing import ELSEWHERE, HERE, LEFT_OUT, Choice
from huanliu.portal.cases.filing import Draft, Step
from huanliu.portal.cases.guarding import Guarding
from huanliu.portal.documents.models import Paper
from huanliu.portal.people.forms import FactForm

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")


class FilingForm(forms.Form):
    """The key of one filing, made with the page, the word that it was read, and, where it is asked, for whom it is filed."""

    filing = forms.RegexField(KEY, widget=forms.HiddenInput)
    read = forms.BooleanField()

    def __init__(self, asked: Guarding, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asked.choices:
            self.fields["guardian"] = forms.ChoiceField(choices=[(name, name) for name in asked.choices])


def chosen_in(posted: QueryDict, drafted: Draft) -> dict[str, Choice]:
    """What a form chose of each task; what it does not say, or may not, stays as it was."""
    return {step.key: _choice(posted, step, drafted.current[step.key]) for step in drafted.steps}


def _choice(posted: QueryDict, step: Step, now: Choice) -> Choice:
    place, door = posted.get(f"place.{step.key}", ""), posted.get(f"door.{step.key}", "")
    places = (HERE, ELSEWHERE, LEFT_OUT) if step.optional else (HERE, ELSEWHERE)
    doors = [each.id for each in step.doors]
    # The door that stands best is the plan's own: choosing it is choosing nothing.
    wanted = ("" if door == doors[0] else door) if door in doors else now.door
    return Choice(wanted, place if place in places else now.place)


class GiveForm(forms.Form):
    """A paper for a case: one handed in before, or a new file."""

    kind = forms.CharField(max_length=80)
    paper = forms.CharField(max_length=22, required=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def __init__(self, mine: list[Paper], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = {paper.public: paper for paper in mine}

    def chosen(self) -> Paper | None:
        """The paper that was chosen among one's own."""
        return self.mine.get(self.cleaned_data["paper"])


class SendForm(forms.Form):
    """That a task is to be sent although something stands before it."""

    sure = forms.BooleanField(required=False)


class AnswerForm(forms.Form):
    """An answer to an officer."""

    answer = forms.CharField(max_length=4000, widget=forms.Textarea)


class ReviewForm(forms.Form):
    """Why a human should look again; may be left empty."""

    words = forms.CharField(max_length=4000, required=False, widget=forms.Textarea)


class CorrectForm(FactForm):
    """A fact as it should read, and how the mistake came about (may be left empty)."""

    words = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
