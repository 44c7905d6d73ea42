"""The demonstration set: generated people, organisations and cases."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration set: generated people, organisations and cases."""

    name = "huanliu.portal.demo"
    label = "demo"
