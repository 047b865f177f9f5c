"""Writing the person's name, and what is told of the person without it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies.errors import Refused
from agencies.models import Account
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.records.services import save_unless_stale
from victims.identity.models import Name, Profile
from victims.identity.rules import birth_year_refusal


@transaction.atomic
def write_name(*, actor: Account, case: Case, values: dict[str, Any], version: int | None, now: datetime) -> Name:
    """Write the first name record, or change the newest; `Stale` when a colleague has changed it since `version`."""
    lock(case, actor)
    current = Name.objects.of(case.pk, actor).filter(withdrawn_at=None).last()
    if current is None:
        return Name.objects.create(case=case, author=actor.agency, happened_at=now, written_at=now, **values)
    return save_unless_stale(current, version=version or 0, values=values)


@transaction.atomic
def write_profile(*, actor: Account, case: Case, values: dict[str, Any], now: datetime) -> Profile:
    """Add what is known now; who is treated as a minor follows from the newest."""
    lock(case, actor)
    year = timezone.localdate(now).year
    if sentence := birth_year_refusal(values.get("birth_year"), values.get("age_band", ""), year):
        raise Refused(sentence, field="birth_year")
    return Profile.objects.create(case=case, author=actor.agency, happened_at=now, written_at=now, **values)
