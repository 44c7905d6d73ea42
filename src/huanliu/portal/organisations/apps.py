"""Organisations that employ and work across the border."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations that employ and work across the border."""

    name = "huanliu.portal.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Registers what this desk holds, and that it knows what organisations are called."""
        from huanliu.portal.organisations import consented, held

        consented.register()
        held.register()
