"""People."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "huanliu.portal.people"

    def ready(self) -> None:
        """Registers what this desk holds, and writes down how people get in."""
        from huanliu.portal.people import signing
        from huanliu.portal.people.held import register_people

        register_people()
        signing.listen()
