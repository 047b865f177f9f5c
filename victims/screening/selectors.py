"""Indicators as they are on a day."""

from datetime import date

from agencies.reference.selectors import in_force
from victims.screening.models import Indicator


def indicators_on(day: date, list_name: str) -> list[Indicator]:
    """The list's indicators in force that day, in the list's own order."""
    return list(Indicator.objects.filter(in_force(day), list=list_name))
