"""A referral in three circles: what an addressee may know before it accepts, what the sender wrote, what is said back and forth."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.reference.fields import CodeField, CodesField
from cases.keys.fields import SealedField
from cases.policy import Section
from cases.records.models import CaseRecord
from referrals.referral import rules
from victims.identity.models import AGE_BANDS, Sex
from victims.residence.models import RESIDENCE

CONSENTS = [
    (rules.Consent.YES.value, _("Yes, and understood it in a language that the person speaks")),
    (rules.Consent.WITHOUT_NAME.value, _("Yes, but only without a name")),
    (rules.Consent.REFUSED.value, _("No")),
    (rules.Consent.NOT_ASKED.value, _("Not asked yet")),
]
DANGERS = [
    (rules.Danger.NOW.value, _("Yes, now")),
    (rules.Danger.IF_RETURNING.value, _("Perhaps, if the person returns")),
    (rules.Danger.NO.value, _("No")),
    (rules.Danger.UNKNOWN.value, _("Not known")),
]


class Preview(CaseRecord):
    """What is seen before acceptance: no identity."""

    section = Section.PREVIEW

    needs = CodesField(_("needs"), list_name="need")
    danger = models.CharField(_("danger"), max_length=20, choices=DANGERS, blank=True)
    sex = models.CharField(_("sex"), max_length=20, choices=Sex, blank=True)
    age_band = models.CharField(_("age"), max_length=20, choices=AGE_BANDS, blank=True)
    languages = CodesField(_("languages"), list_name="language")
    first_talk_place = CodeField(_("place of the first talk"), list_name="talk_place")
    first_talk_words = SealedField(_("when and how"))
    consent = models.CharField(_("consent"), max_length=20, choices=CONSENTS, blank=True)
    is_assessment_requested = models.BooleanField(_("an assessment is requested"), default=False)


class Referral(CaseRecord):
    """What the sender wrote, names included."""

    section = Section.REFERRAL

    preview = models.OneToOneField(Preview, models.PROTECT, related_name="referral", editable=False)
    met_at = models.DateTimeField(_("met at"), null=True, blank=True)
    met_place = SealedField(_("place"))
    situation = CodeField(_("situation"), list_name="situation")
    journal_number = models.CharField(_("journal number"), max_length=40, blank=True)
    caller = SealedField(_("who called"))
    seen = SealedField(_("what was seen or heard"))
    indicators = CodesField(_("indicators"), list_name="labour")
    danger_words = SealedField(_("what the danger is"))
    residence_status = models.CharField(_("residence"), max_length=20, choices=RESIDENCE, blank=True)
    name = SealedField(_("name"))
    nationality = CodeField(_("nationality"), list_name="country")
    reachable = SealedField(_("how the person can be reached"))


class Feedback(CaseRecord):
    """What is said between a sender and whoever answers: to the other's agency."""

    section = Section.FEEDBACK
    is_added_only = True

    class What(models.TextChoices):
        SENT_AGAIN = "sent_again", _("Sent again")
        QUESTION = "question", _("Question")
        REPLY = "reply", _("Reply")
        PASSED_ON = "passed_on", _("Passed on")
        DECLINED = "declined", _("Declined")
        RECEIVED = "received", _("Accepted")
        ANSWER = "answer", _("Answer")

    what = models.CharField(_("what"), max_length=20, choices=What)
    words = SealedField(_("text"))
    receiver = models.ForeignKey(  # of one that was passed on
        Agency, models.PROTECT, null=True, related_name="+", verbose_name=_("passed on to")
    )

    class Meta:
        indexes = [models.Index(fields=["to", "-happened_at"], name="said_to_agency")]

    @property
    def is_withdrawable(self) -> bool:
        """What moved the referral stays; a question or an answer can have gone to the wrong sender."""
        return self.what in (self.What.QUESTION, self.What.ANSWER)
