"""A case is one page: header, timeline, and the sections that this reader has. What is not the reader's is absent."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import Request, readers, writers
from cases import parts
from cases.envelope.selectors import openers_known
from cases.page.history import changes_of
from cases.page.selectors import (
    CasePage,
    page_or_404,
    readable_or_404,
    remember_visit,
    withdrawable,
    withdrawable_or_404,
)
from cases.paging import address_with
from cases.records.models import CaseRecord
from cases.records.services import withdraw

NEWEST_EVENTS = 8


@readers
@require_safe
def show_case(request: Request, case_id: UUID) -> HttpResponse:
    page = page_or_404(request.user, case_id, request.now)
    if elsewhere := parts.landing_of(page):
        return redirect(elsewhere)
    events = parts.events_of(page)
    steps, blocks = parts.steps_of(page), parts.blocks_of(page)
    opener = openers_known(request.user, [page.case]).get(page.case.pk)
    context = {
        "case": page.case, "opener": opener, "heading": parts.heading_of(page), "facts": parts.facts_of(page),
        "buttons": parts.buttons_of(page), "steps": steps, "blocks": blocks,
        "events": events[:NEWEST_EVENTS], "event_count": len(events), "has_more_events": len(events) > NEWEST_EVENTS,
        "sections": [(block.title, f"#{block.key}", "", False) for block in blocks],
    }  # fmt: skip
    response = render(request, "cases/page/case.html", context)
    remember_visit(request.user, page.case, page.now)
    return response


@readers
@require_safe
def show_timeline(request: Request, case_id: UUID) -> HttpResponse:
    page = page_or_404(request.user, case_id, request.now)
    return render(request, "cases/page/timeline.html", {"case": page.case, "events": parts.events_of(page)})


@readers
@require_safe
def show_history(request: Request, case_id: UUID, table: str) -> HttpResponse:
    """Every version of the records of one kind that this reader may read: who wrote which, when, and what changed."""
    page = page_or_404(request.user, case_id, request.now)
    model = readable_or_404(page, table)
    after = request.GET.get("after")
    found, here = changes_of(page, model, after), reverse("cases:history", args=[case_id, table])
    context = {
        "case": page.case, "changes": found.rows, "next": address_with(here, after=found.next) if found.next else "",
        "withdrawable": [] if after else ways(page, model),
    }  # fmt: skip
    return render(request, "cases/page/history.html", context)


def ways(page: CasePage, model: Any) -> list[tuple[CaseRecord, str]]:
    """What can be withdrawn, each with the way to it."""
    table = model._meta.label_lower
    return [(row, reverse("cases:withdraw", args=[page.case.pk, table, row.pk])) for row in withdrawable(page, model)]


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_record(request: Request, case_id: UUID, table: str, record_id: UUID) -> HttpResponse:
    """What was written on the wrong case is closed to all but its author. That it happened stays in the log."""
    page = page_or_404(request.user, case_id, request.now)
    record = withdrawable_or_404(page, table, record_id)
    if request.method == "POST":
        withdraw(record=record, now=request.now)
        messages.success(request, _("Withdrawn. Only your agency can still read it."))
        return redirect("cases:case", case_id)
    return render(request, "cases/page/withdraw.html", {"case": page.case, "record": record, "table": table})
