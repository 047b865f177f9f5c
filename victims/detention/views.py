"""The page on which a release is written."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access import Request, writers
from agencies.errors import Refused
from agencies.forms import show
from cases.envelope.selectors import case_or_404
from cases.page.selectors import case_page
from victims.detention.forms import ReleaseForm
from victims.detention.models import Detention
from victims.detention.services import release


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def write_release(request: Request, case_id: UUID) -> HttpResponse:
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    running = next((row for row in page.records(Detention) if row.is_running), None)
    if running is None or not page.may_change(running):
        raise Http404
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            release(actor=request.user, case=page.case, until=form.cleaned_data["until"], now=request.now)
        except Refused as refusal:
            show(refusal, form)
        else:
            messages.success(request, _("Saved."))
            return redirect("cases:case", case_id)
    return render(request, "victims/detention/release.html", {"case": page.case, "form": form, "running": running})
