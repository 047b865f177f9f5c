"""Work: given with the fact that makes it, done with the fact that ends it."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from agencies.models import Account, Agency, Kind
from cases.assignments.models import Assignment
from cases.envelope.models import Case


def assign(
    *, actor: Account, case: Case, work: str, lane: int, now: datetime, due_at: datetime | None = None,
    to: Agency | None = None, responsible: Account | None = None,
) -> Assignment:  # fmt: skip
    """Give `to` (or one's own agency) something to do on the case until a moment (inclusive)."""
    return Assignment.objects.create(
        case=case, author=actor.agency, to=to, work=work, lane=lane, responsible=responsible, due_at=due_at,
        happened_at=now, written_at=now,
    )  # fmt: skip


def lane_for(agency: Agency, by_work: int, by_person: int) -> int:
    """In which group of a worklist: the Immigration Service's are kinds of work, all others' are the persons'."""
    return by_work if agency.kind == Kind.US else by_person


def open_work(actor: Account, case: Case, **narrowed: Any) -> "QuerySet[Assignment]":
    """What `actor`'s agency has to do on this case."""
    return Assignment.objects.of(case.pk, actor).filter(is_for(actor), done_at__isnull=True, **narrowed)


def is_for(actor: Account) -> Q:
    return Q(to_id=actor.agency_id) | Q(to__isnull=True, author_id=actor.agency_id)


def finish(*, actor: Account, case: Case, work: str, now: datetime) -> None:
    """End the open work of this kind that the own agency has, or has given."""
    mine = Q(to_id=actor.agency_id) | Q(author_id=actor.agency_id)
    for assignment in Assignment.objects.of(case.pk, actor).filter(mine, work=work, done_at__isnull=True):
        assignment.done_at = now
        assignment.save(update_fields=["done_at"])


def hand_over(*, actor: Account, case: Case, responsible: Account | None) -> int:
    """Make somebody of the own agency (or nobody) responsible for its open work on the case; how much that was."""
    handed = list(open_work(actor, case))
    for assignment in handed:
        assignment.responsible = responsible
        assignment.save(update_fields=["responsible"])
    return len(handed)
