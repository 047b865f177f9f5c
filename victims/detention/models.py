"""That, since when and where the person is deprived of liberty."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Kind
from cases.keys.fields import SealedField
from cases.policy import Section
from cases.records.models import CaseRecord


class Detention(CaseRecord):
    """Without `since` the person is not detained; `until` ends it. The court's clock runs from `since`."""

    section = Section.DETENTION

    since = models.DateTimeField(_("detained since"), null=True, blank=True)
    until = models.DateTimeField(_("released"), null=True, blank=True)
    place = SealedField(_("place of detention"))
    detained_by = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("detained by"),
        limit_choices_to={"kind": Kind.POLICE},
    )  # fmt: skip

    @property
    def is_running(self) -> bool:
        return self.since is not None and self.until is None

    @property
    def is_withdrawable(self) -> bool:
        return True
