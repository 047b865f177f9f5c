"""Who has seen a case, and for data protection, who has seen what anywhere."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.access import Request, for_roles, readers
from agencies.models import READING_ROLES, Agency, Kind
from cases.entries.selectors import PAGE, entries_of, every_entry, lines_of, named, narrowed
from cases.envelope.selectors import case_or_404, numbers_of
from cases.page.selectors import case_page
from cases.paging import page_of, read_cursor
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
    refused = entries_of(case.pk).filter(verb="refused")
    context = {
        "case": case, "lines": lines_of(found.rows, sees_shelters=sees_shelters), "next": found.next,
        "refused_count": refused[:100].count(), "refused_last": refused.first(), "agency": agency, "section": section,
        "agencies": agencies_in(entries if sees_shelters else named(entries)),
        "section_choices": [(int(value), SECTION_WORDS[value]) for value in Section], "filtered": filters(request),
    }  # fmt: skip
    return render(request, "cases/entries/log.html", context)


@for_roles(*READING_ROLES, kinds=(Kind.OVERSIGHT,))
@require_safe
def show_oversight(request: Request) -> HttpResponse:
    """Every viewing, refusals first on demand; the cases' numbers, and no word of what stood there."""
    is_refused = request.GET.get("verb") == "refused"
    rows = every_entry().filter(verb="refused") if is_refused else every_entry()
    before = read_cursor(request.GET.get("after"))
    rows = narrowed(rows, agency=number(request, "agency"), section=None, before=before, sees_shelters=False)
    found = page_of(rows, PAGE, lambda entry: (entry.at, entry.id))
    numbers = numbers_of(request.user, {entry.case_id for entry in found.rows})
    lines = [(line, numbers.get(line.case_id, "")) for line in lines_of(found.rows, sees_shelters=False)]
    context = {"lines": lines, "next": found.next, "is_refused": is_refused, "filtered": filters(request), "views": [
        (_("All"), None, "?", not is_refused), (_("Refused attempts"), None, "?verb=refused", is_refused),
    ]}  # fmt: skip
    return render(request, "cases/entries/oversight.html", context)


def number(request: Request, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def filters(request: Request) -> str:
    """The filters in force, for the address of the next page."""
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()


def agencies_in(entries: Any) -> list[Agency]:
    """Those that appear in the log. A shelter is not offered: its name would tell where the person lives."""
    ids = entries.order_by().values_list("agency_id", flat=True).distinct()
    return sorted(Agency.objects.filter(pk__in=list(ids)).exclude(kind=Kind.SHELTER), key=str)
