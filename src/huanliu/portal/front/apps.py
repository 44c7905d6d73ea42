"""The front desk."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """The front desk."""

    name = "huanliu.portal.front"
