"""The person's name in use, and what is told of the person without it. Legal names and documents are another section."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.reference.fields import CodeField
from cases.keys.fields import SealedField
from cases.policy import Section
from cases.records.models import CaseRecord
from victims.minors.rules import AgeBand, is_minor

AGE_BANDS = [
    (AgeBand.CHILD.value, _("0–14 years")),
    (AgeBand.YOUNG.value, _("15–17 years")),
    (AgeBand.UNCERTAIN.value, _("uncertain, perhaps under 18")),
    (AgeBand.TO_24.value, _("18–24 years")),
    (AgeBand.TO_29.value, _("25–29 years")),
    (AgeBand.TO_39.value, _("30–39 years")),
    (AgeBand.TO_49.value, _("40–49 years")),
    (AgeBand.FROM_50.value, _("50 years or more")),
    (AgeBand.ADULT.value, _("adult, age not known")),
]


class Sex(models.TextChoices):
    WOMAN = "woman", _("woman")
    MAN = "man", _("man")
    OTHER = "other", _("another sex")
    UNKNOWN = "unknown", pgettext_lazy("sex", "not known")


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


class Profile(CaseRecord):
    """Sex, age and nationality as they are known; the newest holds. Who is treated as a minor follows from it."""

    section = Section.PROFILE
    is_added_only = True

    sex = models.CharField(_("sex"), max_length=20, choices=Sex, blank=True)
    age_band = models.CharField(_("age"), max_length=20, choices=AGE_BANDS, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    nationality = CodeField(_("nationality"), list_name="country")

    @property
    def is_minor(self) -> bool:
        return is_minor(self.age_band)

    @property
    def is_withdrawable(self) -> bool:
        return True
