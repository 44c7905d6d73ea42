"""Consents, who looked, what was asked, what must not be deleted yet, and what went over a border.

A person is named by the public id and not by a row: what must be kept as proof outlives the account.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huanliu.portal.names import public_id

PERSON = 22


class Receipt(models.Model):
    """That a person agreed to one purpose, in these very words. ISO/IEC TS 27560 calls it a consent receipt."""

    public = models.CharField(max_length=PERSON, unique=True, default=public_id, editable=False)
    person = models.CharField(max_length=PERSON, db_index=True)
    purpose = models.CharField(max_length=40)
    # The one recipient, where a consent is to one at a time (an organisation's public id); else empty.
    whom = models.CharField(max_length=PERSON, blank=True, db_index=True)
    version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    how = models.CharField(max_length=20)
    guardian = models.BooleanField(default=False)
    given = models.DateTimeField()
    expires = models.DateField()
    ended = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("-given",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose", "whom"], condition=Q(ended__isnull=True), name="one_live_receipt_a_purpose"
            )
        ]


class Look(models.Model):
    """That somebody looked at somebody's data: who, for which office, when, why, at what. The person sees every line."""

    person = models.CharField(max_length=PERSON, db_index=True)
    actor = models.CharField(max_length=PERSON)
    office = models.JSONField(default=dict, blank=True)
    purpose = models.CharField(max_length=40)
    fields = models.JSONField()
    about = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ("-at", "-id")


class Request(models.Model):
    """What a person asks about the own data: a copy, a correction, a human in place of a program, to carry it elsewhere."""

    public = models.CharField(max_length=PERSON, unique=True, default=public_id, editable=False)
    person = models.CharField(max_length=PERSON, db_index=True)
    kind = models.CharField(max_length=20)
    jurisdiction = models.CharField(max_length=2)
    text = models.TextField(max_length=4000, blank=True)
    asked = models.DateTimeField()
    due = models.DateField(db_index=True)
    outcome = models.CharField(max_length=10, blank=True)
    answer = models.TextField(max_length=4000, blank=True)
    # By which provision of the law of the place something was refused.
    ground = models.CharField(max_length=200, blank=True)
    answered = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked",)


class Hold(models.Model):
    """That something about a person must not be deleted yet, and why: a dispute, an order, an open request."""

    public = models.CharField(max_length=PERSON, unique=True, default=public_id, editable=False)
    person = models.CharField(max_length=PERSON, db_index=True)
    purpose = models.CharField(max_length=40, blank=True)
    law = models.CharField(max_length=20)
    articles = models.CharField(max_length=80)
    until = models.DateField(null=True, blank=True)
    placed = models.DateTimeField()


class Transfer(models.Model):
    """That data went over a border: without this row no byte leaves. Kept three years."""

    person = models.CharField(max_length=PERSON, db_index=True)
    start = models.CharField(max_length=2)
    end = models.CharField(max_length=2)
    instrument = models.CharField(max_length=20)
    purpose = models.CharField(max_length=40)
    fields = models.JSONField()
    about = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
