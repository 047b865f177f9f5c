"""The period as its page shows it: one reader's steps and dates; and whom a step is told."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.reference.selectors import parameters_on
from agencies.templatetags.words import write_day
from cases.page.basics import UNNAMED, capacity_of
from cases.page.selectors import CasePage
from cases.policy import Capacity, Section, bit, masks
from victims.decision.rules import competence_refusal
from victims.reflection_period import rules, words
from victims.reflection_period.models import PeriodApplication, PeriodGround, PeriodStep
from victims.reflection_period.rules import Kind, State, Step
from victims.reflection_period.selectors import REMINDERS, deciders_of, taken, unanswered
from victims.residence.selectors import status_of

ADVISERS = (
    Capacity.COORDINATOR, Capacity.COMPETENT, Capacity.SUPPORTER, Capacity.SHELTER, Capacity.MUNICIPALITY, Capacity.IMMIGRATION,
)  # fmt: skip


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
        return unanswered(self.page.newest(PeriodApplication), self.steps)

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
