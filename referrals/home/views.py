"""Each role lands on what waits for it, what is late, and what came back."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from agencies.access import Request, everybody_signed_in, readers
from agencies.models import Account, Kind, Role
from agencies.reference.selectors import codes_ever, danish_order, parameters_on
from cases.notices.selectors import notices_of, page_of_notices
from cases.paging import address_with
from referrals.home.selectors import (
    COUNTED_AT_MOST,
    VIEWS,
    counts_of,
    moved_competence,
    queue,
    told,
    waits_for_recommendation,
)
from referrals.own.selectors import drafts_of, own_referrals
from referrals.own.views import listed, start_context
from referrals.referral.rules import REFERRING_KINDS
from victims.decision.rules import SMALLEST_SHOWN
from victims.decision.rules import shown_count as shown_count_of
from victims.decision.selectors import decisive_counts
from victims.reflection_period.selectors import REMINDERS, ceiling_before

FILTERS = {
    "all": _("All"), "detained": pgettext_lazy("several", "Detained"), "minors": _("Minors"), "new": _("New referrals"),
    "back": _("Came back"), "unassigned": _("Without a responsible"),
}  # fmt: skip
FILTERS_BY_WORK = {
    "all": _("All"), "mine": _("Waiting for you"), "late": _("Past the deadline"), "minors": _("Minors"),
    "unassigned": _("Without a responsible"),
}  # fmt: skip
NEWEST = 5
YEARS_COUNTED = 2  # whole years before this one
MOST_DECISIVE = 10


@everybody_signed_in
@require_safe
def home(request: Request) -> HttpResponse:
    post = request.user.post
    if post.role == Role.ADMINISTRATOR:
        return redirect("agencies:accounts")
    if post.agency.kind == Kind.OVERSIGHT:
        return redirect("cases:oversight")
    lists = {Kind.CMM: worklist, Kind.US: worklist_by_work}
    return lists.get(Kind(post.agency.kind), overview)(request)


def worklist(request: Request) -> HttpResponse:
    """CMM's queue in the order of harm."""
    view = request.GET.get("show", "all")
    view = view if view in VIEWS else "all"
    after = offset(request)
    groups, shown, has_more = queue(request.user, request.now, view, after)
    counts = counts_of(request.user, request.now)
    here = reverse("home")
    context = {
        "groups": groups, "shown": shown, "total": counts.get(view, counts["all"]), "view": view,
        "next": address_with(here, show="" if view == "all" else view, after=shown) if has_more else "",
        "counts": [
            (counts["mine"], _("wait for you"), f"{here}?show=mine") if request.user.post.may_write
            else (counts["all"], _("wait for your agency"), here),
            (counts["late"], _("past the deadline"), f"{here}?show=late"),
            (counts["back"], _("came back today"), f"{here}?show=back"),
            (counts["cases"], _("cases in all"), reverse("cases:list")),
        ],
        "filters": [
            (label, shown_count(counts[name]), address_with(here, show="" if name == "all" else name), name == view)
            for name, label in FILTERS.items()
        ],
    }  # fmt: skip
    return render(request, "referrals/home/worklist.html", context)


def worklist_by_work(request: Request) -> HttpResponse:
    """The Immigration Service's queue by kind of work: what runs out on it."""
    view = request.GET.get("show", "all")
    view = view if view in VIEWS else "all"
    after = offset(request)
    groups, shown, has_more = queue(request.user, request.now, view, after)
    counts = counts_of(request.user, request.now)
    here, today = reverse("home"), timezone.localdate(request.now)
    numbers = {name: int(value) for name, value in parameters_on(today).items()}
    context = {
        "groups": groups, "shown": shown, "total": counts.get(view, counts["all"]), "view": view,
        "next": address_with(here, show="" if view == "all" else view, after=shown) if has_more else "",
        "counts": [
            (counts["late"], _("past the deadline"), f"{here}?show=late"),
            (counts["decide"], _("to decide"), f"{here}?show=decide"),
            (counts["periods"], _("periods end or are to be extended"), f"{here}?show=periods"),
            (counts["cases"], _("cases in all"), reverse("cases:list")),
        ],
        "filters": [
            (label, shown_count(counts[name]), address_with(here, show="" if name == "all" else name), name == view)
            for name, label in FILTERS_BY_WORK.items()
        ],
        "moved": moved_competence(request.user, request.now) if view == "all" and after == 0 else [],
        "waits": waits_for_recommendation(request.user, request.now),
        "numbers": numbers, "reminded": [numbers[name] for name in REMINDERS], "earlier": ceiling_before(today),
    }  # fmt: skip
    return render(request, "referrals/home/worklist_by_work.html", context)


def overview(request: Request) -> HttpResponse:
    """For those who refer, and for those who were put on a case."""
    actor = request.user
    referrals = list(own_referrals(actor)[: NEWEST + 1])
    groups, _shown, has_more_work = queue(actor, request.now, "all", 0)
    can_refer = actor.agency.kind in REFERRING_KINDS
    context = start_context(request) | {
        "can_refer": can_refer,
        "may_refer": can_refer and actor.post.may_write,
        "groups": groups,
        "has_more_work": has_more_work,
        "rows": listed(referrals[:NEWEST], actor),
        "has_more_referrals": len(referrals) > NEWEST,
        "drafts": listed(list(drafts_of(actor)[:NEWEST]), actor) if can_refer else [],
        "told": told(list(notices_of(actor)[:NEWEST]), actor),
        "answers_first": actor.agency.kind == Kind.NGO,
        "is_authority": actor.agency.kind == Kind.AUTHORITY,
        "decisive": decisive(actor, request.now) if actor.agency.kind == Kind.AUTHORITY else None,
    }
    return render(request, "referrals/home/overview.html", context)


def decisive(actor: Account, now: datetime) -> dict[str, Any]:
    """What decided in the agency's own referrals since the year before last, in numbers. Of the small ones the order tells nothing."""
    local = timezone.localtime(now)
    since = local.replace(year=local.year - YEARS_COUNTED, month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    codes = codes_ever("labour")["labour"]
    answers, counts = decisive_counts(actor, codes, since)
    rows = [(codes[code], shown_count_of(count), count) for code, count in counts.items()]
    rows.sort(key=lambda row: (-row[2] if row[2] >= SMALLEST_SHOWN else 0, danish_order(row[0])))
    return {"answers": shown_count_of(answers), "since": since.year, "rows": [row[:2] for row in rows[:MOST_DECISIVE]]}


@readers
@require_safe
def show_notices(request: Request) -> HttpResponse:
    """All that the agency was told, newest first."""
    found = page_of_notices(request.user, request.GET.get("after"))
    more = address_with(reverse("referrals:notices"), after=found.next) if found.next else ""
    return render(request, "referrals/home/notices.html", {"told": told(found.rows, request.user), "next": more})


def shown_count(count: int) -> Any:
    return "99+" if count > 99 else count


def offset(request: Request) -> int:
    text = request.GET.get("after", "0")
    return min(int(text), COUNTED_AT_MOST) if text.isascii() and text.isdigit() and len(text) < 6 else 0
