"""Forms of those who run an authority: whom to appoint, and what somebody may do."""

from __future__ import annotations

from typing import Any

from django import forms

from huanliu.portal.authorities.models import LAYERS, ROLES, Officer
from huanliu.portal.authorities.registry import law_side
from huanliu.portal.front.templatetags.words import plainly


def role_choices(authority: str) -> list[tuple[str, str]]:
    """The roles that an authority can give, in words."""
    given = [role for role in ROLES if role != "privacy" or law_side(authority) is not None]
    return [(role, plainly(f"authorities.may_{role}")) for role in given]


class RolesForm(forms.Form):
    """What an officer may do."""

    roles = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, authority: str, layer: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.post_layer = layer
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = role_choices(authority)
        wrong = plainly("authorities.wrong_roles")
        roles.error_messages |= {"required": wrong, "invalid_choice": wrong}

    def clean(self) -> dict[str, Any]:
        """Who coordinates stands in the coordination layer."""
        cleaned = super().clean() or {}
        layer = cleaned.get("layer", self.post_layer)
        if "coordinator" in cleaned.get("roles", []) and layer != "coordination":
            self.add_error("roles", plainly("authorities.refused_coordinator"))
        return cleaned


class AppointForm(RolesForm):
    """Whom to appoint, by the e-mail address of an account."""

    email = forms.EmailField(max_length=254)
    layer = forms.ChoiceField()

    def __init__(self, officer: Officer, *args: Any, **kwargs: Any) -> None:
        super().__init__(officer.authority, officer.layer, *args, **kwargs)
        wrong = plainly("authorities.wrong_email")
        self.fields["email"].error_messages |= {"required": wrong, "invalid": wrong}
        layer = self.fields["layer"]
        assert isinstance(layer, forms.ChoiceField)
        layer.choices = [(name, plainly(f"desks.layer_{name}")) for name, _ in LAYERS]
