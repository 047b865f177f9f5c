"""Verbs of the period: asking for it, granting, extending, refusing, a later start, declining, coming back, ending."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from agencies.errors import Refused
from agencies.models import Account, Agency
from agencies.reference.selectors import parameters_on
from cases.assignments.models import Assignment
from cases.assignments.services import assign, finish, lane_for
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.grants.services import coordinator_of
from cases.notices.models import Notice
from cases.notices.services import forget_deadline, remind, tell, tell_readers
from cases.policy import Section
from victims.assessment.selectors import lane_of
from victims.decision.rules import competence_refusal
from victims.decision.selectors import outcome_of
from victims.reflection_period import rules
from victims.reflection_period.models import PeriodApplication, PeriodGround, PeriodStep
from victims.reflection_period.rules import Request, Step, Taken
from victims.reflection_period.selectors import ceiling_on, course_for, reminder_days_on, steps_of
from victims.residence.selectors import competent_agencies, status_of

REMINDED_AT, DAY_ENDS = time(8, 0), time(23, 59)
WORK = {Request.PERIOD: Assignment.Work.PERIOD_ASKED, Request.EXTENSION: Assignment.Work.EXTENSION_ASKED}


@transaction.atomic
def ask_for_period(
    *, actor: Account, case: Case, asks_for: str, asked_on: date, now: datetime, days: int | None = None, ground: str = "",
    words: str = "",
) -> PeriodApplication:  # fmt: skip
    """Pass on what the person asks for; whoever decides has it as work, until the period ends if one runs."""
    case = lock(case, actor)
    if asked_on > timezone.localdate(now):
        raise Refused("The day is in the future.", field="asked_on")
    record = PeriodApplication.objects.create(
        case=case, author=actor.agency, asks_for=asks_for, asked_on=asked_on, days=days, ground=ground, words=words.strip(),
        happened_at=now, written_at=now,
    )  # fmt: skip
    deadline = course_for(case, actor).deadline
    for authority in competent_agencies(case)[-1:]:
        assign(
            actor=actor, case=case, work=WORK[Request(asks_for)], to=authority, now=now, due_at=end_of(deadline) if deadline else None,
            lane=lane_for(authority, Assignment.Lane.REQUESTS, Assignment.Lane.OTHER),
        )  # fmt: skip
        tell(actor=actor, case=case, to=authority, what=Notice.What.PERIOD_ASKED, now=now)
    return record


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, DAY_ENDS))


def check_competence(actor: Account, case: Case) -> None:
    if sentence := competence_refusal(actor.agency.kind, status_of(case, actor)):
        raise Refused(sentence)


@transaction.atomic
def grant_period(*, actor: Account, case: Case, asked_on: date, first_day: date, now: datetime) -> PeriodStep:
    """Grant the period that the person asked for, from `first_day` (inclusive) on, for the days in force today."""
    case = lock(case, actor)
    check_competence(actor, case)
    today = timezone.localdate(now)
    step = rules.grant(
        course_for(case, actor), outcome=outcome_of(case, actor), asked_on=asked_on, first_day=first_day,
        days=int(parameters_on(today)["period_days"]), decided_on=today,
    )  # fmt: skip
    return write(actor, case, step, now, asked_on=asked_on)


@transaction.atomic
def move_start(*, actor: Account, case: Case, first_day: date, now: datetime) -> PeriodStep:
    """Let a period that has not begun begin later, on `first_day` (inclusive)."""
    case = lock(case, actor)
    check_competence(actor, case)
    step = rules.move(course_for(case, actor), first_day=first_day, decided_on=timezone.localdate(now))
    return write(actor, case, step, now)


@transaction.atomic
def extend_period(
    *, actor: Account, case: Case, days: int, ground: str, asked_on: date, now: datetime, words: str = ""
) -> PeriodStep:
    """Extend by `days`, up to the ceiling in force today."""
    case = lock(case, actor)
    check_competence(actor, case)
    today = timezone.localdate(now)
    step = rules.extend(
        course_for(case, actor),
        days=days,
        ground=ground,
        words=words,
        asked_on=asked_on,
        ceiling=ceiling_on(today),
        decided_on=today,
    )
    return write(actor, case, step, now, ground=ground, asked_on=asked_on, words=words)


@transaction.atomic
def refuse_request(*, actor: Account, case: Case, words: str, now: datetime) -> PeriodStep:
    """Refuse what was asked for; the deadline that stands, if one does, stays."""
    case = lock(case, actor)
    check_competence(actor, case)
    return write(actor, case, rules.refuse(words=words, decided_on=timezone.localdate(now)), now, words=words)


@transaction.atomic
def stop_period(
    *, actor: Account, case: Case, last_day: date, now: datetime, ending: str = "", words: str = ""
) -> PeriodStep:
    """The person declines (no `ending`), or the period ends for that reason; `last_day` (inclusive) was its last."""
    case = lock(case, actor)
    check_competence(actor, case)
    step = rules.stop(
        course_for(case, actor),
        Step.ENDED if ending else Step.DECLINED,
        last_day=last_day,
        decided_on=timezone.localdate(now),
    )
    return write(actor, case, step, now, ground=ending, words=words)


@transaction.atomic
def resume_period(*, actor: Account, case: Case, first_day: date, now: datetime) -> PeriodStep:
    """The person has come back: the days that were not used run from `first_day` (inclusive) on."""
    case = lock(case, actor)
    check_competence(actor, case)
    step = rules.resume(course_for(case, actor), first_day=first_day, decided_on=timezone.localdate(now))
    return write(actor, case, step, now)


TOLD = {
    Step.REFUSED: Notice.What.PERIOD_REFUSED, Step.DECLINED: Notice.What.PERIOD_STOPPED, Step.ENDED: Notice.What.PERIOD_STOPPED,
}  # fmt: skip


def write(
    actor: Account,
    case: Case,
    step: Taken,
    now: datetime,
    *,
    ground: str = "",
    asked_on: date | None = None,
    words: str = "",
) -> PeriodStep:
    """The step with its ground; requests are answered, the deadline is watched, and everybody who reads it is told."""
    about = {"case": case, "author": actor.agency, "happened_at": now, "written_at": now}
    record = PeriodStep.objects.create(
        **about, number=len(steps_of(case, actor)) + 1, kind=rules.kind_for(actor.agency.kind), step=step.step,
        decided_on=step.decided_on, first_day=step.first_day, last_day=step.last_day,
    )  # fmt: skip
    PeriodGround.objects.create(**about, step=record, ground=ground, asked_on=asked_on, words=words.strip())
    for work in WORK.values():
        finish(actor=actor, case=case, work=work, now=now)
    watch_deadline(actor=actor, case=case, now=now)
    tell_readers(
        case=case, section=Section.DEADLINE, what=TOLD.get(Step(step.step), Notice.What.PERIOD_CHANGED), now=now
    )
    return record


def watch_deadline(*, actor: Account, case: Case, now: datetime, decides: Agency | None = None) -> None:
    """The deadline as work of whoever decides (the own agency unless told) and of the coordinator, and its reminders written ahead."""
    forget_deadline(case=case, now=now)
    course, today = course_for(case, actor), timezone.localdate(now)
    if course.deadline is None or not course.is_running(today):
        return
    for agency in watchers(decides or actor.agency, case):
        assign(
            actor=actor, case=case, work=Assignment.Work.PERIOD_ENDS, to=agency, due_at=end_of(course.deadline), now=now,
            lane=lane_for(agency, Assignment.Lane.PERIODS, lane_of(case, actor)),
        )  # fmt: skip
        for day in rules.reminders(course.deadline, reminder_days_on(today), today):
            at = timezone.make_aware(datetime.combine(day, REMINDED_AT))
            remind(actor=actor, case=case, to=agency, what=Notice.What.PERIOD_ENDS, at=at, now=now)


def watchers(decides: Agency, case: Case) -> list[Agency]:
    """Whoever decides, and the coordinator when that is another."""
    coordinator = coordinator_of(case)
    return [decides, *([coordinator] if coordinator and coordinator != decides else [])]
