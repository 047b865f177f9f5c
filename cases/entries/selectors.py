"""The log as its readers have it: who saw what, never what stood there."""

from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Account, Agency, Kind
from cases import policy
from cases.entries.models import Entry
from cases.paging import read_cursor, write_cursor
from cases.policy import Capacity, Section
from cases.words import CAPACITY_WORDS, SECTION_WORDS, VERB_WORDS

PAGE = 50
READ_AT_MOST = 500  # entries that one page of folded lines is made of
REFUSALS_SHOWN = 5
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
    count: int = 1  # how many entries of one reader it stands for
    cases: int = 1
    agency_id: int | None = None  # of a named reader only
    user_id: int | None = None
    request: str = ""  # the word by which those entries are found again


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
    entries: "QuerySet[Entry]", *, sees_shelters: bool, agency: int | None = None, person: int | None = None,
    section: int | None = None, before: tuple[datetime, UUID] | None = None,
) -> Any:  # fmt: skip
    """By agency or person only those who may be named: else the filter would tell who gives shelter."""
    if agency is not None or person is not None:
        entries = entries if sees_shelters else named(entries)
    if agency is not None:
        entries = entries.filter(agency_id=agency)
    if person is not None:
        entries = entries.filter(user_id=person)
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
    agencies = agencies_of(entries)
    return [line_of(entry, accounts, agencies, sees_shelters=sees_shelters) for entry in entries]


def page_of_lines(rows: "QuerySet[Entry]") -> tuple[list[Line], str]:
    """For data protection, newest first: what one reader saw in one request is one line. (lines, cursor of the next page)."""
    found = list(rows[: READ_AT_MOST + 1])
    moments = [list(entries) for _at, entries in groupby(found[:READ_AT_MOST], lambda entry: entry.at)]
    if len(found) > READ_AT_MOST and len(moments) > 1:
        moments.pop()  # the next page may have more of it
    agencies = agencies_of(found)
    groups: list[list[Entry]] = []
    seen = 0
    for entries in moments:  # never half of one
        if len(groups) >= PAGE:
            break
        groups += fold(entries, agencies, lambda entry: entry.at)
        seen += len(entries)
    return lines_of_groups(groups), write_cursor(found[seen - 1].at, found[seen - 1].id) if seen < len(found) else ""


def refusals_first(rows: "QuerySet[Entry]") -> list[Line]:
    """The newest refused attempts, those of one reader and day together."""
    found = list(rows.filter(verb="refused")[:READ_AT_MOST])
    groups = fold(found, agencies_of(found), lambda entry: timezone.localdate(entry.at))
    return lines_of_groups(groups[:REFUSALS_SHOWN])


def entries_of_request(word: str) -> "QuerySet[Entry] | None":
    """What one named reader did in the request that a folded line stands for."""
    if (cursor := read_cursor(word)) is None:
        return None
    entry = named(every_entry()).filter(at=cursor[0], id=cursor[1]).first()
    if entry is None:
        return None
    return named(every_entry()).filter(at=entry.at, user_id=entry.user_id, verb=entry.verb)


def fold(entries: list[Entry], agencies: dict[Any, Agency], moment: Callable[[Entry], Any]) -> list[list[Entry]]:
    """Those of one reader, verb and `moment` together, in their order.

    Who may not be named stays alone with each case: else it would show which persons live in the same place, and a reader who
    is named on one case would be so on another.
    """
    groups: dict[Any, list[Entry]] = {}
    for entry in entries:
        alone = entry.id if is_unnamed(entry, agencies.get(entry.agency_id)) else None
        groups.setdefault((moment(entry), entry.user_id, entry.verb, alone), []).append(entry)
    return list(groups.values())


def lines_of_groups(groups: list[list[Entry]]) -> list[Line]:
    """One line for each: its newest moment, and all sections and capacities."""
    together = []
    for group in groups:
        first = copy(group[0])
        first.sections = reduce(or_, (entry.sections for entry in group))
        first.capacities = sorted({name for entry in group for name in entry.capacities})
        together.append(first)
    return [
        replace(
            line, count=len(group), cases=len({entry.case_id for entry in group}),
            request=write_cursor(group[0].at, group[0].id) if len(group) > 1 else "",
        )
        for line, group in zip(lines_of(together, sees_shelters=False), groups, strict=True)
    ]  # fmt: skip


def agencies_of(entries: Iterable[Entry]) -> dict[Any, Agency]:
    return Agency.objects.in_bulk({entry.agency_id for entry in entries if entry.agency_id})


def people_of(agency: int | None) -> "QuerySet[Account]":
    """Who can be chosen of an agency, those who have left too. A shelter's are not: they stay unnamed."""
    found = Account.objects.filter(post__agency_id=agency).exclude(post__agency__kind=Kind.SHELTER)
    return found.order_by("name")[:READ_AT_MOST]


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
        agency_id=None if is_hidden else entry.agency_id,
        user_id=None if is_hidden else entry.user_id,
    )
