"""Who decides, in words: below each status before it is written, and where it is asked why."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from victims.residence.rules import ResidenceStatus, competent_kind

DECIDES = {
    "us": _("The Immigration Service decides, on CMM's recommendation."),
    "cmm": _("CMM decides."),
}
BECAUSE = {
    "us": _("The Immigration Service decides, because the person has no lawful stay or seeks asylum."),
    "cmm": _("CMM decides, because the person has lawful stay or the stay is not known."),
}
BEFORE = {
    ResidenceStatus.LAWFUL: _("Danish citizen, EU citizen or permit."),
    ResidenceStatus.UNKNOWN: _("Until it is known."),
}


def residence_hints() -> dict[str, Any]:
    """What follows from each status."""
    return {
        status.value: " ".join(filter(None, [str(BEFORE.get(status, "")), str(DECIDES[competent_kind(status)])]))
        for status in ResidenceStatus
    }
