"""Organisations that employ and work across the border."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations that employ and work across the border."""

    name = "huanliu.portal.organisations"
    label = "organisations"
