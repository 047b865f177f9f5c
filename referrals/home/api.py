"""What an agency was told, for its own programs."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from agencies.access import Request, for_programs, readers
from cases.notices.models import Notice
from cases.notices.selectors import page_of_notices
from cases.paging import address_with


@for_programs
@readers
@require_safe
def notices_json(request: Request) -> HttpResponse:
    """Newest first, a page at a time. Which case and what happened; no word of what stands in it."""
    found = page_of_notices(request.user, request.GET.get("after"))
    here = settings.BASE_URL + reverse("referrals:notices_json")
    rows = [as_json(notice) for notice in found.rows]
    return JsonResponse({"notices": rows, "next": address_with(here, after=found.next) if found.next else None})


def as_json(notice: Notice) -> dict[str, Any]:
    return {
        "id": str(notice.pk),
        "case": notice.case.number,
        "address": settings.BASE_URL + reverse("cases:case", args=[notice.case_id]),
        "what": notice.what,
        "words": notice.get_what_display(),
        "at": notice.shown_from.isoformat(),
        "by": notice.signature,
        "is_new": notice.is_new,  # type: ignore[attr-defined]
    }
