"""What we tell allauth: mails are in the language of whoever reads them, a new account remembers it, and the secrets of
second factors lie encrypted in the database, so that neither it nor a backup alone opens an account."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The account desk of allauth, in four languages."""

    def new_user(self, request: HttpRequest) -> Any:
        """A user who is written to in the language in which they signed up."""
        user = super().new_user(request)
        user.language = translation.get_language() or "en"
        return user

    def render_mail(self, template_prefix: str, email: str, context: dict[str, Any], headers: Any = None) -> Any:
        """A mail in the reader's language; that of the page where nobody with an account reads it."""
        language = getattr(context.get("user"), "language", None) or translation.get_language()
        with translation.override(language):
            return super().render_mail(template_prefix, email, context, headers)


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors."""

    def encrypt(self, text: str) -> str:
        """By the secret of this place."""
        return locks().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """By it, or by one that it replaced."""
        return locks().decrypt(encrypted_text.encode()).decode()


def locks() -> MultiFernet:
    """A key of its own from each secret, the present one first."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_key(secret))) for secret in secrets])


def _key(secret: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"huanliu second factors").derive(secret.encode())
