"""Where the period stands, as far as the reader has it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from agencies.models import Account
from agencies.reference.models import Parameter
from agencies.reference.selectors import parameters_on
from cases.envelope.models import Case
from cases.notices.models import Notice
from victims.reflection_period.models import PeriodApplication, PeriodStep
from victims.reflection_period.rules import Course, Taken, course_of

REMINDERS = ("reminder_days_first", "reminder_days_second", "reminder_days_last")


def steps_of(case: Case, actor: Account) -> list[PeriodStep]:
    """In the order in which they were taken."""
    return list(PeriodStep.objects.of(case.pk, actor).standing().order_by("number"))


def steps_in(case_ids: list[UUID], actor: Account) -> Iterable[PeriodStep]:
    """Those of several cases, in the order in which they were taken."""
    return PeriodStep.objects.visible_to(actor).standing().filter(case_id__in=case_ids).order_by("number")


def applications_in(case_ids: list[UUID], actor: Account) -> Iterable[PeriodApplication]:
    """What was passed on in several cases, the newest last."""
    found = PeriodApplication.objects.visible_to(actor).standing().naming(actor).filter(case_id__in=case_ids)
    return found.select_related("author").order_by("written_at")


def reminders_in(case_ids: list[UUID], actor: Account, now: datetime) -> Iterable[tuple[UUID, datetime]]:
    """(case, moment) of each time that `actor`'s agency was reminded of a deadline, the newest last."""
    told = Notice.objects.visible_to(actor).standing().filter(case_id__in=case_ids, to_id=actor.agency_id)
    shown = told.filter(what=Notice.What.PERIOD_ENDS, shown_from__lte=now)
    return shown.order_by("shown_from").values_list("case_id", "shown_from")


def taken(steps: list[PeriodStep]) -> list[Taken]:
    return [Taken(step.step, step.decided_on, step.first_day, step.last_day) for step in steps]


def course_for(case: Case, actor: Account) -> Course:
    return course_of(taken(steps_of(case, actor)))


def ceiling_on(day: date) -> int:
    """How many days in all may be decided on that day."""
    return int(parameters_on(day)["period_ceiling"])


def reminder_days_on(day: date) -> list[int]:
    """How many days before a deadline it is reminded of, the most first."""
    numbers = parameters_on(day)
    return [int(numbers[name]) for name in REMINDERS]


def unanswered(newest: PeriodApplication | None, steps: list[PeriodStep]) -> PeriodApplication | None:
    """The newest request, unless a step was taken since."""
    is_answered = newest is None or bool(steps and steps[-1].written_at >= newest.written_at)
    return None if is_answered else newest


def ceiling_before(day: date) -> tuple[int, date] | None:
    """The ceiling before the one of that day, and the first day of the one that followed it."""
    earlier = Parameter.objects.filter(name="period_ceiling", valid_until__lt=day).order_by("valid_until").last()
    return (int(earlier.value), earlier.valid_until + timedelta(days=1)) if earlier and earlier.valid_until else None


def deciders_of(steps: list[PeriodStep]) -> dict[UUID, str]:
    """{step: who wrote it}, by name."""
    rows = PeriodStep.history.filter(id__in=[step.pk for step in steps], history_type="+").select_related(
        "history_user__post"
    )
    return {row.id: str(row.history_user.name) for row in rows if row.history_user}
