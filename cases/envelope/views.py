"""The list of the cases that one is on; and how every page acts once on a form, or says why not."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from agencies.access import Request, readers
from agencies.errors import Refused, Stale
from agencies.forms import OnceForm, show
from cases.envelope.selectors import cases_of, count_cases_of, openers_known, typed_number
from cases.envelope.services import once
from cases.paging import address_with, page_of, read_cursor

PAGE = 25


def once_or_refused(request: Request, form: OnceForm, act: Callable[[], str]) -> HttpResponse | None:
    """Where the act leads, once however often the form is sent; None with the refusal in the form. `Stale` is the page's to show."""
    try:
        return redirect(once(actor=request.user, key=form.cleaned_data["submission"], now=request.now, act=act))
    except Stale:
        raise
    except Refused as refusal:
        show(refusal, form)
        return None


@readers
@require_safe
def list_cases(request: Request) -> HttpResponse:
    """Newest first, or the one with a number that was typed; a number that is not one's own finds nothing."""
    wanted = typed_number(request.GET.get("number", ""))
    rows = cases_of(request.user)
    rows = rows.filter(number=wanted) if wanted else rows.newest(read_cursor(request.GET.get("after")))
    found = page_of(rows, PAGE, lambda case: (case.opened_at, case.pk))
    openers = openers_known(request.user, found.rows)
    cases = [(case, openers.get(case.pk, "")) for case in found.rows]
    here = reverse("cases:list")
    context = {
        "cases": cases,
        "next": address_with(here, after=found.next) if found.next else "",
        "wanted": wanted,
        "count": count_cases_of(request.user),
    }
    return render(request, "cases/envelope/list.html", context)
