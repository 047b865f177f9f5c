"""Where the period stands, as far as the reader has it."""

from datetime import date, timedelta
from uuid import UUID

from agencies.models import Account
from agencies.reference.models import Parameter
from agencies.reference.selectors import parameters_on
from cases.envelope.models import Case
from victims.reflection_period.models import PeriodApplication, PeriodStep
from victims.reflection_period.rules import Course, Taken, course_of

REMINDERS = ("reminder_days_first", "reminder_days_second", "reminder_days_last")


def steps_of(case: Case, actor: Account) -> list[PeriodStep]:
    """In the order in which they were taken."""
    return list(PeriodStep.objects.of(case.pk, actor).standing().order_by("number"))


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


def open_application(case: Case, actor: Account) -> PeriodApplication | None:
    """The newest that was passed on since the last step."""
    steps = steps_of(case, actor)
    newest = PeriodApplication.objects.of(case.pk, actor).standing().order_by("written_at").last()
    if newest is None or (steps and steps[-1].written_at >= newest.written_at):
        return None
    return newest


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
