"""Cases: a plan that was filed, its tasks, what was asked and answered, what was decided and by whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from huanliu.base.language import Text
from huanliu.portal.authorities.models import LAYERS, Officer
from huanliu.portal.documents.models import Paper
from huanliu.portal.names import public_id

CASE_STATES = ("open", "closed", "withdrawn")
TASK_STATES = (
    *("waiting", "held", "ready", "taken", "asked", "proposed", "granted", "refused", "noted"),
    *("elsewhere", "done_elsewhere", "withdrawn"),
)
OUTCOMES = ("granted", "refused")


def choices(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Names as Django wants choices."""
    return [(name, name) for name in names]


def text_of(plain: dict[str, str]) -> Text:
    """A text as it was kept when the case was filed: the law may have changed its words since."""
    return Text(plain.get("en", ""), plain.get("zh-Hans"), plain.get("zh-Hant"))


# What was said on filing: that the applicant is of age; that a guardian acts, on the page; that the consent about a child says so already.
OF_AGE, STATED, RECEIPT = "of_age", "stated", "receipt"
BY_GUARDIAN = (STATED, RECEIPT)


class Case(models.Model):
    """What a person filed: the journey, the facts as they were, the law of which day, the plan that followed."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cases")
    journey = models.CharField(max_length=80)
    title = models.JSONField()
    on = models.DateField()
    law_digest = models.CharField(max_length=64)
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    plan = models.JSONField()
    # The side on which what is filed is held, and the authority that receives it first: every other one is passed it on.
    home = models.CharField(max_length=2, blank=True)
    receiver = models.CharField(max_length=40, blank=True)
    # What the person chose otherwise than the plan: another door, a task done elsewhere or left out.
    chosen = models.JSONField(default=list)
    # The public id of an organisation that has a part in it; organisations stand above cases.
    organisation = models.CharField(max_length=22, blank=True)
    state = models.CharField(max_length=12, choices=choices(CASE_STATES), default="open")
    # What whoever filed said of the applicant, see guarding; empty where the facts say that the applicant is of age.
    guardian = models.CharField(max_length=8, blank=True)
    filing_key = models.CharField(max_length=40)
    filed = models.DateTimeField()
    changed = models.DateTimeField()

    class Meta:
        ordering = ("-filed", "-pk")
        constraints = (
            # A second click, and the same plan filed from another window, make no second case.
            models.UniqueConstraint(fields=["person", "filing_key"], name="case_filed_once"),
            models.UniqueConstraint(
                fields=["person", "journey", "facts_digest"],
                condition=models.Q(state="open"),
                name="case_open_once",
            ),
        )

    def __str__(self) -> str:
        return self.public

    @property
    def by_guardian(self) -> bool:
        """Whether a parent or guardian filed it for a minor."""
        return self.guardian in BY_GUARDIAN

    @property
    def title_text(self) -> Text:
        """What the journey was called."""
        return text_of(self.title)


class Task(models.Model):
    """One step of a case at one authority: a provision that it decides."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    key = models.CharField(max_length=80)
    position = models.PositiveIntegerField()
    title = models.JSONField()
    provision = models.CharField(max_length=120)
    provision_title = models.JSONField()
    authority = models.CharField(max_length=40, db_index=True)
    layer = models.CharField(max_length=12, choices=LAYERS, default="execution")
    after = models.JSONField(default=list)
    # What earlier tasks bring about; and every fact that is another one for this task than for the case: those, and where the task
    # is a family member's, the facts of that member.
    assumed = models.JSONField(default=dict)
    differs = models.JSONField(default=dict)
    whose = models.JSONField(default=dict)
    # What has to pass or happen first, beside other tasks; what the provision requires and the engine does not test.
    waits = models.JSONField(default=list)
    requires = models.JSONField(default=list)
    not_before = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20)
    discretionary = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=choices(TASK_STATES), db_index=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    reviewing = models.BooleanField(default=False)
    ready_at = models.DateTimeField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    lapses = models.DateField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    changed = models.DateTimeField()

    class Meta:
        ordering = ("case", "position")
        constraints = (models.UniqueConstraint(fields=["case", "key"], name="task_once"),)

    def __str__(self) -> str:
        return self.key

    @property
    def title_text(self) -> Text:
        """What the task was called."""
        return text_of(self.title)

    @property
    def whose_text(self) -> Text | None:
        """Which member of the family it is for; None where it is for the person."""
        return text_of(self.whose) if self.whose else None

    @property
    def provision_text(self) -> Text:
        """What the provision was called."""
        return text_of(self.provision_title)


class TaskPaper(models.Model):
    """A paper that a task asks for, and the one that was given for it. One paper may serve many tasks."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=80)
    label = models.JSONField()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="serves")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["task", "kind"], name="task_paper_once"),)

    @property
    def label_text(self) -> Text:
        """What the paper is called."""
        return text_of(self.label)


class Correction(models.Model):
    """What an officer asked of the person, and the answer."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="corrections")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT)
    question = models.TextField()
    asked = models.DateTimeField()
    due = models.DateField()
    answer = models.TextField(blank=True)
    answered = models.DateTimeField(null=True, blank=True)
    recalled = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(answered=None, recalled=False), name="correction_open_once"
            ),
        )


class Decision(models.Model):
    """What an officer decided, why, by which clause, what the engine had found, and who confirmed it."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="decisions")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="decisions")
    second = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="confirmed")
    outcome = models.CharField(max_length=12, choices=choices(OUTCOMES))
    reasons = models.TextField()
    clause = models.CharField(max_length=300)
    record = models.JSONField()
    # That the officer examined what the law requires and the engine does not test.
    examined = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=choices(("proposed", "confirmed", "returned", "reviewed")))
    at = models.DateTimeField()
    confirmed = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(state__in=("proposed", "confirmed")), name="decision_one_counts"
            ),
            models.CheckConstraint(
                condition=models.Q(second=None) | ~models.Q(second=models.F("officer")), name="decision_four_eyes"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(second__isnull=False), name="decision_confirmed_by"
            ),
        )


class Amendment(models.Model):
    """A fact of a filed case that its person corrected, or that the employer stated. The fact as filed stays; what rested on it is listed to whoever handles it."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="amendments")
    # The public id of the organisation that stated it as the employer; empty where the person did.
    source = models.CharField(max_length=22, blank=True)
    fact = models.CharField(max_length=120)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)


class Affected(models.Model):
    """A task, or what was decided on it, that rests on a fact that was corrected; and what an officer made of it. `decided` says
    that it was over already; `taken` that the officer works with the corrected value."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="affected")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="affected")
    decided = models.BooleanField()
    taken = models.BooleanField(default=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True)
    settled = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["amendment", "task"], name="affected_once"),)


class Review(models.Model):
    """A person asked for a human to look again."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="reviews")
    words = models.TextField(blank=True)
    asked = models.DateTimeField()


class Handover(models.Model):
    """A task went from one office to another, and why."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="handovers")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT)
    origin = models.CharField(max_length=40)
    target = models.CharField(max_length=40)
    layer = models.CharField(max_length=12, choices=LAYERS)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)


class JointStep(models.Model):
    """Another authority that the law names beside the one that decides, and what it says. Nobody has to wait for it: the law names
    it, and does not say that it must agree."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="joint_steps")
    authority = models.CharField(max_length=40, db_index=True)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True)
    view = models.CharField(max_length=12, choices=choices(("agrees", "concerned")), blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["task", "authority"], name="joint_step_once"),)


class Notice(models.Model):
    """An e-mail to be sent: written with the act that it tells of, sent after it, never lost with it."""

    public = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=60)
    case = models.CharField(max_length=22)
    made = models.DateTimeField()
    claimed = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(null=True, blank=True)

    def plain(self) -> dict[str, Any]:
        """What an export says of it."""
        return {"key": self.key, "made": self.made.isoformat(), "sent": self.sent and self.sent.isoformat()}
