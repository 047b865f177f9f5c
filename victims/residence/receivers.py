"""What rests on a residence status that was withdrawn."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cases.records.services import record_withdrawn
from cases.wall import acting
from victims.residence.models import Residence
from victims.residence.selectors import status_of
from victims.residence.services import move_competence


@receiver(record_withdrawn, sender=Residence)
def move_back(sender: Any, *, record: Residence, now: datetime, **kwargs: Any) -> None:
    """Who decides follows from what then stands."""
    actor = acting().account
    if actor is not None:
        move_competence(actor=actor, case=record.case, status=status_of(record.case, actor), now=now)
