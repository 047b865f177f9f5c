"""The period as its page shows it: one reader's steps, dates and drawing; and whom a step is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Account
from agencies.reference.selectors import parameters_on
from agencies.templatetags.words import NO_BREAK, write_day
from cases.assignments.models import Assignment
from cases.page.basics import UNNAMED, capacity_of
from cases.page.selectors import CasePage
from cases.policy import Capacity, Section, bit, masks
from victims.decision.rules import competence_refusal
from victims.reflection_period import rules, words
from victims.reflection_period.models import PeriodApplication, PeriodGround, PeriodStep
from victims.reflection_period.rules import Kind, State, Step
from victims.reflection_period.selectors import REMINDERS, applications_in, deciders_of, reminders_in, steps_in, taken
from victims.residence.selectors import status_of

ADVISERS = (
    Capacity.COORDINATOR, Capacity.COMPETENT, Capacity.SUPPORTER, Capacity.SHELTER, Capacity.MUNICIPALITY, Capacity.IMMIGRATION,
)  # fmt: skip
BARS = {"wide": 1168, "middle": 700, "narrow": 288}  # {size of screen: units}


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
        of, newest = steps.get(case_id, []), asked.get(case_id)
        is_open = newest is not None and not (of and of[-1].written_at >= newest.written_at)
        since = of[-1].decided_on if of else date.min
        days = [day for day in reminded.get(case_id, []) if day >= since]
        found[case_id] = Line(rules.course_of(taken(of)), ceiling, newest if is_open else None, days)
    return found


@dataclass(frozen=True)
class Extension:
    """One extension as a line: days inclusive; ground and reasons for those who read them."""

    first: date
    last: date
    days: int
    ground: str
    reasons: str


@dataclass
class Period:
    """Where it stands for this reader today."""

    page: CasePage

    @cached_property
    def steps(self) -> list[PeriodStep]:
        return sorted(self.page.records(PeriodStep), key=lambda step: step.number)

    @cached_property
    def course(self) -> rules.Course:
        return rules.course_of(taken(self.steps))

    @cached_property
    def today(self) -> date:
        return timezone.localdate(self.page.now)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The legal numbers in force today."""
        return {name: int(value) for name, value in parameters_on(self.today).items()}

    @property
    def ceiling(self) -> int:
        return self.numbers["period_ceiling"]

    @property
    def kind(self) -> str:
        """Of the newest step that says so; before the first one, what this reader would grant."""
        given = [step.kind for step in self.steps if step.step != Step.REFUSED]
        return given[-1] if given else rules.kind_for(self.page.actor.agency.kind)

    @property
    def kind_words(self) -> Any:
        return words.KIND_WORDS[Kind(self.kind)]

    @property
    def state(self) -> State:
        return rules.state_of(self.course, self.today)

    @property
    def is_granted(self) -> bool:
        return self.course.is_granted

    @property
    def heading(self) -> str:
        return words.heading(self.kind, self.course, self.state)

    @property
    def day_words(self) -> str:
        return words.day_of(self.course, self.state, self.today)

    @property
    def left(self) -> int:
        return rules.longest_extension(self.course, self.ceiling)

    @property
    def is_at_ceiling(self) -> bool:
        return self.is_granted and self.course.stopped_on is None and self.left == 0

    @cached_property
    def verbs(self) -> tuple[str, ...]:
        """What this reader may write now: whoever decides, as the rules have it."""
        if not self.page.may_add(Section.DEADLINE):
            return ()
        if competence_refusal(self.page.actor.agency.kind, status_of(self.page.case, self.page.actor)):
            return ()
        return rules.verbs_of(self.course, self.today, self.ceiling)

    @property
    def may_ask(self) -> bool:
        return self.page.may_add(Section.APPLICATION)

    @property
    def request(self) -> rules.Request:
        return rules.request_of(self.course)

    @property
    def is_adviser(self) -> bool:
        return self.page.is_(*ADVISERS)

    @cached_property
    def grounds(self) -> dict[Any, PeriodGround]:
        """{step: its ground}, for those who read it."""
        return {ground.step_id: ground for ground in self.page.records(PeriodGround)}

    @cached_property
    def deciders(self) -> dict[Any, str]:
        return deciders_of(self.steps)

    @property
    def applications(self) -> list[PeriodApplication]:
        """Newest first."""
        return self.page.records(PeriodApplication)[::-1]

    @property
    def asked(self) -> PeriodApplication | None:
        """What nobody has answered yet."""
        newest = self.page.newest(PeriodApplication)
        return None if newest is None or (self.steps and self.steps[-1].written_at >= newest.written_at) else newest

    @cached_property
    def reminders(self) -> list[date]:
        """The days on which it is reminded of the deadline that stands."""
        if self.course.deadline is None or self.course.stopped_on is not None:
            return []
        before = [self.numbers[name] for name in REMINDERS]
        return rules.reminders(self.course.deadline, before, self.steps[-1].decided_on)

    @property
    def reminded_words(self) -> str:
        """ "25 April, 2 May and 8 May"."""
        return words.in_a_row([write_day(day, now=self.page.now) for day in self.reminders])

    @property
    def first_deadline(self) -> date | None:
        """Of the first stretch, before any extension or later start of it."""
        begun = [step.last_day for step in self.steps if step.step in (Step.GRANTED, Step.MOVED)]
        return begun[-1] if begun and not self.course.earlier_days else None

    @property
    def extensions(self) -> list[Extension]:
        found, before = [], rules.Course()
        for step, one in zip(self.steps, taken(self.steps), strict=True):
            now = rules.after(before, one)
            if step.step == Step.EXTENDED and before.deadline and now.deadline:
                ground = self.grounds.get(step.pk)
                found.append(
                    Extension(
                        before.deadline + timedelta(days=1), now.deadline, (now.deadline - before.deadline).days,
                        str(ground.get_ground_display()) if ground else "", (ground.words or "") if ground else "",
                    )
                )  # fmt: skip
            before = now
        return found

    @property
    def decided(self) -> list[tuple[str, str, str]]:
        """Each step: what, when and by whom, with its reasons for those who read them; newest first."""
        lines = []
        for step in reversed(self.steps):
            who = {"day": write_day(step.decided_on), "who": self.deciders.get(step.pk, ""), "agency": step.signature}
            by = _("%(day)s by %(who)s, %(agency)s") % who
            ground = self.grounds.get(step.pk)
            why = [str(ground.get_ground_display()), ground.words or ""] if ground else []
            lines.append((str(step.get_step_display()), by, ". ".join(part for part in why if part)))
        return lines

    @property
    def dates(self) -> list[tuple[int | str, date, str, bool]]:
        """(day, date, what, whether it stands out), in the order of the days: what the drawing shows, and more."""
        course = self.course
        rows: list[tuple[int | str, date, str, bool]] = []
        for step, one in zip(self.steps, taken(self.steps), strict=True):
            before = rules.course_of(taken(self.steps[: step.number - 1]))
            now = rules.after(before, one)
            if step.step in (Step.GRANTED, Step.RESUMED) and one.first_day:
                rows.append(
                    (
                        now.earlier_days + 1,
                        self.moved(step, one.first_day),
                        str(words.STEP_WORDS[Step(step.step)]),
                        False,
                    )
                )
            if step.step in (Step.DECLINED, Step.ENDED) and one.last_day:
                rows.append((now.total_days, one.last_day, str(words.STEP_WORDS[Step(step.step)]), False))
        first = self.first_deadline
        if first and first != course.deadline:
            rows.append((course.day_number(first), first, _("First deadline, before extension"), False))
        if self.state in (State.RUNNING, State.COMING, State.EXPIRED) and course.deadline:
            rows += [
                (course.day_number(day), day, _("Reminder to whoever decides and to CMM"), False)
                for day in self.reminders
            ]
            last = _("Last day") if self.kind == Kind.RESTITUTION else _("Departure deadline, last day")
            rows.append((course.day_number(course.deadline), course.deadline, last, True))
            if self.left and self.state != State.EXPIRED:
                rows.append((self.ceiling, course.day(self.ceiling), _("Ceiling. Cannot be extended further"), False))
        if self.is_granted:
            rows.append(
                (course.day_number(self.today) if self.state == State.RUNNING else "", self.today, _("Today"), True)
            )
        return sorted(rows, key=lambda row: row[1])

    def moved(self, step: PeriodStep, first_day: date) -> date:
        """The first day of a stretch, after a later start of it."""
        for later in self.steps[step.number :]:
            if later.step == Step.RESUMED:
                break
            if later.step == Step.MOVED and later.first_day:
                first_day = later.first_day
        return first_day

    @property
    def told(self) -> list[tuple[str, str]]:
        """Who on the case is told of a step and what they can read, as far as this reader knows them; of the policy."""
        reads: dict[str, int] = {}
        for grant in self.page.grants():
            capacity = capacity_of(grant)
            if (
                capacity not in UNNAMED
                and not grant.offered
                and not grant.disclosure_id
                and grant.group_id != self.page.actor.agency_id
            ):
                of = masks(Capacity(capacity))
                reads[str(grant.group.agency)] = reads.get(str(grant.group.agency), 0) | of.reads
        both = _("Reads the deadline and its ground"), _("Reads the deadline, not its ground")
        return [
            (agency, both[0] if mask & bit(Section.RESIDENCE) else both[1])
            for agency, mask in reads.items()
            if mask & bit(Section.DEADLINE)
        ]

    @property
    def bars(self) -> list["Bar"]:
        """The drawing for each width of screen; none before a period is granted."""
        return [Bar(self, width, size) for size, width in BARS.items()] if self.is_granted else []


@dataclass(frozen=True)
class Label:
    x: int
    anchor: str
    what: str
    day: date | None = None


@dataclass
class Bar:
    """Day 1 to the ceiling on a line `width` units long. Figures for the template, no words but its labels."""

    period: Period
    width: int
    size: str
    height: int = 150
    top: int = 46
    _room: int = field(default=170)

    def x(self, number: float) -> int:
        """Where `number` days have passed."""
        return round(self.width * number / self.total)

    @property
    def total(self) -> int:
        return max(self.period.ceiling, self.period.course.total_days)

    @property
    def is_wide(self) -> bool:
        return self.width > 2 * self._room

    @property
    def number_today(self) -> int:
        period = self.period
        return period.course.day_number(period.today) if period.state == State.RUNNING else 0

    @property
    def used(self) -> int:
        course, state = self.period.course, self.period.state
        days = {State.RUNNING: self.number_today, State.COMING: course.earlier_days}
        return self.x(days.get(state, course.total_days))

    @property
    def used_width(self) -> int:
        return max(self.used, 1)

    @property
    def granted(self) -> int:
        return self.x(self.period.course.total_days)

    @property
    def still(self) -> int:
        """How wide what is granted and not used yet is."""
        return max(self.granted - self.used, 0)

    @property
    def beyond(self) -> int:
        """How wide what could still be added is."""
        open_ = self.period.state in (State.RUNNING, State.COMING)
        return self.width - self.granted - 1 if open_ and self.granted < self.width - 1 else 0

    @property
    def middle_of_still(self) -> int:
        return self.used + self.still // 2

    @property
    def middle_of_beyond(self) -> int:
        return self.granted + self.beyond // 2

    @property
    def dots(self) -> list[tuple[int, bool]]:
        """(where, whether it lies in what is used)."""
        numbers = [number for day in self.period.reminders if (number := self.period.course.day_number(day))]
        return [(self.x(number - 0.5), self.x(number) <= self.used) for number in numbers]

    @property
    def begins(self) -> int:
        """Where the drawing begins: nothing stands above the line without a today on it."""
        return 0 if self.today_label else self.top - 6

    @property
    def drawn(self) -> int:
        return self.height - self.begins

    @property
    def extended_words(self) -> str:
        """ "Extended 5 March to day 90", where there is room for it."""
        extended = [step for step in self.period.steps if step.step == Step.EXTENDED]
        if not extended or not self.is_wide or self.still < 2 * self._room:
            return ""
        said = {
            "day": write_day(extended[-1].decided_on, now=self.period.page.now),
            "number": self.period.course.total_days,
        }
        return _("Extended %(day)s to day %(number)s") % said

    @property
    def has_room_beyond(self) -> bool:
        return self.is_wide and self.beyond > 100

    @property
    def today_label(self) -> Label | None:
        number = self.number_today
        if not number:
            return None
        x = self.x(number)
        anchor = "start" if x < 70 else "end" if x > self.width - 70 else "middle"
        return Label(min(max(x, 1), self.width - 1), anchor, _("Today, day %(number)s") % {"number": number})

    @property
    def labels(self) -> list[Label]:
        """Under the line: day 1, the first deadline, the deadline, the ceiling; none that would run into another."""
        period, course = self.period, self.period.course
        begun = [
            period.moved(step, step.first_day) for step in period.steps if step.step == Step.GRANTED and step.first_day
        ]
        last = _("Day %(number)s: last day") if period.kind == Kind.RESTITUTION else _("Day %(number)s: deadline")
        said = {"number": course.total_days}
        if period.state == State.STOPPED:
            last = _("Day %(number)s: stopped")
        near_start = self._room * 1.2 if self.is_wide else 140
        is_last = self.granted > self.width - self._room or not self.is_wide
        labels = [
            Label(1, "start", _("Day %(number)s") % {"number": 1}, begun[0] if begun else None),
            Label(
                self.granted, "start" if self.granted < near_start else "end" if is_last else "middle", last % said,
                course.stopped_on or course.deadline,
            ),
        ]  # fmt: skip
        if not self.is_wide:
            return labels if self.granted > 210 else labels[1:]
        if self.granted < self._room / 2:
            labels = labels[1:]
        first = period.first_deadline
        number = course.day_number(first) if first and first != course.deadline else 0
        if near_start < self.x(number) < self.granted - self._room:
            labels.insert(1, Label(self.x(number), "end", _("Day %(number)s") % {"number": number}, first))
        if self.beyond > self._room * 1.2:
            labels.append(
                Label(
                    self.width - 1, "end", _("Day %(number)s: ceiling") % {"number": self.total}, course.day(self.total)
                )
            )
        return labels
