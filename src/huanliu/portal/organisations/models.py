"""Organisations, who works for them, who was asked to, and the employer's part of a case."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from huanliu.portal.names import public_id


class Organisation(models.Model):
    """An employer or an institution. `facts` are what the law asks of an employer, as plain JSON values."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    made = models.DateTimeField()
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member may do; see access.MAY."""

    ADMIN = "admin"
    RECRUITER = "recruiter"
    READER = "reader"


class Membership(models.Model):
    """Somebody of an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    since = models.DateTimeField()

    class Meta:
        ordering = ("since",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "user"], name="one_membership_a_person"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_is_listed"),
        ]


class Invitation(models.Model):
    """Somebody asked by e-mail to join. Only the digest of what the e-mail holds is kept."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=12, choices=Role)
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    expires = models.DateField()
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made",)
        constraints: ClassVar = [
            # Two administrators who ask the same person at once send one invitation.
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(ended__isnull=True),
                name="one_open_invitation_an_address",
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="invitation_role_is_listed"),
        ]


class Part(models.Model):
    """The employer's part of a route for one candidate, begun: with the facts of the organisation of that day."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="parts")
    person = models.CharField(max_length=22, db_index=True)
    route = models.CharField(max_length=120)
    facts = models.JSONField()
    begun = models.DateTimeField()

    class Meta:
        ordering = ("begun",)
        constraints: ClassVar = [
            # The button pressed twice begins one part.
            models.UniqueConstraint(fields=["organisation", "person", "route"], name="one_part_a_route"),
        ]
