"""The reflection period (and its parallel for lawful stay, the restitution period) in three circles: what somebody asks for, what was
decided and until when, and on what ground."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.keys.fields import SealedField
from cases.policy import Section
from cases.records.models import CaseRecord
from victims.reflection_period import rules

KINDS = [
    (rules.Kind.REFLECTION.value, _("Reflection period")),
    (rules.Kind.RESTITUTION.value, _("Restitution period")),
]
STEPS = [
    (rules.Step.GRANTED.value, _("Period granted")),
    (rules.Step.MOVED.value, _("Later start")),
    (rules.Step.EXTENDED.value, _("Extended")),
    (rules.Step.REFUSED.value, _("Refused")),
    (rules.Step.DECLINED.value, _("Declined by the person")),
    (rules.Step.RESUMED.value, _("Came back")),
    (rules.Step.ENDED.value, _("Ended")),
]
GROUNDS = [
    (rules.Ground.COOPERATES.value, _("Co-operates in a prepared return")),
    (rules.Ground.SPECIAL.value, _("Special grounds")),
]
ENDINGS = [
    (rules.Ending.RETURN_BEGUN.value, _("The return has begun")),
    (rules.Ending.RESIDENCE.value, _("Residence was granted")),
    (rules.Ending.DISAPPEARED.value, _("The person disappeared")),
]
REQUESTS = [
    (rules.Request.PERIOD.value, _("A period")),
    (rules.Request.EXTENSION.value, _("An extension")),
]


class PeriodApplication(CaseRecord):
    """What the person asks for, and who passed it on (its author)."""

    section = Section.APPLICATION

    asks_for = models.CharField(_("asks for"), max_length=20, choices=REQUESTS)
    asked_on = models.DateField(_("asked on"))
    days = models.PositiveSmallIntegerField(_("days"), null=True, blank=True)
    ground = models.CharField(_("ground"), max_length=20, choices=GROUNDS, blank=True)
    words = SealedField(_("in the person's words"))

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(asks_for=""), name="application_asks_for_something")]


class PeriodStep(CaseRecord):
    """One decision on the period, or one thing that happened to it; days inclusive. `rules.course_of` reads them in their order."""

    section = Section.DEADLINE
    is_added_only = True

    number = models.PositiveSmallIntegerField(_("number"), editable=False)  # in the case's steps
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    step = models.CharField(_("what"), max_length=20, choices=STEPS)
    decided_on = models.DateField(_("decided on"))
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_step_after_the_other")]


class PeriodGround(CaseRecord):
    """On what ground: for those who have to do with residence."""

    section = Section.RESIDENCE
    is_added_only = True

    step = models.OneToOneField(PeriodStep, models.PROTECT, related_name="ground", editable=False)
    ground = models.CharField(_("ground"), max_length=20, choices=[*GROUNDS, *ENDINGS], blank=True)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    words = SealedField(_("reasons"))
