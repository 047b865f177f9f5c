"""What the case page shows of the person: name, contact person, detention."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.reference.selectors import parameters_on
from agencies.templatetags.words import write_day
from cases.page.selectors import CasePage
from cases.parts import Block, Event, Fact, Part, register
from cases.records.models import CaseRecord
from cases.records.reading import lines_of, lists_of, signed
from victims.contact_person.models import ContactPerson
from victims.detention.models import Detention
from victims.detention.rules import court_deadline
from victims.identity.models import Name
from victims.identity.rules import initials

PERSON_RANK, DETENTION_RANK, CONTACT_RANK = 20, 15, 10


def written(record: CaseRecord, page: CasePage) -> str:
    """ "Written by CMM, 3 February. Read only"."""
    words = {"who": signed(record, page.actor), "day": write_day(record.written_at, now=page.now)}
    return (
        _("Written by %(who)s, %(day)s") % words
        if page.may_change(record) or (record.is_added_only and page.may_add(record.section))
        else _("Written by %(who)s, %(day)s. Read only") % words
    )


def person(page: CasePage) -> Block | None:
    if not page.has(Name.section):
        return None
    name = page.newest(Name)
    edit = reverse("victims:name", args=[page.case.pk])
    may_add = page.may_add(Name.section)
    if name is None:
        return Block("person", _("The person"), lead=_("No name is written here."), add_url=edit if may_add else "")
    return Block(
        "person", _("The person"), by=written(name, page),
        lines=lines_of(name, ["used", "address", "language"], page.codes(*lists_of(Name))),
        edit_url=edit if page.may_change(name) else "", history_url=page.history_url(Name),
    )  # fmt: skip


def called(page: CasePage) -> str:
    """The person's initials, for those who read the name."""
    record = page.newest(Name)
    return initials(record.used or "") if record else ""


def contact(page: CasePage) -> Iterable[Fact]:
    if record := page.newest(ContactPerson):
        yield Fact(4, _("Contact"), f"{record.person.name}, {record.signature}", record.phone)


def running(page: CasePage) -> Any:
    return next((record for record in page.records(Detention) if record.is_running), None)


def court_due(record: Detention) -> datetime:
    """The moment by which the detained person is before a court, by the parameter in force when the detention began."""
    assert record.since is not None  # noqa: S101  (it is running)
    return court_deadline(record.since, int(parameters_on(timezone.localdate(record.since))["court_hours"]))


def court_clock(page: CasePage) -> Iterable[Fact]:
    if record := running(page):
        yield Fact(
            1,
            _("Detained"),
            note=_("before a court by then; never ends the assessment"),
            due=court_due(record),
            style="count",
        )


def detention(page: CasePage) -> Block | None:
    records = [record for record in page.records(Detention) if record.since]
    if not records:
        return None
    record = records[-1]
    edit = reverse("victims:release", args=[page.case.pk])
    return Block(
        "detention", _("Detention"), by=written(record, page),
        lines=lines_of(record, ["since", "until", "place", "detained_by"], {}),
        note=_("The court deadline (Aliens Act s. 37) never ends the assessment."),
        edit_url=edit if record.is_running and page.may_change(record) else "", edit_label=_("Write a release"),
        history_url=page.history_url(Detention),
    )  # fmt: skip


def detention_events(page: CasePage) -> Iterable[Event]:
    for record in page.records(Detention):
        if record.since:
            yield Event(record.since, _("Deprived of liberty"), record.place or "")
        if record.until:
            yield Event(record.until, _("Released"))


register(Part(CONTACT_RANK, facts=contact))
register(Part(DETENTION_RANK, block=detention, events=detention_events, facts=court_clock))
register(Part(PERSON_RANK, block=person, heading=called))
