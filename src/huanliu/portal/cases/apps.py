"""Cases: a plan that has been filed."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases: a plan that has been filed."""

    name = "huanliu.portal.cases"
    label = "cases"

    def ready(self) -> None:
        """Registers what this desk holds about people, and what becomes of it when an officer leaves."""
        from huanliu.portal.cases.held import register_cases
        from huanliu.portal.cases.leaving import register_leaving

        register_cases()
        register_leaving()
