"""The person's name in use. Legal names and documents are another section."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.reference.fields import CodeField
from cases.keys.fields import SealedField
from cases.policy import Section
from cases.records.models import CaseRecord


class Name(CaseRecord):
    """What the person is called, and in which language."""

    section = Section.NAME

    class Address(models.TextChoices):
        UNKNOWN = "", _("not asked")
        SHE = "she", _("she")
        HE = "he", _("he")
        THEY = "they", _("they")

    used = SealedField(_("name in use"))
    address = models.CharField(_("form of address"), max_length=10, choices=Address, blank=True)
    language = CodeField(_("language"), list_name="language")

    @property
    def is_withdrawable(self) -> bool:
        return True
