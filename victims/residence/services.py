"""Writing the residence status, and moving competence with it."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from agencies.errors import Refused
from agencies.models import Account, Agency, Kind
from cases.assignments.models import Assignment
from cases.assignments.services import assign, finish, lane_for
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.grants import services as grants
from cases.grants.models import Grant
from cases.notices.models import Notice
from cases.notices.services import tell
from cases.policy import GIVERS, Capacity
from victims.assessment.selectors import lane_of
from victims.reflection_period.services import watch_deadline
from victims.residence.models import Residence
from victims.residence.rules import competent_kind, since_refusal
from victims.residence.selectors import competent_agencies, residence_of

BY_STATUS = "competent by residence status"
MOVERS = {giver for giver, row in GIVERS.items() if row[Capacity.COMPETENT] == "puts"}


@transaction.atomic
def record_residence(
    *, actor: Account, case: Case, status: str, now: datetime, since: date | None = None, words: str = ""
) -> Residence:
    """Add what holds now; competence moves with it. A day `since` (inclusive) after today is refused."""
    case = lock(case, actor)
    if sentence := since_refusal(since, timezone.localdate(now)):
        raise Refused(sentence, field="since")
    record = Residence.objects.create(
        case=case, author=actor.agency, status=status, since=since, words=words.strip(), happened_at=now, written_at=now
    )
    move_competence(actor=actor, case=case, status=status, now=now)
    return record


@transaction.atomic
def hand_over_competence(*, actor: Account, case: Case, now: datetime) -> None:
    """Do what a change of residence asks for, and what whoever wrote it could not do: by the newest status."""
    case = lock(case, actor)
    if Capacity.COORDINATOR not in grants.capacities_of(actor, case):
        raise Refused("Only the coordinator hands over who decides.")
    newest = residence_of(case, actor)
    if newest is None:
        raise Refused("No residence is written.")
    move_competence(actor=actor, case=case, status=newest.status, now=now)


def move_competence(*, actor: Account, case: Case, status: str, now: datetime) -> None:
    """Put on who decides by `status`, and take off who no longer does. What this actor may not do is left to the coordinator as work."""
    kind, before = competent_kind(status), competent_agencies(case)
    authority = next((agency for agency in before if agency.kind == kind), None) or put_on(actor, case, kind, now)
    leaving = [agency for agency in before if agency.kind != kind]
    if authority is None or any(not may_end(actor, case, agency) for agency in leaving):
        leave_to_coordinator(actor, case, now)
        return
    for agency in leaving:
        take_off(actor, case, agency, authority, now)
    finish(actor=actor, case=case, work=Assignment.Work.COMPETENCE_MOVED, now=now)


def put_on(actor: Account, case: Case, kind: str, now: datetime) -> Agency | None:
    """The authority, put on to decide and told; None when this actor gives no competence."""
    mine = grants.capacities_of(actor, case)
    if not mine & MOVERS:
        return None
    authority = Agency.objects.get(kind=kind)
    about: Any = {"actor": actor, "case": case, "agency": authority, "legal_basis": BY_STATUS, "now": now}
    grants.put_on(capacity=Capacity.COMPETENT, **about)
    if kind == Kind.US and Capacity.COORDINATOR in mine:
        immigration = grants.as_(Capacity.IMMIGRATION)
        if not Grant.objects.filter(content_object=case, group_id=authority.pk, permission=immigration).exists():
            grants.put_on(capacity=Capacity.IMMIGRATION, **about)
    tell(actor=actor, case=case, to=authority, what=Notice.What.COMPETENCE_MOVED, now=now)
    return authority


def may_end(actor: Account, case: Case, agency: Agency) -> bool:
    """Whether `actor` may end this competence: one's own, as coordinator, or as who gave it. The database has the last word."""
    mine = grants.capacities_of(actor, case)
    given = Grant.objects.filter(
        content_object=case, group_id=agency.pk, permission=grants.as_(Capacity.COMPETENT), given_by=actor.agency
    )
    return agency == actor.agency or Capacity.COORDINATOR in mine or (bool(mine & MOVERS) and given.exists())


def take_off(actor: Account, case: Case, agency: Agency, successor: Agency, now: datetime) -> None:
    """End `agency`'s competence; what it had to do because it decided is the successor's now, by the same deadlines."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT work, due_at FROM wall_end_deciding(%s, %s, %s)", [case.pk, agency.pk, now])
        ended = cursor.fetchall()
    for work, due_at in ended:
        assign(
            actor=actor, case=case, work=work, due_at=due_at, to=successor, now=now,
            lane=lane_for(successor, Assignment.Lane.MOVED, lane_of(case, actor)),
        )  # fmt: skip
    watch_deadline(actor=actor, case=case, now=now, decides=successor)
    tell(actor=actor, case=case, to=agency, what=Notice.What.COMPETENCE_MOVED, now=now)
    grants.end(case=case, agency=agency, capacity=Capacity.COMPETENT)


def leave_to_coordinator(actor: Account, case: Case, now: datetime) -> None:
    """As work; once, however often the same agency changes the status before it is done."""
    coordinator = grants.coordinator_of(case)
    waits = {"work": Assignment.Work.COMPETENCE_MOVED, "done_at": None}
    if coordinator is None or Assignment.objects.of(case.pk, actor).standing().filter(to=coordinator, **waits).exists():
        return
    assign(
        actor=actor, case=case, work=Assignment.Work.COMPETENCE_MOVED, lane=Assignment.Lane.OTHER, to=coordinator, now=now
    )  # fmt: skip
    tell(actor=actor, case=case, to=coordinator, what=Notice.What.COMPETENCE_MOVED, now=now)
