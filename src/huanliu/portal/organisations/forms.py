"""What is told to this desk: parsed, or refused in one sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language

from huanliu.base import money
from huanliu.engine.kinds import Kind
from huanliu.engine.subject import Intake
from huanliu.errors import HuanliuError
from huanliu.portal.bay import law_language, law_words, the_bay
from huanliu.portal.organisations.models import Role
from huanliu.portal.words import say


def said(key: str, **parts: object) -> str:
    """A word in the language of the page."""
    return say(key, get_language() or "en", **parts)


class Told(forms.Form):
    """A form whose faults are told in the language of the page, at the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= {"required": said("organisations.wrong_empty")}
        self.prepare()
        for name, field in self.fields.items():
            if self.is_bound and self.errors.get(name):
                wrong = f"{self[name].id_for_label}_wrong"
                field.widget.attrs |= {"aria-invalid": "true", "aria-describedby": wrong}

    def prepare(self) -> None:
        """What depends on the language of the page, before the faults are looked for."""


class MakeForm(Told):
    """What an organisation is called."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "organization"}))


class RoleForm(Told):
    """What a member may do."""

    role = forms.ChoiceField(choices=())

    def prepare(self) -> None:
        """The roles in words, the least first."""
        roles = self.fields["role"]
        assert isinstance(roles, forms.ChoiceField)
        roles.choices = [(each.value, said(f"organisations.role_{each.value}")) for each in reversed(Role)]


class InviteForm(RoleForm):
    """Whom to ask."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ("email", "role")

    def prepare(self) -> None:
        """The fault of an address."""
        super().prepare()
        self.fields["email"].error_messages |= {"invalid": said("organisations.wrong_email")}


class FactForm(Told):
    """One fact of the organisation; empty is not known."""

    value = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, fact: str, **kwargs: Any) -> None:
        self.fact, self.kind = fact, the_bay().statutes.kinds[fact]
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """The widget that fits."""
        self.fields["value"].widget = _widget(self.kind)

    def clean_value(self) -> Any:
        """The value as the law reads it."""
        text = self.cleaned_data["value"].strip()
        value: Any = {"true": True, "false": False}.get(text, text) if self.kind.name == "bool" else text
        try:
            Intake(the_bay().statutes).read({self.fact: value if text else None})
        except HuanliuError:
            raise forms.ValidationError(self.expected()) from None
        return value if text else None

    def expected(self) -> str:
        """What would be accepted, as one sentence."""
        span = getattr(self.stated, "range", None)
        if span is None:
            return said("organisations.wrong_value")
        low, high = (money.grouped(end) if self.kind.numeric else str(end) for end in span)
        return said("organisations.wrong_range", low=low, high=high)

    @property
    def stated(self) -> Any:
        """The fact as the vocabulary has it."""
        law = the_bay().law
        return law.facts.get(self.fact) or law.definitions[self.fact]


def _widget(kind: Kind) -> forms.Widget:
    code = get_language() or "en"
    nothing = ("", said("organisations.not_known"))
    if kind.name == "bool":
        words = law_words(code)
        return forms.Select(choices=[nothing, ("true", words.say("yes")), ("false", words.say("no"))])
    if kind.name == "enum":
        lang = law_language(code)
        return forms.Select(choices=[nothing, *((key, text.in_language(lang)) for key, text in kind.values.items())])
    if kind.name == "date":
        return forms.DateInput(attrs={"type": "date"})
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"} if kind.numeric else {})
