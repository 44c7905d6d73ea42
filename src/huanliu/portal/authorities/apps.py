"""Authorities of the jurisdictions, and their officers."""

from django.apps import AppConfig


class AuthoritiesConfig(AppConfig):
    """Authorities of the jurisdictions, and their officers."""

    name = "huanliu.portal.authorities"
    label = "authorities"
