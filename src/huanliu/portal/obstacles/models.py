"""The register: obstacles as they were reported, who owns them on each side, what happened to them, and whom else they hit."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from huanliu.base.clock import today
from huanliu.portal.names import public_id
from huanliu.portal.obstacles import states

KINDS = ("law", "missing_recognition", "practice", "information", "technical")
SIDES = ("mainland", "hk", "mo")
DIRECTIONS = tuple(f"{start}->{end}" for start in SIDES for end in SIDES if start != end)


class Obstacle(models.Model):
    """Something that stops people at the border. `told` and `contact` are the reporter's and never public; the title and the
    summary are a moderator's and public."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    once = models.CharField(max_length=22, unique=True)
    reported = models.DateTimeField()
    language = models.CharField(max_length=8)
    provision = models.CharField(max_length=120, blank=True, db_index=True)
    clause = models.JSONField(default=dict, blank=True)
    law = models.CharField(max_length=64)
    told = models.TextField()
    direction = models.CharField(max_length=20)
    profession = models.CharField(max_length=60, blank=True)
    since = models.CharField(max_length=10, blank=True)
    contact = models.EmailField(blank=True)
    state = models.CharField(max_length=16, default=states.NEW, db_index=True)
    kind = models.CharField(max_length=24, blank=True)
    title_en = models.CharField(max_length=160, blank=True)
    title_zh = models.CharField(max_length=160, blank=True)
    summary_en = models.TextField(blank=True)
    summary_zh = models.TextField(blank=True)
    target = models.DateField(null=True, blank=True)
    moved = models.DateTimeField()

    class Meta:
        ordering = ("-reported", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=states.STATES), name="obstacle_state"),
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="obstacle_direction"),
            models.CheckConstraint(condition=Q(kind__in=("", *KINDS)), name="obstacle_kind"),
            models.CheckConstraint(
                condition=~Q(state__in=(states.OWNED, states.IN_WORK)) | Q(target__isnull=False),
                name="obstacle_owned_by_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=states.PUBLIC) | ~Q(title_en="") | ~Q(title_zh=""),
                name="obstacle_public_has_title",
            ),
        )

    def __str__(self) -> str:
        return self.public

    @property
    def sides(self) -> tuple[str, ...]:
        """The two sides of the border that it stands on."""
        return tuple(self.direction.split("->"))

    @property
    def is_public(self) -> bool:
        """Whether a moderator has read it."""
        return self.state in states.PUBLIC

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to come."""
        return self.state in states.CLOSED

    @property
    def is_late(self) -> bool:
        """Whether its target date has passed and it has not ended."""
        return self.target is not None and self.target < today() and not self.is_closed


class Owner(models.Model):
    """The office that has taken an obstacle on, one for each side."""

    obstacle = models.ForeignKey(Obstacle, on_delete=models.CASCADE, related_name="owners")
    jurisdiction = models.CharField(max_length=10)
    office = models.CharField(max_length=160)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["obstacle", "jurisdiction"], name="obstacle_one_owner_a_side"),
            models.CheckConstraint(condition=Q(jurisdiction__in=SIDES), name="obstacle_owner_side"),
        )

    def __str__(self) -> str:
        return f"{self.jurisdiction}: {self.office}"


class Move(models.Model):
    """A step in an obstacle's life, with its public reason. `by` is the public id of the officer and stays inside."""

    obstacle = models.ForeignKey(Obstacle, on_delete=models.CASCADE, related_name="moves")
    at = models.DateTimeField()
    act = models.CharField(max_length=12)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    reason = models.TextField()
    by = models.CharField(max_length=22)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.before} -> {self.after}"


class Support(models.Model):
    """Somebody says "this hits me too". Who is a keyed digest of a session or an account."""

    obstacle = models.ForeignKey(Obstacle, on_delete=models.CASCADE, related_name="supports")
    supporter = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["obstacle", "supporter"], name="obstacle_supported_once"),)

    def __str__(self) -> str:
        return str(self.at)


def texts(obstacle: Obstacle) -> dict[str, Any]:
    """The public words in both languages."""
    return {"en": (obstacle.title_en, obstacle.summary_en), "zh-Hans": (obstacle.title_zh, obstacle.summary_zh)}
