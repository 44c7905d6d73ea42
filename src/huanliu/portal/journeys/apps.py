"""Journeys: goal, interview, result, what-if, plan, without an account."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    """Journeys: goal, interview, result, what-if, plan, without an account."""

    name = "huanliu.portal.journeys"
    label = "journeys"
