"""The pages on which the residence is written, and on which competence is handed over."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access import Request, writers
from agencies.forms import OnceForm
from agencies.models import Agency
from cases.envelope.models import Case
from cases.envelope.selectors import answer_of, case_or_404
from cases.envelope.views import once_or_refused
from cases.page.selectors import case_page
from cases.policy import Capacity
from victims.residence.forms import ResidenceForm
from victims.residence.models import Residence
from victims.residence.rules import competent_kind
from victims.residence.selectors import competent_agencies, decides, status_of
from victims.residence.services import hand_over_competence, record_residence
from victims.residence.words import BECAUSE, DECIDES

shows_a_form = require_http_methods(["GET", "HEAD", "POST"])


@writers
@shows_a_form
def write_residence(request: Request, case_id: UUID) -> HttpResponse:
    """Below each status stands who decides then; afterwards it is said what was moved."""
    if earlier := answer_of(request.user, request.POST.get("submission", "")):
        return redirect(earlier)
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    if not page.may_add(Residence.section):
        raise Http404
    form = ResidenceForm(request.POST or None)

    def act() -> str:
        before, said = competent_agencies(page.case), form.cleaned_data
        record_residence(
            actor=request.user, case=page.case, status=said["status"], since=said["since"], words=said["words"], now=request.now
        )  # fmt: skip
        messages.success(request, moved_words(page.case, said["status"], before))
        return reverse("cases:case", args=[case_id])

    if request.method == "POST" and form.is_valid() and (done := once_or_refused(request, form, act)):
        return done
    current = page.newest(Residence)
    status = current.status if current else ""
    context = {"case": page.case, "form": form, "current": current, "decides": DECIDES[competent_kind(status)]}
    return render(request, "victims/residence/residence.html", context)


def moved_words(case: Case, status: str, before: list[Agency]) -> str:
    """What became of who decides."""
    after = competent_agencies(case)
    if [agency.kind for agency in after] != [competent_kind(status)]:
        return _("Saved. The coordinator has been asked to hand over who decides.")
    if after == before:
        return _("Saved. %(agency)s decides as before.") % {"agency": after[0]}
    return _("Saved. %(agency)s decides now, and both have been told.") % {"agency": after[0]}


@writers
@shows_a_form
def hand_over(request: Request, case_id: UUID) -> HttpResponse:
    """The coordinator does what whoever wrote the residence could not do."""
    if earlier := answer_of(request.user, request.POST.get("submission", "")):
        return redirect(earlier)
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    current = page.newest(Residence)
    if not page.is_(Capacity.COORDINATOR) or not page.may_add(Residence.section) or current is None:
        raise Http404
    form = OnceForm(request.POST or None)
    kind = competent_kind(status_of(page.case, request.user))
    on = competent_agencies(page.case)

    def act() -> str:
        hand_over_competence(actor=request.user, case=page.case, now=request.now)
        authority = decides(page.case, current.status)
        messages.success(request, _("%(agency)s decides now, and both have been told.") % {"agency": authority})
        return reverse("cases:case", args=[case_id])

    if request.method == "POST" and form.is_valid() and (done := once_or_refused(request, form, act)):
        return done
    context = {
        "case": page.case, "form": form, "current": current, "because": BECAUSE[kind], "kind": kind,
        "leaving": [agency for agency in on if agency.kind != kind], "is_done": [agency.kind for agency in on] == [kind],
        "to": Agency.objects.get(kind=kind),
    }  # fmt: skip
    return render(request, "victims/residence/hand_over.html", context)
