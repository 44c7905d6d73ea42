"""The register of cross-border obstacles."""

from django.apps import AppConfig


class ObstaclesConfig(AppConfig):
    """The register of cross-border obstacles."""

    name = "huanliu.portal.obstacles"
    label = "obstacles"
