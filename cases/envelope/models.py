"""The case: an envelope without content. Whatever must be protected hangs on one from its first draft."""

import uuid
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Account, Agency
from cases import policy

if TYPE_CHECKING:
    from datetime import datetime


def uuid_key() -> models.UUIDField:
    """Made here and not by the database: INSERT ... RETURNING would have to pass the policy for reading."""
    return models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, actor: Account | None) -> Self:
        """The cases that `actor` is on, begun at the projection; the policies are the net under it."""
        if actor is None:
            return self.none()
        return self.filter(access__agency_id=actor.agency_id, access__listed_from__lte=TransactionNow())

    def newest(self, before: "tuple[datetime, uuid.UUID] | None" = None) -> Self:
        """Newest first; `before`: only those after this key in the list (exclusive)."""
        rows = self.order_by("-access__opened_at", "-access__case_id")
        if before:
            at, case_id = before
            rows = rows.filter(access__opened_at__lte=at).exclude(access__opened_at=at, access__case_id__gte=case_id)
        return rows


class Case(models.Model):
    """Its state, `sent_at` and `accepted_at` move by the database's own rule (`sql/grants.sql`)."""

    class CaseKind(models.TextChoices):
        PERSON = "person", _("person")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        CLOSED = "closed", _("closed")

    id = uuid_key()
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20, choices=CaseKind, default=CaseKind.PERSON)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    opened_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    objects = CaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = [(rule["codename"], rule["codename"]) for rule in policy.rules()]
        indexes = [
            models.Index(fields=["opened_by", "-opened_at"], condition=models.Q(state="draft"), name="drafts_of_agency")
        ]

    def __str__(self) -> str:
        return self.number


class Submission(models.Model):
    """A form that was sent once: its key, and where its answer lies. The same key again has no second effect."""

    id = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    asked = models.CharField(max_length=64, blank=True)  # of a program's: a keyed fingerprint of what it asked
    answer = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.id)


class Visit(models.Model):
    """When an account last opened a case: what was written since is new to it."""

    id = uuid_key()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account"], name="one_visit")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
