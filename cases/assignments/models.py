"""What an agency has to do on a case: who is responsible, until when. Worklists and clocks read it."""

from django.contrib.postgres.indexes import BTreeIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Account
from cases.policy import Section
from cases.records.models import CaseRecord

# Whose work it is. CASE and not COALESCE, which the database takes to leak, and then leaves its index aside under a policy
WORKER = models.Case(models.When(to__isnull=True, then="author_id"), default="to_id")


class Assignment(CaseRecord):
    """For the agency that it is to, or else for its author's. That agency names who is responsible, and finishes it."""

    section = Section.ASSIGNMENT

    class Work(models.TextChoices):
        FOLLOW = "follow", _("Follow what becomes of the referral")
        ANSWER_REFERRAL = "answer_referral", _("New referral, not answered")
        ANSWER_QUESTION = "answer_question", _("Answer the question")
        ANSWER_SENDER = "answer_sender", _("Arrange the first talk, and answer the sender")
        ASSESS = "assess", _("Hold the first talk, and assess")
        DECIDE = "decide", _("Decide whether the person is trafficked")
        PERIOD_ENDS = "period_ends", _("The period ends")
        PERIOD_ASKED = "period_asked", _("Answer: a period is asked for")
        EXTENSION_ASKED = "extension_asked", _("Answer: an extension is asked for")
        COMPETENCE_MOVED = "competence_moved", _("The residence has changed: hand over who decides")

    class Lane(models.IntegerChoices):
        """Groups of a worklist: the Immigration Service's are kinds of work, all others' persons in the order in which harm is likely."""

        DETAINED = 1, pgettext_lazy("several", "Detained")
        MINOR = 2, _("Minors")
        OTHER = 3, _("Others")
        DECIDE = 11, _("To decide")
        PERIODS = 12, _("Periods that end")
        REQUESTS = 13, _("Requests for a period or an extension")
        MOVED = 14, _("The residence has changed, competence has moved")

    work = models.CharField(max_length=20, choices=Work)
    lane = models.PositiveSmallIntegerField(choices=Lane, default=Lane.OTHER)
    responsible = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible"), db_index=False
    )
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            BTreeIndex(
                WORKER, "lane", models.F("due_at").asc(nulls_last=True), "id",
                condition=models.Q(done_at__isnull=True, withdrawn_at__isnull=True), name="open_work",
            )
        ]  # fmt: skip
