"""The law explorer."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    """The law explorer."""

    name = "huanliu.portal.law"
    label = "law"
