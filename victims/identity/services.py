"""Writing the person's name."""

from datetime import datetime
from typing import Any

from django.db import transaction

from agencies.models import Account
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.records.services import save_unless_stale
from victims.identity.models import Name


@transaction.atomic
def write_name(*, actor: Account, case: Case, values: dict[str, Any], version: int | None, now: datetime) -> Name:
    """Write the first name record, or change the newest; `Stale` when a colleague has changed it since `version`."""
    lock(case, actor)
    current = Name.objects.of(case.pk, actor).filter(withdrawn_at=None).last()
    if current is None:
        return Name.objects.create(case=case, author=actor.agency, happened_at=now, written_at=now, **values)
    return save_unless_stale(current, version=version or 0, values=values)
