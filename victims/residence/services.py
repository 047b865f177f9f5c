"""Writing the residence status, and moving competence with it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies.errors import Refused
from agencies.models import Account, Agency, Kind
from cases.assignments.models import Assignment
from cases.assignments.services import assign, finish, lane_for, open_work
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.grants import services as grants
from cases.grants.models import Grant
from cases.notices.models import Notice
from cases.notices.services import tell
from cases.policy import GIVERS, Capacity
from victims.assessment.selectors import lane_of
from victims.reflection_period.services import follow_competence
from victims.residence.models import Residence
from victims.residence.rules import competent_kind
from victims.residence.selectors import competent_agencies

BY_STATUS = "competent by residence status"
MOVERS = tuple(giver for giver, row in GIVERS.items() if row[Capacity.COMPETENT] == "puts")


@transaction.atomic
def record_residence(
    *, actor: Account, case: Case, status: str, now: datetime, since: date | None = None, words: str = ""
) -> Residence:
    """Add what holds now; competence moves with it. A day `since` (inclusive) after today is refused."""
    case = lock(case, actor)
    if since is not None and since > timezone.localdate(now):
        raise Refused("The day is in the future.", field="since")
    record = Residence.objects.create(
        case=case, author=actor.agency, status=status, since=since, words=words, happened_at=now, written_at=now
    )
    move_competence(actor=actor, case=case, status=status, now=now)
    return record


def move_competence(*, actor: Account, case: Case, status: str, now: datetime) -> None:
    """Put on who decides by `status`, and take off who no longer does. What this actor may not do is left to the coordinator as work."""
    kind = competent_kind(status)
    before = competent_agencies(case)
    if [agency.kind for agency in before] == [kind]:
        finish(actor=actor, case=case, work=Assignment.Work.COMPETENCE_MOVED, now=now)
        return
    authority = next((agency for agency in before if agency.kind == kind), None) or put_on(actor, case, kind, now)
    left = [agency for agency in before if agency.kind != kind and not take_off(actor, case, agency, authority, now)]
    if authority is None or left:
        leave_to_coordinator(actor, case, now)
        return
    finish(actor=actor, case=case, work=Assignment.Work.COMPETENCE_MOVED, now=now)
    follow_competence(actor=actor, case=case, now=now)


def capacities_of(actor: Account, case: Case) -> set[str]:
    names = Grant.objects.filter(content_object=case, group_id=actor.agency_id).values_list(
        "permission__codename", flat=True
    )
    return {name.removeprefix("as_") for name in names}


def put_on(actor: Account, case: Case, kind: str, now: datetime) -> Agency | None:
    """The authority, put on to decide and told; None when this actor gives no competence."""
    if not capacities_of(actor, case) & set(MOVERS):
        return None
    authority = Agency.objects.get(kind=kind)
    about: Any = {"actor": actor, "case": case, "agency": authority, "legal_basis": BY_STATUS, "now": now}
    grants.put_on(capacity=Capacity.COMPETENT, **about)
    if kind == Kind.US and Capacity.COORDINATOR in capacities_of(actor, case):
        immigration = grants.as_(Capacity.IMMIGRATION)
        if not Grant.objects.filter(content_object=case, group_id=authority.pk, permission=immigration).exists():
            grants.put_on(capacity=Capacity.IMMIGRATION, **about)
    tell(actor=actor, case=case, to=authority, what=Notice.What.COMPETENCE_MOVED, now=now)
    return authority


def take_off(actor: Account, case: Case, agency: Agency, successor: Agency | None, now: datetime) -> bool:
    """End `agency`'s competence and move its open decision to the successor; False when this actor may not."""
    if successor is None:
        return False
    undecided = Assignment.objects.of(case.pk, actor).filter(work=Assignment.Work.DECIDE, done_at__isnull=True).last()
    if undecided is not None:
        finish(actor=actor, case=case, work=Assignment.Work.DECIDE, now=now)
        assign(
            actor=actor, case=case, work=Assignment.Work.DECIDE, lane=lane_for(successor, Assignment.Lane.DECIDE, lane_of(case, actor)),
            due_at=undecided.due_at, to=successor, now=now,
        )  # fmt: skip
    tell(actor=actor, case=case, to=agency, what=Notice.What.COMPETENCE_MOVED, now=now)
    return grants.end(case=case, agency=agency, capacity=Capacity.COMPETENT)


def leave_to_coordinator(actor: Account, case: Case, now: datetime) -> None:
    coordinator = grants.coordinator_of(case)
    if coordinator is None or open_work(actor, case, work=Assignment.Work.COMPETENCE_MOVED).exists():
        return
    assign(
        actor=actor,
        case=case,
        work=Assignment.Work.COMPETENCE_MOVED,
        lane=Assignment.Lane.OTHER,
        to=coordinator,
        now=now,
    )
    tell(actor=actor, case=case, to=coordinator, what=Notice.What.COMPETENCE_MOVED, now=now)


@transaction.atomic
def hand_over_competence(*, actor: Account, case: Case, now: datetime) -> None:
    """Do what a change of residence asks for, and what whoever wrote it could not do: by the newest status."""
    case = lock(case, actor)
    newest = Residence.objects.of(case.pk, actor).standing().order_by("written_at", "happened_at").last()
    if newest is None:
        raise Refused("No residence is written.")
    move_competence(actor=actor, case=case, status=newest.status, now=now)
