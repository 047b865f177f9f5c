"""The list of what the own agency has referred, and the buttons that begin a referral."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from agencies.access import Request, for_roles
from agencies.models import READING_ROLES, Account, Kind
from agencies.reference.selectors import codes_ever
from cases.envelope.models import Case
from cases.paging import address_with, page_of, read_cursor
from referrals.own.selectors import Row, referred_by, rows_of, that_stand, waiting_for
from referrals.referral import rules
from referrals.referral.rules import State
from referrals.referral.words import STATE_WORDS

PAGE = 25
COUNTED_AT_MOST = 100
WAITING = "waiting"
FILTERS = {
    "": gettext_lazy("All"),
    State.DRAFT.value: gettext_lazy("Drafts"),
    WAITING: gettext_lazy("Waiting for you"),
    State.SENT.value: STATE_WORDS[State.SENT],
    State.ACCEPTED.value: STATE_WORDS[State.ACCEPTED],
    State.ANSWERED.value: STATE_WORDS[State.ANSWERED],
    State.DECLINED.value: STATE_WORDS[State.DECLINED],
    State.WITHDRAWN.value: STATE_WORDS[State.WITHDRAWN],
}


@for_roles(*READING_ROLES, kinds=rules.REFERRING_KINDS)
@require_safe
def list_referrals(request: Request) -> HttpResponse:
    """What the own agency has referred, newest first."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in FILTERS else ""
    cases = referred_by(request.user)
    if chosen:
        cases = waiting_for(request.user, cases) if chosen == WAITING else that_stand(cases, State(chosen))
    here = reverse("referrals:list")
    labels = FILTERS if request.user.post.may_write else FILTERS | {WAITING: _("Waiting for your agency")}
    found = page_of(cases.newest(read_cursor(request.GET.get("after"))), PAGE, lambda case: (case.opened_at, case.pk))
    total = cases[:COUNTED_AT_MOST].count() if found.next or "after" in request.GET else len(found.rows)
    context = {
        "rows": listed(found.rows, request.user),
        "filters": [(label, None, f"{here}?state={key}" if key else here, key == chosen) for key, label in labels.items()],
        "chosen": chosen,
        "next": address_with(here, state=chosen, after=found.next) if found.next else "",
        "total": total if total < COUNTED_AT_MOST else None,
        **start_context(request),
    }  # fmt: skip
    return render(request, "referrals/own/list.html", context)


def listed(cases: list[Case], actor: Account) -> list[tuple[Row, Any, Any]]:
    """(row, state in words, situation in words) for the table of referrals."""
    situations = codes_ever("situation")["situation"]
    return [
        (row, _("Decided") if row.result else STATE_WORDS[row.state], situations.get(row.situation, ""))
        for row in rows_of(cases, actor)
    ]


def start_context(request: Request) -> dict[str, Any]:
    """What the buttons need that begin a referral; each has a key of its own."""
    kind = request.user.agency.kind
    return {
        "may_refer": request.user.post.may_write,
        "is_police": kind == Kind.POLICE,
        "is_cmm": kind == Kind.CMM,
        "submission": uuid4(),
        "submission_request": uuid4(),
    }
