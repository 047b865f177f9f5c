"""The log as its readers have it: who saw what, never what stood there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from agencies.models import Account, Agency, Kind
from cases import policy
from cases.entries.models import Entry
from cases.policy import Capacity, Section
from cases.words import CAPACITY_WORDS, SECTION_WORDS, VERB_WORDS

PAGE = 50
UNNAMED = [f"as_{Capacity.SHELTER}", f"as_{Capacity.ASKED}"]


@dataclass(frozen=True)
class Line:
    """One entry, in words."""

    at: datetime
    who: str
    agency: str
    what: str
    verb: str
    capacity: str
    is_refused: bool
    case_id: UUID


def entries_of(case_id: UUID) -> "QuerySet[Entry]":
    """Newest first; the policies give them to those who have the case's log."""
    return Entry.objects.filter(case_id=case_id).order_by("-at", "-id")


def named(entries: "QuerySet[Entry]") -> "QuerySet[Entry]":
    """Without those whose agency would tell where the person lives, or was to live: `is_unnamed` as a query."""
    shelters = Agency.objects.filter(kind=Kind.SHELTER).values("pk")
    return entries.exclude(capacities__overlap=UNNAMED).exclude(agency_id__in=shelters)


def every_entry() -> "QuerySet[Entry]":
    """Newest first, of all cases whose log the reader has; the policies say which."""
    return Entry.objects.order_by("-at", "-id")


def narrowed(
    entries: "QuerySet[Entry]", *, agency: int | None, section: int | None, before: tuple[datetime, UUID] | None,
    sees_shelters: bool,
) -> Any:  # fmt: skip
    if agency is not None:
        entries = (entries if sees_shelters else named(entries)).filter(agency_id=agency)
    if section is not None:
        entries = entries.annotate(has=F("sections").bitand(policy.bit(section))).filter(has__gt=0)
    if before is not None:
        at, entry_id = before
        entries = entries.filter(at__lte=at).exclude(at=at, id__gte=entry_id)
    return entries


def lines_of(entries: Iterable[Entry], *, sees_shelters: bool) -> list[Line]:
    """Names of accounts and agencies in two queries; a shelter's staff stay unnamed for those who may not know the shelter."""
    entries = list(entries)
    accounts = Account.objects.in_bulk({entry.user_id for entry in entries if entry.user_id})
    agencies = Agency.objects.in_bulk({entry.agency_id for entry in entries if entry.agency_id})
    return [line_of(entry, accounts, agencies, sees_shelters=sees_shelters) for entry in entries]


def unnamed(entry: Entry) -> str:
    return _("the accommodation") if f"as_{Capacity.SHELTER}" in entry.capacities else ""


def is_unnamed(entry: Entry, agency: Agency | None) -> bool:
    return bool(set(UNNAMED) & set(entry.capacities)) or (agency is not None and agency.kind == Kind.SHELTER)


def line_of(entry: Entry, accounts: dict[Any, Account], agencies: dict[Any, Agency], *, sees_shelters: bool) -> Line:
    account, agency = accounts.get(entry.user_id), agencies.get(entry.agency_id)
    is_hidden = is_unnamed(entry, agency) and not sees_shelters
    return Line(
        at=entry.at,
        who=_("A member of staff") if is_hidden else account.name if account else _("The system"),
        agency=unnamed(entry) if is_hidden else agency.short if agency else "",
        what=", ".join(str(SECTION_WORDS[s]) for s in Section if entry.sections & policy.bit(s)),
        verb=str(VERB_WORDS[entry.verb]),
        capacity=", ".join(str(CAPACITY_WORDS[name[3:]]) for name in entry.capacities if name[3:] in CAPACITY_WORDS),
        is_refused=entry.verb == "refused",
        case_id=entry.case_id,
    )
