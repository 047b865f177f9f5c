"""What the case page shows of the decision, as far as the reader has it, and the way to deciding."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from agencies.templatetags.words import write_day, write_moment
from cases.assignments.models import Assignment
from cases.page.selectors import CasePage
from cases.parts import Block, Button, Event, Fact, Part, register, register_way
from cases.policy import Capacity
from cases.records.reading import signed
from victims.decision.models import Decision, DecisiveIndicators, Result
from victims.decision.rules import counts_as_victim
from victims.decision.selectors import Decided, decided
from victims.decision.words import COUNTS_AS, decisive_words, form_lines, outcome_words
from victims.detention.models import Detention

RESULT_RANK = 16
LISTS = ("form", "sector", "crime", "channel", "labour")


def decision_lines(one: Decided, page: CasePage) -> list[tuple[str, Any]]:
    """A decision in words, as far as the reader has it."""
    codes, decision = page.codes(*LISTS), one.decision
    lines: list[tuple[str, Any]] = [(_("Result"), outcome_words(one.result))]
    if decision:
        lines += form_lines(decision.forms, decision.main_form, decision.sector, decision.crime, codes)
        if decision.channel:
            channel = codes["channel"].get(decision.channel, decision.channel)
            lines.append((_("Identified through"), capfirst(str(channel))))
    if one.indicators:
        lines.append((_("Decisive"), decisive_words(one.indicators, codes) or _("No indicator")))
    if decision:
        lines.append((_("Reasons"), decision.reasons or ""))
        if decision.why_superseded:
            lines.append((_("Why the earlier decision is superseded"), decision.why_superseded))
    return lines


def decision(page: CasePage) -> Block | None:
    """The one that holds in its lines; each that was superseded stays below, as such."""
    all_of_them = decided(page)
    if not all_of_them:
        return None
    holds = all_of_them[0]
    day = write_day(holds.result.happened_at, now=page.now)
    by = _("Written by %(who)s, %(day)s. Cannot be changed") % {"who": signed(holds.result, page.actor), "day": day}
    lines: list[tuple[Any, ...]] = list(decision_lines(holds, page))
    for one in all_of_them[1:]:
        when = write_day(one.result.happened_at, now=page.now)
        words = [line for label, value in decision_lines(one, page) for line in as_lines(label, value)]
        note = _("Decided %(day)s by %(who)s") % {"day": when, "who": signed(one.result, page.actor)}
        lines.append((_("Superseded"), words, note))
    model: Any = Decision if holds.decision else DecisiveIndicators if holds.indicators else Result
    return Block(
        "result", _("Result and decision") if page.has(Decision.section) else _("Result"), by=by, lines=lines,
        note=COUNTS_AS.get(holds.result.outcome, ""), history_url=page.history_url(model),
    )  # fmt: skip


def as_lines(label: str, value: Any) -> list[str]:
    """A labelled value within another one."""
    return [f"{label}: {line}" for line in (value if isinstance(value, list) else [value])]


def result(page: CasePage) -> Iterable[Fact]:
    for one in decided(page)[:1]:
        yield Fact(
            2, _("Result"), str(one.result.get_outcome_display()), write_moment(one.result.happened_at, now=page.now)
        )


def events(page: CasePage) -> Iterable[Event]:
    for one in decided(page):
        words = outcome_words(one.result)
        if one.is_superseded:
            words = _("%(result)s. Superseded later") % {"result": words}
        yield Event(one.result.happened_at, words, one.result.signature, is_bold=True)


def may_release(page: CasePage) -> bool:
    """Whether the reader has to say that the person was let go: what follows from being trafficked begins with it."""
    holds = next(iter(decided(page)), None)
    if holds is None or not counts_as_victim(holds.result.outcome):
        return False
    return any(record.is_running and page.may_change(record) for record in page.records(Detention))


def steps(page: CasePage) -> Iterable[Event]:
    """On a police case the release comes first."""
    if may_release(page):
        holds = decided(page)[0].result
        yield Event(
            holds.happened_at, _("Write when the person was released"), COUNTS_AS.get(holds.outcome, ""), state="now",
            url=reverse("victims:release", args=[page.case.pk]),
        )  # fmt: skip


def buttons(page: CasePage) -> Iterable[Button]:
    if may_release(page):
        yield Button(_("Write a release"), reverse("victims:release", args=[page.case.pk]), is_primary=True)
    if not page.actor.post.may_write or not page.is_(Capacity.COMPETENT):
        return
    mine = [work for work in page.records(Assignment) if (work.to_id or work.author_id) == page.actor.agency_id]
    is_due = any(work.done_at is None and work.work == Assignment.Work.DECIDE for work in mine)
    label = _("Decide anew") if decided(page) else _("Decide whether the person is trafficked")
    yield Button(label, reverse("victims:decision", args=[page.case.pk]), is_primary=is_due)


register_way(Assignment.Work.DECIDE, "victims:decision")
register(Part(RESULT_RANK, block=decision, events=events, facts=result, steps=steps, buttons=buttons))
