"""Authorities of the jurisdictions, and their officers."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """Authorities of the jurisdictions, and their officers."""

    name = "huanliu.portal.authorities"
    label = "authorities"

    def ready(self) -> None:
        """Officers must have a second factor, and their sessions are shorter."""
        from huanliu.portal.authorities.access import is_officer
        from huanliu.portal.front import second_factor

        second_factor.concerns(is_officer)
