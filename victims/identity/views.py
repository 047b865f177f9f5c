"""The pages on which the name is written, and what is told of the person without it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agencies.access import Request, writers
from agencies.errors import Stale
from cases.envelope.selectors import answer_of, case_or_404
from cases.envelope.views import once_or_refused
from cases.page.selectors import case_page
from cases.records.reading import compare
from victims.identity.forms import NameForm, ProfileForm
from victims.identity.models import Name, Profile
from victims.identity.services import write_name, write_profile


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def edit_name(request: Request, case_id: UUID) -> HttpResponse:
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    record = page.newest(Name)
    if not (page.may_change(record) if record else page.may_add(Name.section)):
        raise Http404
    languages = page.codes("language")["language"]
    initial = {"version": record.version if record else None}
    form = NameForm(request.POST or None, instance=record, initial=initial, languages=languages)
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = {name: form.cleaned_data[name] for name in ("used", "address", "language")}
        version = form.cleaned_data["version"]
        try:
            write_name(actor=request.user, case=page.case, values=values, version=version, now=request.now)
        except Stale as stale:
            again = {**{name: value or "" for name, value in values.items()}, "version": stale.theirs.version}
            context = compare(stale.theirs, values, page.codes("language")) | {
                "action": request.path, "mine": list(again.items()), "keep_url": reverse("cases:case", args=[case_id]),
            }  # fmt: skip
            return render(request, "conflict.html", context, status=409)
        messages.success(request, _("Saved."))
        return redirect("cases:case", case_id)
    return render(request, "victims/identity/name.html", {"case": page.case, "form": form})


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def write_profile_of(request: Request, case_id: UUID) -> HttpResponse:
    """What is known is added to, and never changed."""
    if earlier := answer_of(request.user, request.POST.get("submission", "")):
        return redirect(earlier)
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    if not page.may_add(Profile.section):
        raise Http404
    countries = page.codes("country")["country"]
    form = ProfileForm(request.POST or None, countries=countries, profile=page.newest(Profile))

    def act() -> str:
        values = {name: form.cleaned_data[name] for name in ("sex", "age_band", "birth_year", "nationality")}
        write_profile(actor=request.user, case=page.case, values=values, now=request.now)
        messages.success(request, _("Saved."))
        return reverse("cases:case", args=[case_id])

    if request.method == "POST" and form.is_valid() and (done := once_or_refused(request, form, act)):
        return done
    return render(request, "victims/identity/profile.html", {"case": page.case, "form": form})
