"""What we tell allauth: mails are in the language of whoever reads them, and a new account remembers it."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
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
