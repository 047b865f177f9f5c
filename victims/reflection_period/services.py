"""Verbs of the period: asking for it, granting, extending, refusing, a later start, declining, coming back, ending."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from agencies.errors import Refused, Stale
from agencies.models import Account, Agency
from agencies.reference.selectors import parameters_on
from cases.assignments.models import Assignment
from cases.assignments.services import assign, finish, lane_for
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.grants.services import coordinator_of
from cases.notices.models import Notice
from cases.notices.services import forget_deadline, remind, tell_decider, tell_readers
from cases.policy import Section
from victims.assessment.selectors import lane_of
from victims.decision.rules import competence_refusal
from victims.decision.selectors import outcome_of
from victims.reflection_period import rules
from victims.reflection_period.models import PeriodApplication, PeriodGround, PeriodStep
from victims.reflection_period.rules import Course, Request, Step, Taken
from victims.reflection_period.selectors import (
    ceiling_on,
    course_for,
    reminder_days_on,
    steps_of,
    taken,
)
from victims.residence.selectors import status_of

REMINDED_AT, DAY_ENDS = time(8, 0), time(23, 59)
WORK = {Request.PERIOD: Assignment.Work.PERIOD_ASKED, Request.EXTENSION: Assignment.Work.EXTENSION_ASKED}


@transaction.atomic
def ask_for_period(
    *, actor: Account, case: Case, asks_for: str, asked_on: date, now: datetime, days: int | None = None, ground: str = "",
    words: str = "",
) -> PeriodApplication:  # fmt: skip
    """Pass on what the person asks for; whoever decides has it as work, until the period ends if one runs."""
    case = lock(case, actor)
    course = course_for(case, actor)
    rules.check_request(course, asks_for, asked_on=asked_on, days=days, today=timezone.localdate(now))
    record = PeriodApplication.objects.create(
        case=case, author=actor.agency, asks_for=asks_for, asked_on=asked_on, days=days, ground=ground, words=words.strip(),
        happened_at=now, written_at=now,
    )  # fmt: skip
    pass_to_decider(case, course, asks_for, now)
    return record


def pass_to_decider(case: Case, course: Course, asks_for: str, now: datetime) -> None:
    tell_decider(
        case=case, work=WORK[Request(asks_for)], what=Notice.What.PERIOD_ASKED, now=now,
        lanes=(Assignment.Lane.REQUESTS, Assignment.Lane.OTHER),
        due_at=end_of(course.deadline) if course.deadline and course.stopped_on is None else None,
    )  # fmt: skip


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, DAY_ENDS))


def begin(actor: Account, case: Case, seen: int | None) -> tuple[Case, Course]:
    """The envelope, locked, and where the period stands: for whoever decides, who has `seen` so many steps of it; else `Stale`."""
    case = lock(case, actor)
    if sentence := competence_refusal(actor.agency.kind, status_of(case, actor)):
        raise Refused(sentence)
    steps = steps_of(case, actor)
    if seen is not None and seen != len(steps):
        raise Stale(steps[-1])
    return case, rules.course_of(taken(steps))


@transaction.atomic
def grant_period(
    *, actor: Account, case: Case, asked_on: date, first_day: date, now: datetime, seen: int | None = None
) -> PeriodStep:
    """Grant the period that the person asked for, from `first_day` (inclusive) on, for the days in force today."""
    case, course = begin(actor, case, seen)
    today = timezone.localdate(now)
    step = rules.grant(
        course, outcome=outcome_of(case, actor), asked_on=asked_on, first_day=first_day,
        days=int(parameters_on(today)["period_days"]), decided_on=today,
    )  # fmt: skip
    return write(actor, case, step, now, asked_on=asked_on)


@transaction.atomic
def move_start(*, actor: Account, case: Case, first_day: date, now: datetime, seen: int | None = None) -> PeriodStep:
    """Let a period that has not begun begin later, on `first_day` (inclusive)."""
    case, course = begin(actor, case, seen)
    step = rules.move(course, first_day=first_day, decided_on=timezone.localdate(now))
    return write(actor, case, step, now)


@transaction.atomic
def extend_period(
    *,
    actor: Account,
    case: Case,
    days: int,
    ground: str,
    asked_on: date,
    now: datetime,
    words: str = "",
    seen: int | None = None,
) -> PeriodStep:
    """Extend by `days`, up to the ceiling in force today."""
    case, course = begin(actor, case, seen)
    today = timezone.localdate(now)
    step = rules.extend(
        course,
        days=days,
        ground=ground,
        words=words,
        asked_on=asked_on,
        ceiling=ceiling_on(today),
        decided_on=today,
    )
    return write(actor, case, step, now, ground=ground, asked_on=asked_on, words=words)


@transaction.atomic
def refuse_request(*, actor: Account, case: Case, words: str, now: datetime, seen: int | None = None) -> PeriodStep:
    """Refuse what was asked for; the deadline that stands, if one does, stays."""
    case, _course = begin(actor, case, seen)
    return write(actor, case, rules.refuse(words=words, decided_on=timezone.localdate(now)), now, words=words)


@transaction.atomic
def stop_period(
    *,
    actor: Account,
    case: Case,
    last_day: date,
    now: datetime,
    ending: str = "",
    words: str = "",
    seen: int | None = None,
) -> PeriodStep:
    """The person declines (no `ending`), or the period ends for that reason; `last_day` (inclusive) was its last."""
    case, course = begin(actor, case, seen)
    step = rules.stop(
        course,
        Step.ENDED if ending else Step.DECLINED,
        last_day=last_day,
        decided_on=timezone.localdate(now),
    )
    return write(actor, case, step, now, ground=ending, words=words)


@transaction.atomic
def resume_period(*, actor: Account, case: Case, first_day: date, now: datetime, seen: int | None = None) -> PeriodStep:
    """The person has come back: the days that were not used run from `first_day` (inclusive) on."""
    case, course = begin(actor, case, seen)
    step = rules.resume(course, first_day=first_day, decided_on=timezone.localdate(now))
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
            responsible=actor if agency == actor.agency else None,
            lane=lane_for(agency, Assignment.Lane.PERIODS, lane_of(case, actor)),
        )  # fmt: skip
        for day in rules.reminders(course.deadline, reminder_days_on(today), today):
            at = timezone.make_aware(datetime.combine(day, REMINDED_AT))
            remind(actor=actor, case=case, to=agency, what=Notice.What.PERIOD_ENDS, at=at, now=now)


def watchers(decides: Agency, case: Case) -> list[Agency]:
    """Whoever decides, and the coordinator when that is another."""
    coordinator = coordinator_of(case)
    return [decides, *([coordinator] if coordinator and coordinator != decides else [])]
