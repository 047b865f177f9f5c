"""What rests on a record of a referral that was withdrawn."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cases.assignments.models import Assignment
from cases.assignments.services import finish
from cases.records.services import record_withdrawn
from cases.wall import acting
from referrals.referral.models import Feedback


@receiver(record_withdrawn, sender=Feedback)
def end_the_question(sender: Any, *, record: Feedback, now: datetime, **kwargs: Any) -> None:
    """Nobody answers a question that was asked on the wrong case."""
    if record.what == Feedback.What.QUESTION:
        finish(actor=acting().account, case=record.case, work=Assignment.Work.ANSWER_QUESTION, now=now)
