"""Periods as lines of a worklist: where each stands, what is asked for, when it was reminded of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Account
from agencies.reference.selectors import parameters_on
from agencies.templatetags.words import NO_BREAK, write_day
from cases.assignments.models import Assignment
from victims.reflection_period import rules, words
from victims.reflection_period.models import PeriodApplication, PeriodStep
from victims.reflection_period.selectors import applications_in, reminders_in, steps_in, taken, unanswered


@dataclass(frozen=True)
class Line:
    """A period in a worklist: where it stands, what is asked for and not answered, and when it was reminded of."""

    course: rules.Course
    ceiling: int
    asked: PeriodApplication | None
    reminded: list[date]

    @property
    def day_words(self) -> str:
        """ "day 30, 13 March"; at the ceiling that it is reached."""
        if self.course.deadline is None:
            return ""
        number = {"number": self.course.total_days}
        if not rules.longest_extension(self.course, self.ceiling):
            return _("day %(number)s, the ceiling is reached") % number
        return _("the last day is day %(number)s") % number

    def ends_words(self, work: str) -> str:
        """What to do about a period that ends, or what is asked for."""
        if work != Assignment.Work.PERIOD_ENDS:
            return self.asked_words()
        if not rules.longest_extension(self.course, self.ceiling):
            return _("Cannot be extended. Look at the residence")
        return _("An extension is asked for") if self.asked else _("Nobody has asked for an extension")

    def asked_words(self) -> str:
        if self.asked is None:
            return ""
        if self.asked.asks_for == rules.Request.PERIOD:
            return _("Asks to come back") if self.course.is_granted else _("Asks for a period")
        ground = str(self.asked.get_ground_display()) if self.asked.ground else _("no ground given")
        ground = ground[:1].lower() + ground[1:]
        if self.asked.days is None:
            return _("An extension, %(ground)s") % {"ground": ground}
        return _("%(days)s days, %(ground)s") % {"days": self.asked.days, "ground": ground}

    def reminded_words(self, now: datetime) -> str:
        """ "Reminded 27 February, 6 March and today"."""
        if not self.reminded:
            return ""
        today = timezone.localdate(now)
        days = [_("today").replace(" ", NO_BREAK) if day == today else write_day(day, now=now) for day in self.reminded]
        return _("Reminded %(days)s") % {"days": words.in_a_row(days)}


def lines_of_cases(case_ids: Iterable[UUID], actor: Account, now: datetime) -> dict[UUID, Line]:
    """{case: its period}, as far as the reader has it, of those that have one or are asked for one: three queries."""
    ids = list(case_ids)
    steps: dict[UUID, list[PeriodStep]] = {}
    for step in steps_in(ids, actor):
        steps.setdefault(step.case_id, []).append(step)
    asked = {one.case_id: one for one in applications_in(ids, actor)}
    reminded: dict[UUID, list[date]] = {}
    for case_id, at in reminders_in(ids, actor, now):
        reminded.setdefault(case_id, []).append(timezone.localdate(at))
    ceiling = int(parameters_on(timezone.localdate(now))["period_ceiling"])
    found = {}
    for case_id in steps.keys() | asked.keys():
        of = steps.get(case_id, [])
        since = of[-1].decided_on if of else date.min
        days = [day for day in reminded.get(case_id, []) if day > since]
        found[case_id] = Line(rules.course_of(taken(of)), ceiling, unanswered(asked.get(case_id), of), days)
    return found
