"""What the own agency has referred: its cases in the order of their age, where each stands, and what it waits for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from agencies.models import Account, Agency, Kind
from cases.assignments.models import Assignment
from cases.envelope.models import Case, CaseQuerySet
from cases.grants.models import Grant
from cases.keys.services import fetch_keys
from cases.policy import Capacity
from referrals.referral import rules
from referrals.referral.models import Feedback, Referral
from referrals.referral.rules import State
from referrals.referral.selectors import SAID_BY_STATE, saved_at_of, states_of
from victims.decision.models import Result
from victims.decision.selectors import that_holds
from victims.decision.words import outcome_words
from victims.identity.rules import initials


def referred_by(actor: Account) -> CaseQuerySet:
    """What `actor`'s agency has referred or begun to, by telephone too."""
    cases = Case.objects.visible_to(actor)
    if actor.agency.kind == Kind.CMM:  # on every case, and seldom the one that refers: begin at what it opened
        return cases.filter(opened_by=actor.agency)
    mine = Grant.objects.filter(
        content_object=OuterRef("pk"), group_id=actor.agency_id, permission__codename=f"as_{Capacity.REFERRER}"
    )
    return cases.filter(Exists(mine))


def own_referrals(actor: Account) -> CaseQuerySet:
    """Cases that `actor`'s agency has referred (by telephone too) and sent, newest first."""
    return referred_by(actor).exclude(state=Case.State.DRAFT).newest()


def drafts_of(actor: Account) -> CaseQuerySet:
    """The agency's own drafts, newest first."""
    return Case.objects.visible_to(actor).filter(state=Case.State.DRAFT, opened_by_id=actor.agency_id).newest()


def that_stand(cases: CaseQuerySet, state: State) -> CaseQuerySet:
    """Only those that stand so: `rules.standing` as a query."""
    said = Feedback.objects.standing().filter(case_id=OuterRef("pk"))
    last = said.filter(what__in=SAID_BY_STATE).order_by("-written_at", "-id").values("what")[:1]
    is_answered = Exists(said.filter(what=Feedback.What.ANSWER))
    if state == State.DRAFT:
        return cases.filter(state=Case.State.DRAFT)
    if state == State.WITHDRAWN:
        return cases.filter(state=Case.State.CLOSED, accepted_at__isnull=True)
    if state in (State.ACCEPTED, State.ANSWERED):
        return cases.filter(is_answered if state == State.ANSWERED else ~is_answered, accepted_at__isnull=False)
    waiting = cases.filter(state=Case.State.SENT, accepted_at__isnull=True).annotate(last_said=Subquery(last))
    if state == State.SENT:
        others = [Feedback.What.QUESTION, Feedback.What.DECLINED]
        return waiting.filter(Q(last_said__isnull=True) | ~Q(last_said__in=others))
    return waiting.filter(last_said=Feedback.What.QUESTION if state == State.ASKED else Feedback.What.DECLINED)


def waiting_for(actor: Account, cases: CaseQuerySet) -> CaseQuerySet:
    """Only those on which `actor`'s agency was asked something and has not answered."""
    asked = Assignment.objects.filter(
        case_id=OuterRef("pk"), to_id=actor.agency_id, work=Assignment.Work.ANSWER_QUESTION, done_at__isnull=True
    )
    return cases.filter(Exists(asked))


@dataclass(frozen=True)
class Row:
    """A referral as its line in the own agency's list shows it."""

    case: Case
    state: State
    initials: str
    situation: str  # a code
    is_own: bool  # and not written down by CMM for the own agency
    is_by_telephone: bool  # the caller's agency reads along
    step: int  # where a draft goes on
    saved_at: datetime | None  # of a draft
    due_at: datetime | None  # of what the row waits for
    is_waiting: bool  # for the own agency
    passed_to: Agency | None  # who answers instead of CMM
    result: str  # in words; empty while it is not decided


def rows_of(cases: Iterable[Case], actor: Account) -> list[Row]:
    """One query a kind of record, however many there are. An authority reads the number only, no initials."""
    cases = list(cases)
    ids = [case.pk for case in cases]
    states = states_of(cases, actor)
    written = Referral.objects.visible_to(actor).filter(case_id__in=ids).select_related("preview")
    referrals = {referral.case_id: referral for referral in written}
    fetch_keys(referrals)
    saved = saved_at_of([case.pk for case in cases if states[case.pk] == State.DRAFT])
    work = Assignment.objects.visible_to(actor).filter(
        case_id__in=ids,
        done_at__isnull=True,
        work__in=[Assignment.Work.ANSWER_QUESTION, Assignment.Work.ANSWER_REFERRAL],
    )
    due = {(one.case_id, one.work): one for one in work.order_by("written_at")}
    passed = Feedback.objects.visible_to(actor).standing().filter(case_id__in=ids, what=Feedback.What.PASSED_ON)
    receivers = {one.case_id: one.receiver for one in passed.select_related("receiver").order_by("written_at", "id")}
    results: dict[UUID, list[Result]] = {}
    for one in Result.objects.visible_to(actor).standing().filter(case_id__in=ids).order_by("happened_at"):
        results.setdefault(one.case_id, []).append(one)
    has_initials = actor.agency.kind != Kind.AUTHORITY
    rows = []
    for case in cases:
        referral = referrals.get(case.pk)
        question = due.get((case.pk, Assignment.Work.ANSWER_QUESTION))
        result = that_holds(results.get(case.pk, []))
        waits_for = question or due.get((case.pk, Assignment.Work.ANSWER_REFERRAL))
        rows.append(
            Row(
                case=case, state=states[case.pk], situation=referral.situation if referral else "",
                initials=initials(referral.name or "") if referral and has_initials else "",
                is_own=case.opened_by_id == actor.agency_id,
                is_by_telephone=referral is not None and referral.to_id is not None,
                step=first_open_step(referral) if referral else 1,
                saved_at=saved.get(case.pk), due_at=waits_for.due_at if waits_for else None,
                is_waiting=question is not None and question.to_id == actor.agency_id,
                passed_to=receivers.get(case.pk), result=outcome_words(result) if result else "",
            )
        )  # fmt: skip
    return rows


def first_open_step(referral: Referral) -> int:
    """The first step on which something is missing; the last one when nothing is."""
    records = {"referral": referral, "preview": referral.preview}
    values = {name: getattr(records[name.partition(".")[0]], name.partition(".")[2]) for name in rules.REQUIRED}
    return min((rules.step_of(name) for name in rules.missing(values)), default=rules.LAST_STEP)
