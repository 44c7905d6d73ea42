"""Public ids: what stands in addresses instead of row numbers, so that nothing can be counted or guessed."""

from __future__ import annotations

import secrets


def public_id() -> str:
    """22 letters and digits, 128 bits of chance."""
    return secrets.token_urlsafe(16)
