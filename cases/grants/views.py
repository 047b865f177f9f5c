"""Keeping off a case."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access import Request, readers
from cases.envelope.selectors import case_or_404
from cases.grants.forms import RecusalForm
from cases.grants.services import recuse


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def recuse_oneself(request: Request, case_id: UUID) -> HttpResponse:
    """From the next page on the case is not there for this reader; only another lead lets them back."""
    case = case_or_404(request.user, case_id)
    form = RecusalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        recuse(actor=request.user, case=case, reason=form.cleaned_data["reason"], now=request.now)
        messages.success(
            request, _("You keep off case %(number)s. Your colleagues can still work on it.") % {"number": case.number}
        )
        return redirect("home")
    return render(request, "cases/grants/recuse.html", {"case": case, "form": form})
