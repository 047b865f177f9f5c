"""What an agency is told, and the mails that carry it: the outbox. Neither says who the person is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Account
from cases.envelope.models import uuid_key
from cases.policy import Section
from cases.records.models import CaseRecord


class Notice(CaseRecord):
    """Written in the transaction of what it tells of, by the agency that did it, to the agency that it concerns."""

    section = Section.ASSIGNMENT
    is_added_only = True

    class What(models.TextChoices):
        REFERRED = "referred", _("New referral")
        PASSED_ON = "passed_on", _("The referral was passed on")
        RECEIVED = "received", _("The referral was accepted")
        ASKED = "asked", _("A question was asked")
        REPLIED = "replied", _("The question was answered")
        DECLINED = "declined", _("The referral was declined")
        ANSWERED = "answered", _("The referral was answered")
        PUT_ON = "put_on", _("Your agency was put on the case")
        RECOMMENDED = "recommended", _("CMM has recommended")
        DECIDED = "decided", _("It has been decided whether the person is trafficked")
        PERIOD_ASKED = "period_asked", _("A period or an extension was asked for")
        PERIOD_CHANGED = "period_changed", _("The departure deadline was set or changed")
        PERIOD_REFUSED = "period_refused", _("A period or an extension was refused")
        PERIOD_STOPPED = "period_stopped", _("The period was declined or ended")
        PERIOD_ENDS = "period_ends", _("The period ends soon")
        COMPETENCE_MOVED = "competence_moved", _("Another agency decides now")

    what = models.CharField(max_length=20, choices=What)
    shown_from = models.DateTimeField()  # a reminder is written ahead, with the deadline that it reminds of

    @property
    def signature(self) -> str:
        """Nobody's when the agency it is to is its author: a reminder, or a fact that the database told to a hidden shelter."""
        return "" if self.author_id == self.to_id else super().signature

    class Meta:
        indexes = [models.Index(fields=["to", "-shown_from"], name="notices_of_agency")]


class Mail(models.Model):
    """One mail to one account; the database chooses who gets one (`sql/work.sql`). Its recipient alone reads and sends it."""

    id = uuid_key()
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="mails")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tried_at"], condition=models.Q(sent_at__isnull=True), name="mail_unsent")]

    def __str__(self) -> str:
        return str(self.id)
