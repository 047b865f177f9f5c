"""Who has seen a case, and for data protection, who has seen what anywhere."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.access import Request, for_roles, readers
from agencies.models import READING_ROLES, SYSTEM_KINDS, Agency, Kind
from cases.entries.selectors import (
    PAGE,
    Line,
    entries_of,
    entries_of_request,
    every_entry,
    lines_of,
    named,
    narrowed,
    page_of_lines,
    people_of,
    refusals_first,
)
from cases.envelope.selectors import case_or_404, id_of, numbers_of, typed_number
from cases.page.selectors import case_page
from cases.paging import address_with, page_of, read_cursor
from cases.policy import Section
from cases.words import SECTION_WORDS


@readers
@require_safe
def show_log(request: Request, case_id: UUID) -> HttpResponse:
    case = case_or_404(request.user, case_id)
    page = case_page(request.user, case, request.now)
    if not page.has(Section.LOG):
        raise Http404
    agency, section = number(request, "agency"), number(request, "section")
    sees_shelters, entries = page.has(Section.ACCOMMODATION), entries_of(case.pk)
    before = read_cursor(request.GET.get("after"))
    rows = narrowed(entries, agency=agency, section=section, before=before, sees_shelters=sees_shelters)
    found = page_of(rows, PAGE, lambda entry: (entry.at, entry.id))
    here = reverse("cases:log", args=[case.pk])
    refused = entries_of(case.pk).filter(verb="refused")
    context = {
        "case": case, "lines": lines_of(found.rows, sees_shelters=sees_shelters),
        "next": address_with(here, agency=agency, section=section, after=found.next) if found.next else "",
        "refused_count": refused[:100].count(), "refused_last": refused.first(), "agency": agency, "section": section,
        "agencies": agencies_in(entries if sees_shelters else named(entries)),
        "section_choices": [(int(value), SECTION_WORDS[value]) for value in Section],
    }  # fmt: skip
    return render(request, "cases/entries/log.html", context)


@for_roles(*READING_ROLES, kinds=(Kind.OVERSIGHT,))
@require_safe
def show_oversight(request: Request) -> HttpResponse:
    """Refusals, then every viewing; the cases' numbers, and no word of what stood there."""
    if "request" in request.GET:
        return show_request(request)
    asked: dict[str, Any] = {
        "verb": "refused" if request.GET.get("verb") == "refused" else "",
        "number": typed_number(request.GET.get("number", "")), "agency": number(request, "agency"), "person": number(request, "person"),
    }  # fmt: skip
    rows = narrowed(every_entry(), sees_shelters=False, agency=asked["agency"], person=asked["person"])
    if asked["number"]:
        rows = rows.filter(case_id=id_of(request.user, asked["number"]))
    before = read_cursor(request.GET.get("after"))
    here, is_refused = reverse("cases:oversight"), asked["verb"] == "refused"
    refusals = [] if is_refused or before else refusals_first(rows)
    listed = rows.filter(verb="refused") if is_refused else rows.exclude(verb="refused")
    lines, after = page_of_lines(narrowed(listed, sees_shelters=False, before=before))
    numbers = numbers_of(request.user, {line.case_id for line in [*refusals, *lines]})
    context = {
        "refusals": with_numbers(refusals, numbers), "lines": with_numbers(lines, numbers), "asked": asked,
        "next": address_with(here, **asked, after=after) if after else "",
        "all_refused": address_with(here, **asked | {"verb": "refused"}), "here": here,
        "agencies": choosable_agencies(), "people": people_of(asked["agency"]) if asked["agency"] else [],
        "views": [
            (_("All viewings"), None, address_with(here, **asked | {"verb": ""}), not is_refused),
            (_("Refused attempts"), None, address_with(here, **asked | {"verb": "refused"}), is_refused),
        ],
    }  # fmt: skip
    return render(request, "cases/entries/oversight.html", context)


def show_request(request: Request) -> HttpResponse:
    """The cases that one reader saw at once, a page at a time."""
    word = request.GET["request"]
    rows = entries_of_request(word)
    if rows is None:
        raise Http404
    before, here = read_cursor(request.GET.get("after")), reverse("cases:oversight")
    found = page_of(narrowed(rows, sees_shelters=False, before=before), PAGE, lambda entry: (entry.at, entry.id))
    numbers = numbers_of(request.user, {entry.case_id for entry in found.rows})
    lines = lines_of(found.rows, sees_shelters=False)
    context = {
        "lines": with_numbers(lines, numbers), "first": lines[0] if lines else None,
        "next": address_with(here, request=word, after=found.next) if found.next else "",
    }  # fmt: skip
    return render(request, "cases/entries/request.html", context)


def with_numbers(lines: list[Line], numbers: dict[UUID, str]) -> list[tuple[Line, str]]:
    return [(line, numbers.get(line.case_id, "")) for line in lines]


def choosable_agencies() -> list[Agency]:
    """Those with readers who can be named."""
    with_people = Agency.objects.filter(posts__isnull=False).distinct()
    return sorted(with_people.exclude(kind__in=[Kind.SHELTER, *SYSTEM_KINDS]), key=str)


def number(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def agencies_in(entries: Any) -> list[Agency]:
    """Those that appear in the log. A shelter is not offered: its name would tell where the person lives."""
    ids = entries.order_by().values_list("agency_id", flat=True).distinct()
    return sorted(Agency.objects.filter(pk__in=list(ids)).exclude(kind=Kind.SHELTER), key=str)
