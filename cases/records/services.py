"""Verbs that every record shares."""

from datetime import datetime
from typing import Any, TypeVar

from django.dispatch import Signal

from agencies.errors import Stale
from cases.records.models import CaseRecord

record_withdrawn = Signal()  # record, now: what rested on it is for the record's own app to mend
Record = TypeVar("Record", bound=CaseRecord)


def save_unless_stale(record: Record, *, version: int, values: dict[str, Any]) -> Record:
    """Set `values` and save, unless the record has moved on from `version`: then `Stale` with the record as it stands.

    What stands there already is never stale, so that the same form can come twice. The envelope is locked by the caller,
    so that two who save at once are one after the other.
    """
    kind: Any = type(record)
    current: Record = kind.objects.get(pk=record.pk)
    if all(getattr(current, name) == value for name, value in values.items()):
        return current
    if current.version != version:
        raise Stale(current)
    for name, value in values.items():
        setattr(current, name, value)
    current.save()
    return current


def withdraw(*, record: CaseRecord, now: datetime) -> None:
    """Written on the wrong case: closed to all but the author, history included. The database refuses anybody but the author."""
    record.withdrawn_at = now
    record.save(update_fields=["withdrawn_at"])
    record_withdrawn.send(type(record), record=record, now=now)
