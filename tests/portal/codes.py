"""Codes of a second factor, as an authenticator app shows them."""

from __future__ import annotations

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

# A code that is shown for less than this (seconds) is not begun to be typed.
TO_TYPE = 8


def wait_for_a_code() -> None:
    """Waits for the next code where the present one ends too soon: a code made in the last moment was refused when it came."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < TO_TYPE:
        time.sleep(left)


def code_now(secret: str) -> str:
    """What an app with this secret shows, for long enough to type it."""
    wait_for_a_code()
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
