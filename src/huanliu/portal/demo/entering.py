"""Entering as somebody invented: a session as signing in makes it, with the second factor shown where there is one.

For a demonstration only: these addresses are not even routed where real people are served, and `access.role` gives nobody there.
"""

from __future__ import annotations

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from huanliu.base.clock import now
from huanliu.portal.demo.access import Role


def enter(request: HttpRequest, role: Role) -> None:
    """Begin a session of the role's."""
    login(request, role.user, settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, role.user, method="password", reauthenticated=True)
    if role.has_factor:
        record_authentication(request, role.user, method="mfa", type="totp", reauthenticated=True)


def code_now(role: Role) -> str:
    """What an authenticator app would show, for signing in to a desk by hand; empty where there is no second factor."""
    found = Authenticator.objects.filter(user=role.user, type=Authenticator.Type.TOTP).first()
    if found is None:
        return ""
    return str(
        format_hotp_value(hotp_value(decrypt(found.data["secret"]), int(now().timestamp()) // app_settings.TOTP_PERIOD))
    )
