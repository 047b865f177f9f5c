"""Indicators as dated data. They support the decision and never make it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.reference.models import DatedCode


class Grade(models.TextChoices):
    STRONG = "strong", _("strong")
    MEDIUM = "medium", _("medium")
    WEAK = "weak", _("weak")


class Indicator(DatedCode):
    """One indicator of a list, with its dimension and what it weighs for adults and for children (empty: is not asked)."""

    dimension = models.CharField(max_length=60)
    phase = models.CharField(max_length=20)
    grade_adults = models.CharField(max_length=10, choices=Grade, blank=True)
    grade_children = models.CharField(max_length=10, choices=Grade, blank=True)

    def grade(self, *, is_minor: bool) -> str:
        """What it weighs for this person; empty for one that is not asked."""
        return self.grade_children if is_minor else self.grade_adults

    class Meta(DatedCode.Meta):
        constraints = [models.UniqueConstraint(fields=["list", "code", "valid_from"], name="one_indicator_from_a_day")]
