"""On what footing the person stays in the country. Who decides follows from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.keys.fields import SealedField
from cases.policy import Section
from cases.records.models import CaseRecord
from victims.residence.rules import ResidenceStatus

RESIDENCE = [
    (ResidenceStatus.LAWFUL.value, _("Lawful stay")),
    (ResidenceStatus.ASYLUM_SEEKER.value, _("Asylum seeker")),
    (ResidenceStatus.UNLAWFUL.value, _("No lawful stay")),
    (ResidenceStatus.UNKNOWN.value, _("Not known")),
]


class Residence(CaseRecord):
    """What holds from a day on. Added by whoever learns it; the newest one holds, and all stay."""

    section = Section.RESIDENCE
    is_added_only = True

    status = models.CharField(_("residence"), max_length=20, choices=RESIDENCE)
    since = models.DateField(_("since"), null=True, blank=True)
    words = SealedField(_("how it is known"))

    @property
    def is_withdrawable(self) -> bool:
        return True
