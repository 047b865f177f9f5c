"""What the case page shows of the period, to those who read the deadline."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agencies.templatetags.words import write_day
from cases.assignments.models import Assignment
from cases.page.selectors import CasePage
from cases.parts import Block, Button, Event, Fact, Part, register, register_way
from cases.policy import Section
from victims.reflection_period import words
from victims.reflection_period.models import PeriodStep
from victims.reflection_period.reading import Period
from victims.reflection_period.rules import State
from victims.reflection_period.services import end_of

PERIOD_RANK = 60


def address(page: CasePage) -> str:
    return reverse("victims:period", args=[page.case.pk])


def fact(page: CasePage) -> Iterable[Fact]:
    """The deadline, and which day of it today is."""
    if page.has(Section.DEADLINE) and (period := Period(page)).is_granted:
        assert period.course.deadline is not None  # noqa: S101  (it is granted)
        value = period.heading if period.state == State.STOPPED else write_day(period.course.deadline)
        yield Fact(2, period.kind_words, value, period.day_words)


def block(page: CasePage) -> Block | None:
    if not page.has(Section.DEADLINE):
        return None
    period = Period(page)
    links: list[tuple[Any, str]] = [(_("See the period"), address(page))]
    if period.may_ask:
        links.append((words.ASK_WORDS[period.request], reverse("victims:period_ask", args=[page.case.pk])))
    if not period.is_granted:
        return Block(
            "period", _("Reflection or restitution period"), lead=_("No period has been granted."), links=links
        )
    return Block(
        "period", period.kind_words, lines=[(_("Where it stands"), period.heading, capfirst(period.day_words)), *period.decided],
        links=links, history_url=page.history_url(PeriodStep),
    )  # fmt: skip


def events(page: CasePage) -> Iterable[Event]:
    for step in page.records(PeriodStep):
        note = _("until %(day)s") % {"day": write_day(step.last_day)} if step.last_day else step.signature
        yield Event(step.written_at, step.get_step_display(), note, url=address(page), is_bold=True)


def steps(page: CasePage) -> Iterable[Event]:
    """The deadline that is to come, for those who have no work of their own with it."""
    period = Period(page)
    if not page.has(Section.DEADLINE) or period.state not in (State.RUNNING, State.COMING):
        return
    assert period.course.deadline is not None  # noqa: S101  (it runs)
    has_work = any(
        work.work == Assignment.Work.PERIOD_ENDS and work.done_at is None for work in page.records(Assignment)
    )
    if not has_work:
        yield Event(end_of(period.course.deadline), _("The period ends"), url=address(page), state="coming")


def buttons(page: CasePage) -> Iterable[Button]:
    """From the rules: the next step of whoever decides; what others may ask for stands in the block."""
    period = Period(page)
    if not page.has(Section.DEADLINE) or not period.verbs or period.verbs[0] not in ("grant", "extend", "resume"):
        return
    if period.is_granted or period.asked:
        yield Button(words.VERB_WORDS[period.verbs[0]], f"{address(page)}#write", is_primary=period.asked is not None)


for work in (Assignment.Work.PERIOD_ENDS, Assignment.Work.PERIOD_ASKED, Assignment.Work.EXTENSION_ASKED):
    register_way(work, "victims:period")
register(Part(PERIOD_RANK, block=block, events=events, steps=steps, facts=fact, buttons=buttons))
