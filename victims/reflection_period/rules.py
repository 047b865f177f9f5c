"""The law of the reflection period, and of its parallel for lawful stay, the restitution period.

Days are Danish calendar days. Day 1 is the first day; the deadline is the last day and is itself still within the period. Days of both
kinds count together: when residence changes in mid-course, the days that are left go on as the other kind, and no more are won by it.
Sources: Aliens Act s. 33(14), and s. 33(15) for those expelled by judgment, as amended by act no. 432 of 1 May 2013; the evaluation's
section 5.2.2. That a period can be declined, left and come back to is practice: domain 3.6.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from agencies.errors import Refused
from victims.decision.rules import counts_as_victim


class Kind(StrEnum):
    REFLECTION = "reflection"
    RESTITUTION = "restitution"


class Step(StrEnum):
    GRANTED = "granted"
    MOVED = "moved"
    EXTENDED = "extended"
    REFUSED = "refused"
    DECLINED = "declined"
    RESUMED = "resumed"
    ENDED = "ended"


class Ground(StrEnum):
    """Of an extension."""

    COOPERATES = "cooperates"
    SPECIAL = "special"


class Ending(StrEnum):
    RETURN_BEGUN = "return_begun"
    RESIDENCE = "residence"
    DISAPPEARED = "disappeared"


class Request(StrEnum):
    PERIOD = "period"
    EXTENSION = "extension"


@dataclass(frozen=True)
class Taken:
    """One step as it was taken: days inclusive. A grant, a later start and a return to it say both days, an extension the new last day,
    an end (declined or ended) the last day that was used, the day before the first one when none was; a refusal neither."""

    step: str
    decided_on: date
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class Course:
    """Where a period stands. `first_day` and `deadline` are those of the stretch that runs or ran last; `earlier_days` were used in
    stretches before it; `unused_days` were granted and not used when the person stopped."""

    first_day: date | None = None
    deadline: date | None = None
    earlier_days: int = 0
    unused_days: int = 0
    stopped_on: date | None = None

    @property
    def is_granted(self) -> bool:
        return self.deadline is not None

    @property
    def total_days(self) -> int:
        """All days that count towards the ceiling."""
        return self.earlier_days + days_between(self.first_day, self.stopped_on or self.deadline)

    def is_running(self, day: date) -> bool:
        """Whether it counts on `day`: granted, not stopped, and not over; before its first day too."""
        return self.deadline is not None and self.stopped_on is None and day <= self.deadline

    def day_number(self, day: date) -> int:
        """Which day of the whole `day` is; 0 before the first."""
        number = days_between(self.first_day, day)
        return self.earlier_days + number if number else 0

    def day(self, number: int) -> date:
        """Which day day `number` of the whole is, in the stretch that runs."""
        assert self.first_day is not None  # noqa: S101  (asked of a period that was granted)
        return self.first_day + timedelta(days=number - self.earlier_days - 1)


def days_between(first: date | None, last: date | None) -> int:
    """How many days from `first` to `last`, both counted; 0 when one is missing or `last` comes before."""
    return max((last - first).days + 1, 0) if first and last else 0


def last_day_of(first_day: date, days: int) -> date:
    """The deadline of a period of `days` that begins on `first_day`."""
    return first_day + timedelta(days=days - 1)


def course_of(steps: Iterable[Taken]) -> Course:
    """Where a period stands after these steps, in their order."""
    course = Course()
    for taken in steps:
        course = after(course, taken)
    return course


def after(course: Course, taken: Taken) -> Course:
    """The course after one more step."""
    if taken.step in (Step.GRANTED, Step.MOVED):
        return replace(course, first_day=taken.first_day, deadline=taken.last_day)
    if taken.step == Step.EXTENDED:
        return replace(course, deadline=taken.last_day)
    if taken.step in (Step.DECLINED, Step.ENDED):
        used = days_between(course.first_day, taken.last_day)
        granted = days_between(course.first_day, course.deadline)
        return replace(course, stopped_on=taken.last_day, unused_days=granted - used)
    if taken.step == Step.RESUMED:
        return Course(taken.first_day, taken.last_day, earlier_days=course.total_days)
    return course


def kind_for(agency_kind: str) -> Kind:
    """The Immigration Service grants the reflection period, CMM the restitution period of those with lawful stay."""
    return Kind.REFLECTION if agency_kind == "us" else Kind.RESTITUTION


def grant(course: Course, *, outcome: str, asked_on: date, first_day: date, days: int, decided_on: date) -> Taken:
    """The period of `days` from `first_day` on, on the person's request of `asked_on`; `Refused` with the rule's sentence.

    It follows on being trafficked or presumed to be, whatever the person says to the police. It can begin later than the day of
    the decision, not before the request, and not so early that it would be over when it is granted.
    Source: Aliens Act s. 33(14), first and second sentence.
    """
    if not counts_as_victim(outcome):
        raise Refused("A period follows on trafficked or presumed trafficked.")
    if course.is_granted:
        raise Refused("The person has a period already. Extend it, or write that the person has come back.")
    if asked_on > decided_on:
        raise Refused("The day is in the future.", field="asked_on")
    if first_day < asked_on:
        raise Refused("The period cannot begin before the person asked for it.", field="first_day")
    if last_day_of(first_day, days) < decided_on:
        raise Refused("The period would be over before today. Choose a later first day.", field="first_day")
    return Taken(Step.GRANTED, decided_on, first_day, last_day_of(first_day, days))


def move(course: Course, *, first_day: date, decided_on: date) -> Taken:
    """A later first day, for as many days; `Refused` once the period has begun. Source: Aliens Act s. 33(14): "can be set later"."""
    if course.first_day is None or not course.is_running(decided_on):
        raise Refused("No period is running.")
    if course.first_day <= decided_on:
        raise Refused("The period has begun, and its first day stays.")
    if first_day <= course.first_day:
        raise Refused("Choose a later day: a deadline is not moved earlier.", field="first_day")
    days = days_between(course.first_day, course.deadline)
    return Taken(Step.MOVED, decided_on, first_day, last_day_of(first_day, days))


def longest_extension(course: Course, ceiling: int) -> int:
    """How many days it can still be extended by; 0 at the ceiling."""
    return max(ceiling - course.total_days, 0)


def extend(
    course: Course, *, days: int, ground: str, words: str, asked_on: date, ceiling: int, decided_on: date
) -> Taken:
    """`days` more, up to the `ceiling` (days in all) in force on the day of the decision; `Refused` with the rule's sentence.

    Special grounds are written; for both grounds the request came before the period was over, and may be answered later. The ceiling is
    100 days for decisions before 1 May 2013 and 120 from then on, for periods that were granted before too.
    Sources: Aliens Act s. 33(14), third sentence; act no. 432 of 1 May 2013; the evaluation's section 5.2.2.
    """
    if course.deadline is None or course.stopped_on is not None:
        raise Refused("No period is running.")
    if asked_on > decided_on:
        raise Refused("The day is in the future.", field="asked_on")
    if asked_on > course.deadline:
        raise Refused("The period had ended when the extension was asked for.", field="asked_on")
    if not ground:
        raise Refused("Choose the ground.", field="ground")
    if ground == Ground.SPECIAL and not words.strip():
        raise Refused("Write the special grounds.", field="words")
    left = longest_extension(course, ceiling)
    if left == 0:
        raise Refused("The ceiling of %(ceiling)s days is reached.", field="days", ceiling=ceiling)
    if not 1 <= days <= left:
        raise Refused("Write a number of days from 1 to %(left)s.", field="days", left=left)
    if course.deadline + timedelta(days=days) < decided_on:
        raise Refused("The new deadline would lie before today. Extend by more days.", field="days")
    return Taken(Step.EXTENDED, decided_on, last_day=course.deadline + timedelta(days=days))


def refuse(*, words: str, decided_on: date) -> Taken:
    """A request is refused, with the reasons. Source: Aliens Act s. 33(14): "unless particular reasons speak against it"."""
    if not words.strip():
        raise Refused("Write the reasons.", field="words")
    return Taken(Step.REFUSED, decided_on)


def stop(course: Course, step: Step, *, last_day: date, decided_on: date) -> Taken:
    """The person declines, or the period ends for another reason, after `last_day`; before its first day no day is used.

    The deadline itself is not moved: only a later decision does that. Source: domain 3.6.
    """
    if course.deadline is None or course.first_day is None or course.stopped_on is not None:
        raise Refused("No period is running.")
    if last_day > decided_on:
        raise Refused("The day is in the future.", field="last_day")
    if last_day > course.deadline:
        raise Refused("The period was over by then.", field="last_day")
    return Taken(step, decided_on, last_day=max(last_day, course.first_day - timedelta(days=1)))


def resume(course: Course, *, first_day: date, decided_on: date) -> Taken:
    """The person comes back: the days that were granted and not used run from `first_day` on.

    At the earliest from the day after the last one, so that the deadline is never earlier than it was; at the latest from the day of
    the decision, or from the first day of a period that had not begun. Source: domain 3.6.
    """
    if course.stopped_on is None:
        raise Refused("The person has neither declined nor left the period.")
    if not course.unused_days:
        raise Refused("No day of the period is left.")
    earliest = course.stopped_on + timedelta(days=1)
    if not earliest <= first_day <= max(decided_on, earliest):
        raise Refused("Choose a day after the period stopped, and not in the future.", field="first_day")
    if last_day_of(first_day, course.unused_days) < decided_on:
        raise Refused("The period would be over before today. Choose a later first day.", field="first_day")
    return Taken(Step.RESUMED, decided_on, first_day, last_day_of(first_day, course.unused_days))


class State(StrEnum):
    """Where a period stands on a day."""

    NONE = "none"
    COMING = "coming"
    RUNNING = "running"
    STOPPED = "stopped"
    EXPIRED = "expired"


def state_of(course: Course, day: date) -> State:
    if course.deadline is None or course.first_day is None:
        return State.NONE
    if course.stopped_on is not None:
        return State.STOPPED
    if day > course.deadline:
        return State.EXPIRED
    return State.COMING if day < course.first_day else State.RUNNING


def check_request(course: Course, request: str, *, asked_on: date, days: int | None, today: date) -> None:
    """`Refused` for what cannot be passed on to whoever decides. Who has no period, or left it, asks for a period, else for an extension.

    No request is stopped because it might be refused: that is for whoever decides to say. Source: the practice in reference/README.
    """
    if asked_on > today:
        raise Refused("The day is in the future.", field="asked_on")
    if days is not None and days < 1:
        raise Refused("Write a number of days from 1.", field="days")
    if request != request_of(course):
        raise Refused(
            "What is asked for does not fit: there is a period already, or there is none to extend.", field="asks_for"
        )


def request_of(course: Course) -> Request:
    """What there is to ask for."""
    return Request.EXTENSION if course.is_granted and course.stopped_on is None else Request.PERIOD


# What whoever decides may write, by where the period stands; an extension that was asked for in time may be answered after the end
VERBS = {
    State.NONE: ("grant", "refuse"),
    State.COMING: ("extend", "move", "refuse", "decline", "end"),
    State.RUNNING: ("extend", "refuse", "decline", "end"),
    State.STOPPED: ("resume", "refuse"),
    State.EXPIRED: ("extend", "refuse", "decline", "end"),
}


def verbs_of(course: Course, day: date, ceiling: int) -> tuple[str, ...]:
    """What may be written on `day`: the first is the next thing to do. No extension at the ceiling, no return without days left."""
    state = state_of(course, day)
    impossible = {"extend"} if not longest_extension(course, ceiling) else set()
    if state == State.STOPPED and not course.unused_days:
        impossible = {"resume"}
    return tuple(verb for verb in VERBS[state] if verb not in impossible)


class WhatIf(StrEnum):
    """What an adviser can ask about beforehand."""

    NO_RETURN = "no_return"
    DECLINES = "declines"
    EXTENDED = "extended"
    COMES_BACK = "comes_back"
    ASYLUM = "asylum"
    LAWFUL = "lawful"


@dataclass(frozen=True)
class Then:
    """What would hold: the deadline, the last days of it that could be used, and how many days could still be added."""

    course: Course
    left_to_extend: int


def imagine(course: Course, what: WhatIf, *, on: date, ceiling: int, days: int = 0) -> Then:
    """Where the period would stand after `what` on a day, by the same rules as if it were decided; `Refused` where they refuse it.

    Saying no to a prepared return changes nothing by itself, and neither does seeking asylum: the deadline stands until it is decided
    anew. Lawful stay ends the reflection period, and the days left can be used as a restitution period.
    """
    if what == WhatIf.EXTENDED:
        taken = extend(
            course, days=days, ground=Ground.COOPERATES, words="", asked_on=on, ceiling=ceiling, decided_on=on
        )
        course = after(course, taken)
    elif what == WhatIf.DECLINES:
        course = after(course, stop(course, Step.DECLINED, last_day=on, decided_on=on))
    elif what == WhatIf.COMES_BACK:
        if course.stopped_on is None:
            course = after(course, stop(course, Step.DECLINED, last_day=on, decided_on=on))
        back_on = max(on, course.stopped_on + timedelta(days=1)) if course.stopped_on else on
        course = after(course, resume(course, first_day=back_on, decided_on=back_on))
    elif what == WhatIf.LAWFUL:
        course = after(course, stop(course, Step.ENDED, last_day=on, decided_on=on))
    elif course.deadline is None or course.stopped_on is not None:
        raise Refused("No period is running.")
    return Then(course, longest_extension(course, ceiling))


def reminders(deadline: date, days_before: Iterable[int], today: date) -> list[date]:
    """The days on which it is reminded of the deadline, the earliest first; none that is past. Source: Tillid's proposal, domain 4."""
    days = {deadline - timedelta(days=before) for before in days_before}
    return sorted(day for day in days if day > today)
