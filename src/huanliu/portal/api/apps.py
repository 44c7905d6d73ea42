"""The API, version 1."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The API, version 1."""

    name = "huanliu.portal.api"
    label = "api"
