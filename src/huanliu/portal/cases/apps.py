"""Cases: a plan that has been filed."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases: a plan that has been filed."""

    name = "huanliu.portal.cases"
    label = "cases"
