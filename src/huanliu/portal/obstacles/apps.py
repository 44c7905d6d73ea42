"""The register of cross-border obstacles."""

from django.apps import AppConfig


class ObstaclesConfig(AppConfig):
    """The register of cross-border obstacles."""

    name = "huanliu.portal.obstacles"
    label = "obstacles"

    def ready(self) -> None:
        """Registers what this desk holds."""
        from huanliu.portal.obstacles.held import register_obstacles

        register_obstacles()
