"""What the case page shows of the residence: the status, who decides by it, and how both moved."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.assignments.models import Assignment
from cases.page.selectors import CasePage
from cases.parts import Block, Event, Part, register, register_way
from cases.policy import Capacity
from cases.records.reading import lines_of
from victims.parts import written
from victims.residence.models import Residence
from victims.residence.rules import competent_kind
from victims.residence.words import DECIDES

RESIDENCE_RANK = 55


def residence(page: CasePage) -> Block | None:
    if not page.has(Residence.section):
        return None
    record = page.newest(Residence)
    add = reverse("victims:residence", args=[page.case.pk]) if page.may_add(Residence.section) else ""
    if record is None:
        return Block("residence", _("Residence"), lead=_("Nothing is written of the residence."), add_url=add)
    return Block(
        "residence", _("Residence"), by=written(record, page),
        lines=[*lines_of(record, ["status", "since", "words"], {}), (_("Who decides"), DECIDES[competent_kind(record.status)])],
        note=_("If it changes before a decision, it also changes who decides."), add_url=add,
        history_url=page.history_url(Residence),
    )  # fmt: skip


def residence_events(page: CasePage) -> Iterable[Event]:
    """Every status with who decided by it: what holds no longer stays."""
    for record in page.records(Residence):
        kind = competent_kind(record.status)
        words = {"status": record.get_status_display(), "who": record.signature}
        yield Event(record.happened_at, _("Residence: %(status)s, written by %(who)s") % words, DECIDES[kind])


def hand_over(page: CasePage) -> str:
    return reverse("victims:hand_over", args=[page.case.pk]) if page.is_(Capacity.COORDINATOR) else ""


register_way(Assignment.Work.COMPETENCE_MOVED, hand_over)
register(Part(RESIDENCE_RANK, block=residence, events=residence_events))
