"""What comes from the pages of this desk, read and refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language

from huanliu.portal.consent.purposes import clocks, named, request_kinds
from huanliu.portal.words import say


def _said(key: str) -> str:
    return say(key, get_language() or "en")


class ConsentForm(forms.Form):
    """The digest of the words that the page showed, and for a child's data who consents."""

    shown = forms.CharField(max_length=64)
    guardian = forms.BooleanField(required=False)


class RequestForm(forms.Form):
    """What somebody asks about the own data, and under which law."""

    kind = forms.ChoiceField(widget=forms.RadioSelect)
    jurisdiction = forms.ChoiceField(widget=forms.RadioSelect)
    text = forms.CharField(max_length=4000, required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = get_language() or "en"
        sides = named("jurisdictions")
        kind, side = self.fields["kind"], self.fields["jurisdiction"]
        assert isinstance(kind, forms.ChoiceField) and isinstance(side, forms.ChoiceField)
        kind.choices = [(each, _said(f"consent.kind.{each}")) for each in request_kinds()]
        side.choices = [(each, sides[each].in_page(code)[0]) for each in clocks()]
        for field in (kind, side):
            field.error_messages["required"] = field.error_messages["invalid_choice"] = _said("consent.wrong.choose")
        self.fields["text"].error_messages["max_length"] = _said("consent.wrong.long")

    def clean(self) -> dict[str, Any]:
        """A correction must say what is wrong."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == "correction" and not cleaned.get("text", "").strip():
            self.add_error("text", _said("consent.wrong.what"))
        return cleaned


class DeletionForm(forms.Form):
    """The own e-mail address, typed once more."""

    typed = forms.CharField(max_length=254)

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["typed"].error_messages["required"] = _said("consent.wrong.typed")

    def clean_typed(self) -> str:
        """The very address."""
        typed = str(self.cleaned_data["typed"]).strip()
        if typed.lower() != self.email.lower():
            raise forms.ValidationError(_said("consent.wrong.typed"))
        return typed
