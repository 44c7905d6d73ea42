"""Consent and data duties, driven by purposes.yaml."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Consent and data duties, driven by purposes.yaml."""

    name = "huanliu.portal.consent"
    label = "consent"
