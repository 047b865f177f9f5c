"""The drawing of a period: figures for the template, no words but its labels. The same stands beside it as a table."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from agencies.templatetags.words import write_day
from victims.reflection_period.reading import Period
from victims.reflection_period.rules import Kind, State, Step

BARS = {"wide": 1168, "middle": 700, "narrow": 288}  # {size of screen: units}


def bars_of(period: Period) -> list["Bar"]:
    """The drawing for each width of screen; none before a period is granted."""
    return [Bar(period, width, size) for size, width in BARS.items()] if period.is_granted else []


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
