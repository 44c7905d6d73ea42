"""Asking again who it is before what cannot be undone or carries everything away: allauth's reauthentication, with a type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from allauth.account.decorators import reauthentication_required

View = TypeVar("View", bound=Callable[..., Any])


def step_up(view: View) -> View:
    """The view only for somebody who has just proved who it is."""
    return cast(View, reauthentication_required(view))


def step_up_to_post(view: View) -> View:
    """The page for anybody who is signed in, its button only after step-up."""
    return cast(View, reauthentication_required(allow_get=True)(view))
