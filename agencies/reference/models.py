"""Reference data with dates: legal parameters, and the coded lists that are no rule's business."""

from django.db import models
from django.utils.translation import get_language


class Dated(models.Model):
    """In force from a day, until a day (both inclusive), with its source."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        abstract = True


class DatedCode(Dated):
    """One value of a coded list, in both languages."""

    list = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    danish = models.CharField(max_length=120)
    english = models.CharField(max_length=120)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["list", "rank", "code"]

    def __str__(self) -> str:
        return self.english if get_language() == "en" else self.danish


class Code(DatedCode):
    """Languages, countries, needs, situations, places of a talk."""

    class Meta(DatedCode.Meta):
        constraints = [models.UniqueConstraint(fields=["list", "code", "valid_from"], name="one_code_from_a_day")]


class Parameter(Dated):
    """A legal number: never a constant in code."""

    name = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=12, decimal_places=2)
    unit = models.CharField(max_length=20)

    class Meta:
        ordering = ["name", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["name", "valid_from"], name="one_parameter_from_a_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.value} {self.unit}"
