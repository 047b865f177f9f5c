"""Who is on a case: the grant (guardian's row and the participation in one), what it rests on, and its projection."""

from collections.abc import Sequence
from typing import ClassVar

from django.contrib.auth.models import Permission
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase
from simple_history.models import HistoricalRecords

from agencies.models import Account, Agency
from cases.envelope.models import Case, uuid_key


class Disclosure(models.Model):
    """Sections beyond the capacity: to whom, which, why, by whom, until when. Added, never changed; revoked by ending its grants."""

    id = uuid_key()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    author = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    to = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    to_user = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    sections = models.BigIntegerField()
    purpose = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=100)
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Grant(GroupObjectPermissionBase):
    """guardian's direct group permission, and at once the participation or the disclosed section: agency X is on case Y."""

    id = uuid_key()
    content_object = models.ForeignKey(Case, models.PROTECT, db_column="case_id", related_name="grants")
    user = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+"
    )  # for this one person of the agency only
    offered = models.ForeignKey(
        Permission, models.PROTECT, null=True, related_name="+"
    )  # what an addressee is asked to be
    given_by = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    legal_basis = models.CharField(max_length=100)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, null=True, related_name="grants")
    history = HistoricalRecords(history_id_field=uuid_key())

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        unique_together: ClassVar[list[Sequence[str]]] = []
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "group", "permission", "disclosure", "offered", "user"],
                nulls_distinct=False,
                name="one_grant_from_one_source",
            ),
            models.CheckConstraint(condition=~models.Q(legal_basis=""), name="grant_rests_on_something"),
        ]


class Rule(models.Model):
    """policy.py as the database knows it: loaded by a migration, compared by a check."""

    permission = models.OneToOneField(Permission, models.PROTECT, primary_key=True)
    codename = models.CharField(max_length=60, unique=True)
    reads = models.BigIntegerField()
    writes = models.BigIntegerField()
    owns = models.BigIntegerField()
    kinds = ArrayField(models.TextField())
    puts = ArrayField(models.TextField())
    sends = ArrayField(models.TextField())
    asks = ArrayField(models.TextField())
    passes = ArrayField(models.TextField())
    takes = ArrayField(models.TextField())

    class Meta:
        db_table = "cases_policy"

    def __str__(self) -> str:
        return self.codename


class Recusal(models.Model):
    """A person keeps off a case, or is kept off it by a lead of the own agency."""

    class Reason(models.TextChoices):
        KNOWS = "knows", _("knows the person or somebody close to them")
        FAMILY = "family", _("is family of somebody in the case")
        PARTY = "party", _("is a witness or has an own interest")
        OTHER = "other", _("another reason, told to the lead")

    id = uuid_key()
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    user = models.ForeignKey(Account, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "case"], name="one_recusal")]

    def __str__(self) -> str:
        return self.get_reason_display()


class CaseAccess(models.Model):
    """Projection of Grant x Rule, kept by a trigger: all that one agency (or one person of it) has on one case until one moment."""

    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="access", db_index=False)
    agency = models.ForeignKey(Agency, models.DO_NOTHING, related_name="+", db_index=False)
    user = models.ForeignKey(Account, models.DO_NOTHING, null=True, related_name="+", db_index=False)
    until = models.DateTimeField(null=True)
    reads = models.BigIntegerField()
    writes = models.BigIntegerField()
    owns = models.BigIntegerField()
    opened_at = models.DateTimeField()
    listed_from = models.DateTimeField(
        null=True
    )  # from then on this row stands for the case in lists; at any moment one does

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "agency", "user", "until"],
                include=["reads", "writes", "owns"],
                nulls_distinct=False,
                name="one_access_an_end",
            )
        ]
        indexes = [
            models.Index(
                "agency",
                F("opened_at").desc(),
                F("case").desc(),
                include=["user", "until", "listed_from"],
                condition=models.Q(listed_from__isnull=False),
                name="access_list",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.agency_id}"
