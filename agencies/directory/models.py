"""Agencies, and the people in them. An account only logs in; what it may do lies in the one post that it holds."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin


class Kind(models.TextChoices):
    """The rows of `cases.policy.HOLDS`."""

    CMM = "cmm", _("Centre against Human Trafficking")
    US = "us", _("Immigration Service")
    POLICE = "police", _("police")
    NGO = "ngo", _("NGO")
    SHELTER = "shelter", _("shelter")
    AUTHORITY = "authority", _("authority, inspection, prison or union")
    MUNICIPALITY = "municipality", _("municipality or children's centre")
    HEALTH = "health", _("health")
    OPERATOR = "operator", _("operator of the prepared return")
    PROSECUTION = "prosecution", _("prosecution service")
    CLOCK = "clock", _("clock")
    MATCHER = "matcher", _("matcher")
    STATISTICS = "statistics", _("statistics")
    OVERSIGHT = "oversight", _("data protection")


SYSTEM_KINDS = (Kind.CLOCK, Kind.MATCHER, Kind.STATISTICS)
# One agency each: a referral goes to *the* centre. The operator of returns is not among them, since another may follow.
NATIONAL_KINDS = (Kind.CMM, Kind.US, Kind.OVERSIGHT, *SYSTEM_KINDS)


class Role(models.TextChoices):
    """What a person may do with what the agency has: it narrows, it never widens."""

    LEAD = "lead", _("lead")
    CASEWORKER = "caseworker", _("caseworker")
    READ_ONLY = "read_only", _("read only")
    ADMINISTRATOR = "administrator", _("administrator")


WRITING_ROLES = (Role.LEAD, Role.CASEWORKER)
READING_ROLES = (*WRITING_ROLES, Role.READ_ONLY)


class Agency(models.Model):
    """An agency *is* its group, so that guardian's group permission is the agency's participation."""

    group = models.OneToOneField(Group, models.PROTECT, primary_key=True)
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=100, unique=True)
    english = models.CharField(max_length=100, blank=True)
    short = models.CharField(max_length=40)
    phone = models.CharField(max_length=30, blank=True)
    city = models.CharField(max_length=60, blank=True)
    district = models.PositiveSmallIntegerField(
        null=True, unique=True
    )  # of a police district: its number at Danmarks Statistik

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind__in=NATIONAL_KINDS), name="one_agency_of_a_national_kind"
            )
        ]

    def __str__(self) -> str:
        return self.english if self.english and get_language() == "en" else self.name


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)

    def create(self, **values) -> "Account":
        account = self.model(**values)
        if not account.password:
            account.set_unusable_password()
        account.save(force_insert=True, using=self.db)
        return account


class Account(AbstractBaseUser, PermissionsMixin, GuardianUserMixin):
    """A login: e-mail, password, second factor. It carries no authority; `is_active` follows the post (by trigger)."""

    email = models.EmailField(_("work e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    is_active = models.BooleanField(default=True, editable=False)
    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(is_superuser=False), name="nobody_is_superuser")]

    def __str__(self) -> str:
        return self.name

    @property
    def agency(self) -> Agency:
        return self.post.agency

    @property
    def agency_id(self) -> int:
        return self.post.agency_id

    @property
    def initials(self) -> str:
        """As colleagues are named in a list: "S. Bach"."""
        given, _space, family = self.name.partition(" ")
        return f"{given[:1]}. {family}" if family else given


class Post(models.Model):
    """What an account may do, and for whom: one post an account, never in another agency, written by its administrator only."""

    account = models.OneToOneField(Account, models.PROTECT)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.CASEWORKER)
    is_active = models.BooleanField(default=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.agency.short}"

    @property
    def may_write(self) -> bool:
        return self.is_active and self.role in WRITING_ROLES

    @property
    def may_read(self) -> bool:
        return self.is_active and self.role in READING_ROLES
