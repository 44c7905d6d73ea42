"""The audit trail."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The audit trail."""

    name = "huanliu.portal.record"
