"""The usual story of a period, through the services: US presumes, grants, extends. Day 1 is today."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from cases.models import Case
from cases.wall import acting_as
from tests.conftest import NOW
from tests.people import accepted
from victims.decision.services import decide
from victims.reflection_period.services import extend_period, grant_period

TODAY = NOW.date()
DAY = timedelta(days=1)
PRESUMED = {
    "outcome": "presumed", "forms": ["labour"], "main_form": "labour", "sector": "nails", "channel": "police", "reasons": "In doubt.",
}  # fmt: skip


def victim(people: SimpleNamespace, changes: dict[str, Any] | None = None, **values: Any) -> Case:
    """Accepted, and US (or CMM, for lawful stay) has decided."""
    case = accepted(people, changes)
    lawful = (changes or {}).get("referral.residence_status") == "lawful"
    with acting_as(people.cecilie if lawful else people.ulla) as decider:
        decide(actor=decider, case=case, now=NOW, **PRESUMED | values)
    return case


def running(
    people: SimpleNamespace, *, days: int = 0, first_day: date = TODAY, now: datetime = NOW, **more: Any
) -> Case:
    """A period from `first_day` on, granted and extended by `days` at `now`."""
    case, today = victim(people, **more), timezone.localdate(now)
    with acting_as(people.ulla) as ulla:
        grant_period(actor=ulla, case=case, asked_on=min(first_day, today), first_day=first_day, now=now)
        if days:
            extend_period(actor=ulla, case=case, days=days, ground="cooperates", asked_on=today, now=now)
    return case
