"""People with an account, the facts they keep in profiles, their families, and the tokens of their programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huanliu.portal.names import public_id


class Users(BaseUserManager["User"]):
    """Makes users: an e-mail address is the only name."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """A user who signs in by e-mail."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person with an account. Addresses and logs know the public id and never the e-mail."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)
    joined = models.DateTimeField(auto_now_add=True)

    objects = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name, as written by the person."""
        return self.name


class Profile(models.Model):
    """A named set of facts about a person: "me", "what if I worked in Macao". Facts are plain values as the law reads them."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="profiles")
    name = models.CharField(max_length=80)
    facts = models.JSONField(default=dict, blank=True)
    # That there is no family member, which is not the same as none having been named.
    alone = models.BooleanField(default=False)
    made = models.DateTimeField()
    used = models.DateField(db_index=True)

    class Meta:
        ordering = ("-used", "-id")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "name"], name="one_profile_a_name")]


class Member(models.Model):
    """A family member in a profile: a name that only the person sees, and the facts that the law asks about."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(max_length=60)
    row = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("id",)


class Token(models.Model):
    """Lets a program act for a person within some scopes. Only the digest of the token is kept."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    made = models.DateTimeField()
    expires = models.DateField()
    used = models.DateField(null=True, blank=True)
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made",)
        constraints: ClassVar = [
            # The button pressed twice makes one token, not a second that nobody saw.
            models.UniqueConstraint(
                fields=["user", "name"], condition=models.Q(revoked__isnull=True), name="one_live_token_a_name"
            )
        ]
