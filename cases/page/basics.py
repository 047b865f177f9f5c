"""The parts that every case has: who is on it, who decides, who has seen it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assignments.models import Assignment
from cases.grants.models import Grant
from cases.page.selectors import CasePage
from cases.parts import Block, Event, Fact, Part, register, way_to, words_for
from cases.policy import Capacity, Section
from cases.words import CAPACITY_WORDS

UNNAMED = (Capacity.CLOCK, Capacity.MATCHER, Capacity.STATISTICS, Capacity.OVERSIGHT)
PARTIES_RANK, LOG_RANK = 5, 99


def capacity_of(grant: Grant) -> str:
    """In which capacity, or in which it was asked to be."""
    return (grant.offered or grant.permission).codename.removeprefix("as_")


def parties(page: CasePage) -> Block | None:
    """Who is on the case, for those who read the parties."""
    if not page.has(Section.PARTIES):
        return None
    named: dict[str, list[str]] = {}
    for grant in page.grants():
        capacity = capacity_of(grant)
        if capacity in UNNAMED or grant.disclosure_id is not None:
            continue
        word = str(CAPACITY_WORDS[Capacity(capacity)])
        named.setdefault(str(grant.group.agency), []).append(
            _("asked: %(capacity)s") % {"capacity": word} if grant.offered else word
        )
    return Block(
        "parties", _("Who is on the case"), lines=[(agency, ", ".join(words)) for agency, words in named.items()]
    )


def party_events(page: CasePage) -> Iterable[Event]:
    """When others came on, for those who read the parties."""
    if not page.has(Section.PARTIES):
        return
    shown = (Capacity.COMPETENT, Capacity.POLICE, Capacity.MUNICIPALITY, Capacity.SUPPORTER)
    for grant in page.grants():
        if capacity_of(grant) in shown and grant.offered is None:
            yield Event(
                grant.since,
                _("%(agency)s came on the case") % {"agency": grant.group.agency},
                CAPACITY_WORDS[Capacity(capacity_of(grant))],
            )


def log(page: CasePage) -> Block | None:
    if page.is_(Capacity.OVERSIGHT):
        return None
    links = [(_("Keep off this case"), reverse("cases:recuse", args=[page.case.pk]))]
    if page.has(Section.LOG):
        links.insert(0, (_("See who has seen the case"), reverse("cases:log", args=[page.case.pk])))
    return Block("log", _("Access and log"), note=_("Every viewing is recorded."), links=links)


def decides(page: CasePage) -> Iterable[Fact]:
    """Who decides, for those who read the parties."""
    for grant in page.grants() if page.has(Section.PARTIES) else []:
        if capacity_of(grant) == Capacity.COMPETENT:
            yield Fact(3, _("Decides"), str(grant.group.agency), yields=True)
            return


def open_work(page: CasePage) -> list[Assignment]:
    """What the reader's agency has to do here."""
    mine = [work for work in page.records(Assignment) if (work.to_id or work.author_id) == page.actor.agency_id]
    return [work for work in mine if work.done_at is None and work.work != Assignment.Work.FOLLOW]


def steps(page: CasePage) -> Iterable[Event]:
    """What waits for the reader's agency, with the way to it; then what it waits for."""
    mine = open_work(page)
    for work in mine:
        yield Event(
            at=work.due_at,
            what=words_for(work.work, page) or work.get_work_display(),
            note=_("Responsible: %(name)s") % {"name": work.responsible.name if work.responsible else _("nobody")},
            url=way_to(work.work, page),
            state="now",
            is_deadline=True,
        )
    for work in page.records(Assignment):
        awaited = (
            work.to_id and work not in mine and work.work != Assignment.Work.PERIOD_ENDS
        )  # each watches a period itself
        if awaited and work.done_at is None and work.due_at:
            yield Event(
                work.due_at, _("%(agency)s answers") % {"agency": work.to.short}, state="coming", is_deadline=True
            )


register(Part(PARTIES_RANK, block=parties, events=party_events, facts=decides, steps=steps))
register(Part(LOG_RANK, block=log))
