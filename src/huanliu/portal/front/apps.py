"""The front desk."""

from django.apps import AppConfig


class FrontConfig(AppConfig):
    """The front desk."""

    name = "huanliu.portal.front"

    def ready(self) -> None:
        """Sessions end when they must; a factor just set up counts as shown; allauth speaks our words; the check of a place of use
        knows ours."""
        from huanliu.portal.front import checks as checks
        from huanliu.portal.front import phrases, second_factor, sessions

        sessions.listen()
        second_factor.listen()
        phrases.install()
