"""Ending a detention."""

from datetime import datetime

from django.db import transaction

from agencies.errors import Refused
from agencies.models import Account
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.records.services import save_unless_stale
from victims.detention.models import Detention


@transaction.atomic
def release(*, actor: Account, case: Case, until: datetime, now: datetime) -> Detention:
    """Write when the person was released: not before the detention began, and not in the future."""
    lock(case, actor)
    running = next((row for row in Detention.objects.of(case.pk, actor) if row.is_running), None)
    if running is None or running.since is None:
        raise Refused("The person is not detained.")
    if until > now:
        raise Refused("The time is in the future.", field="until")
    if until < running.since:
        raise Refused("The person cannot be released before the detention began.", field="until")
    return save_unless_stale(running, version=running.version, values={"until": until})
