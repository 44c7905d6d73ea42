"""Forms of the desks. Nothing is filled in for an officer: not the outcome, not the reasons, not the clause."""

from __future__ import annotations

from typing import Any

from django import forms

from huanliu.portal.authorities.registry import authorities
from huanliu.portal.authorities.templatetags.offices import authority_name
from huanliu.portal.front.templatetags.words import page_language, plainly


class AskForm(forms.Form):
    """What the person should correct or add."""

    question = forms.CharField(min_length=10, max_length=4000, widget=forms.Textarea)


class DecisionForm(forms.Form):
    """An outcome, its reasons, the clause it rests on, and that what the engine did not test was examined."""

    outcome = forms.ChoiceField(choices=[("granted", "granted"), ("refused", "refused")])
    clause = forms.ChoiceField()
    reasons = forms.CharField(min_length=20, max_length=8000, widget=forms.Textarea)

    examined = forms.BooleanField(required=False)

    def __init__(self, clauses: list[str], untested: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["examined"].required = untested
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", plainly("desks.choose")), *((clause, clause) for clause in clauses)]


class HandOverForm(forms.Form):
    """Where a task goes, and why."""

    authority = forms.ChoiceField()
    layer = forms.ChoiceField()
    reason = forms.CharField(min_length=10, max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where, layer = self.fields["authority"], self.fields["layer"]
        assert isinstance(where, forms.ChoiceField) and isinstance(layer, forms.ChoiceField)
        code = page_language()
        where.choices = [("", plainly("desks.choose")), *((name, authority_name(name, code)) for name in authorities())]
        layer.choices = [(name, plainly(f"desks.layer_{name}")) for name in ("execution", "coordination")]


class JointForm(forms.Form):
    """What another authority says."""

    view = forms.ChoiceField(choices=[("agrees", "agrees"), ("concerned", "concerned")])
    words = forms.CharField(max_length=4000, required=False, widget=forms.Textarea)


class AnswerRequestForm(forms.Form):
    """An answer to what somebody asks about their data: an outcome, its reasons, and by which law something is refused."""

    outcome = forms.ChoiceField(choices=[("granted", "granted"), ("refused", "refused")])
    ground = forms.CharField(max_length=200, required=False)
    reasons = forms.CharField(min_length=20, max_length=4000, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        """A refusal names the law that allows it; what is granted is not refused under any."""
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == "refused" and not cleaned.get("ground", "").strip():
            self.add_error("ground", plainly("desks.ground_wrong"))
        if cleaned.get("outcome") == "granted":
            cleaned["ground"] = ""
        return cleaned
