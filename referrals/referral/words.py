"""Steps, states and verbs of a referral, and its indicators, as the interface names them."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from agencies.reference.selectors import in_force
from referrals.referral.rules import State, Verb
from victims.screening.models import Indicator

STEP_WORDS = {
    1: _("Contact and place"),
    2: _("Observations and needs"),
    3: _("The person"),
    4: _("The first talk"),
    5: _("Check and send"),
}
STATE_WORDS = {
    State.DRAFT: _("Draft"),
    State.SENT: _("Sent, not answered"),
    State.ASKED: _("A question is waiting"),
    State.DECLINED: _("Declined"),
    State.WITHDRAWN: _("Withdrawn"),
    State.ACCEPTED: _("Accepted"),
    State.ANSWERED: _("Answered"),
}
VERB_WORDS = {
    Verb.SEND: _("Send"),
    Verb.DISCARD: _("Delete the draft"),
    Verb.WITHDRAW: _("Withdraw the referral"),
    Verb.ASK: _("Ask the sender"),
    Verb.REPLY: _("Answer the question"),
    Verb.PASS_ON: _("Pass on"),
    Verb.DECLINE: _("Decline"),
    Verb.ACCEPT: _("Accept"),
    Verb.ANSWER: _("Answer the sender"),
}


def indicator_words(codes: list[str], day: date) -> list[str]:
    """Each with its grade for adults, strong ones first; one query."""
    found = Indicator.objects.filter(in_force(day), code__in=codes).order_by("rank")
    grades = ["strong", "medium", "weak", ""]
    ordered = sorted(found, key=lambda indicator: grades.index(indicator.grade_adults))
    return [f"{indicator} ({indicator.get_grade_adults_display()})" for indicator in ordered]
