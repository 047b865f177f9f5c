"""The decision in three circles: the result, how and why it was reached, and which indicators decided, without the person.

All three are added together and never changed; a new decision supersedes the one before.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.reference.fields import CodeField, CodesField
from cases.keys.fields import SealedField
from cases.policy import Section
from cases.records.models import CaseRecord
from victims.decision import rules

OUTCOMES = [
    (rules.Outcome.TRAFFICKED.value, _("Trafficked")),
    (rules.Outcome.PRESUMED.value, _("Presumed trafficked")),
    (rules.Outcome.NOT_TRAFFICKED.value, _("Not trafficked")),
    (rules.Outcome.NOT_COMPLETED.value, _("Could not be completed")),
]
WHY_NOT = [
    (rules.WhyNot.DISAPPEARED.value, _("The person disappeared")),
    (rules.WhyNot.DECLINED.value, _("The person did not want it")),
    (rules.WhyNot.LEFT.value, _("The person left the country")),
]


class Result(CaseRecord):
    """What was decided and when: all that most on the case may know of it."""

    section = Section.RESULT
    is_added_only = True

    outcome = models.CharField(_("result"), max_length=20, choices=OUTCOMES)
    why_not = models.CharField(_("why it could not be completed"), max_length=20, choices=WHY_NOT, blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "supersedes"], condition=models.Q(withdrawn_at=None), nulls_distinct=False,
                name="one_decision_after_another",
            )
        ]  # fmt: skip


class Decision(CaseRecord):
    """How and why. Who decided is its author."""

    section = Section.DECISION
    is_added_only = True

    result = models.OneToOneField(Result, models.PROTECT, related_name="decision", editable=False)
    forms = CodesField(_("forms of exploitation"), list_name="form")
    main_form = CodeField(_("main form"), list_name="form")
    sector = CodeField(_("sector"), list_name="sector")
    crime = CodeField(_("which crime"), list_name="crime")
    channel = CodeField(_("identified through"), list_name="channel")
    reasons = SealedField(_("reasons"))
    why_superseded = SealedField(_("why the earlier decision is superseded"))


class DecisiveIndicators(CaseRecord):
    """Which indicators decided, by the weight that they were given. Nothing of the person."""

    section = Section.INDICATORS
    is_added_only = True

    result = models.OneToOneField(Result, models.PROTECT, related_name="indicators", editable=False)
    strong = CodesField(_("strong"), list_name="labour")
    medium = CodesField(_("medium"), list_name="labour")
    weak = CodesField(_("weak"), list_name="labour")
