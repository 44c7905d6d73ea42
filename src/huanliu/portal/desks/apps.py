"""The desks of officers and coordinators."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """The desks of officers and coordinators."""

    name = "huanliu.portal.desks"
    label = "desks"
