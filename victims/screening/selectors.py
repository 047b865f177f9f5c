"""Indicators as they are on a day."""

from datetime import date

from agencies.reference.selectors import in_force, in_order
from victims.screening.models import Indicator


def indicators_on(day: date) -> list[Indicator]:
    """In the lists' own order."""
    return sorted(in_order(Indicator.objects.filter(in_force(day))), key=lambda indicator: indicator.list)
