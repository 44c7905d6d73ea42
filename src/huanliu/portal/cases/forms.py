"""Forms of a case."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from huanliu.portal.documents.models import Paper
from huanliu.portal.people.forms import FactForm

KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")


class FilingForm(forms.Form):
    """The key of one filing, made with the page, and the word that it was read."""

    filing = forms.RegexField(KEY, widget=forms.HiddenInput)
    read = forms.BooleanField()


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


class AnswerForm(forms.Form):
    """An answer to an officer."""

    answer = forms.CharField(max_length=4000, widget=forms.Textarea)


class ReviewForm(forms.Form):
    """Why a human should look again; may be left empty."""

    words = forms.CharField(max_length=4000, required=False, widget=forms.Textarea)


class CorrectForm(FactForm):
    """A fact as it should read, and how the mistake came about (may be left empty)."""

    words = forms.CharField(max_length=2000, required=False, widget=forms.Textarea)
