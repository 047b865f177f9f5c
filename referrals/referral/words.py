"""The words of a referral that its rules, which know no language, do not hold: steps, states, and who decides."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from referrals.referral.rules import State

STEPS = {
    1: _("Contact and place"),
    2: _("Observations and needs"),
    3: _("The person"),
    4: _("The first talk"),
    5: _("Check and send"),
}
STATES = {
    State.DRAFT: pgettext_lazy("referral", "Draft"),
    State.SENT: pgettext_lazy("referral", "Sent"),
    State.ASKED: pgettext_lazy("referral", "Question"),
    State.DECLINED: pgettext_lazy("referral", "Declined"),
    State.WITHDRAWN: pgettext_lazy("referral", "Withdrawn"),
    State.ACCEPTED: pgettext_lazy("referral", "Accepted"),
    State.ANSWERED: pgettext_lazy("referral", "Answered"),
}
DECIDES = {
    "us": _("The Immigration Service decides, on CMM's recommendation."),
    "cmm": _("CMM decides."),
}
