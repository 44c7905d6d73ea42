"""Authorities of the jurisdictions, and their officers."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """Authorities of the jurisdictions, and their officers."""

    name = "huanliu.portal.authorities"
    label = "authorities"

    def ready(self) -> None:
        """Registers what this desk holds; officers must have a second factor, and their sessions are shorter."""
        from huanliu.portal.authorities.access import is_officer
        from huanliu.portal.authorities.held import register_authorities
        from huanliu.portal.front import second_factor

        register_authorities()
        second_factor.concerns(is_officer)
