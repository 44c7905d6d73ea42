"""Consent and data duties, driven by purposes.yaml."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Consent and data duties, driven by purposes.yaml."""

    name = "huanliu.portal.consent"
    label = "consent"

    def ready(self) -> None:
        """Registers what this desk and the trail below it hold."""
        from huanliu.portal.consent.held import register_consent, register_record

        register_consent()
        register_record()
