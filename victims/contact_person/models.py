"""The victim's contact person at the coordinator."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Account
from cases.policy import Section
from cases.records.models import CaseRecord


class ContactPerson(CaseRecord):
    """The newest one holds."""

    section = Section.CONTACT_PERSON

    person = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name=_("contact person"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)

    @property
    def is_withdrawable(self) -> bool:
        return True
