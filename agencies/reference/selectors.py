"""Coded lists and legal parameters as they are on a day."""

from datetime import date
from decimal import Decimal

from django.db.models import Q

from agencies.reference.models import Code, DatedCode, Parameter


def in_force(day: date) -> Q:
    """`valid_from` and `valid_until` are both inclusive."""
    return Q(valid_from__lte=day) & (Q(valid_until__isnull=True) | Q(valid_until__gte=day))


def codes_on(day: date, *lists: str) -> dict[str, dict[str, DatedCode]]:
    """{list: {code: value}} in the lists' own order, in one query; the values print in the reader's language."""
    found: dict[str, dict[str, DatedCode]] = {name: {} for name in lists}
    for value in Code.objects.filter(in_force(day), list__in=lists):
        found[value.list][value.code] = value
    return found


def parameters_on(day: date) -> dict[str, Decimal]:
    """{name: value} of every legal parameter in force that day."""
    return {parameter.name: parameter.value for parameter in Parameter.objects.filter(in_force(day))}
