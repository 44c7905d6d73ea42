"""Authorities of the jurisdictions, and their officers."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """Authorities of the jurisdictions, and their officers."""

    name = "huanliu.portal.authorities"
    label = "authorities"

    def ready(self) -> None:
        """Registers what this desk holds about people."""
        from huanliu.portal.authorities.held import register_authorities

        register_authorities()
