"""The talk, the recommendation with its check and its receipt, one's own assessment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import Request, readers, writers
from agencies.errors import Refused, Stale
from agencies.forms import show
from agencies.templatetags.words import write_moment
from cases.assignments.models import Assignment
from cases.envelope.selectors import answer_of, case_or_404
from cases.envelope.views import once_or_refused
from cases.page.selectors import CasePage, case_page
from cases.records.reading import compare, lists_of
from victims.assessment import rules, services
from victims.assessment.forms import InterviewForm, OwnAssessmentForm, RecommendationForm
from victims.assessment.models import Interview, OwnAssessment, Recommendation
from victims.assessment.selectors import Told, has_interview, told_before
from victims.assessment.words import ASK_ABOUT, THEME_WORDS
from victims.identity.selectors import is_treated_as_minor
from victims.parts import court_due, running
from victims.residence.rules import competent_kind
from victims.residence.selectors import decides, status_of
from victims.residence.words import BECAUSE, DECIDES

shows_a_form = require_http_methods(["GET", "HEAD", "POST"])


def page_or_404(request: Request, case_id: UUID, may: frozenset[str]) -> CasePage:
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    if not (page.is_(*may) and page.may_add(Interview.section)):
        raise Http404
    return page


# --- the talk ------------------------------------------------------------------------------------------------------


@writers
@shows_a_form
def write_talk(request: Request, case_id: UUID, talk_id: UUID | None = None) -> HttpResponse:
    """What was told already stands beside each theme; only the rest is asked."""
    if earlier := answer_of(request.user, request.POST.get("submission", "")):  # the same form, sent twice
        return redirect(earlier)
    page = page_or_404(request, case_id, rules.MAY_TALK)
    talk = next((row for row in page.records(Interview) if row.pk == talk_id), None)
    if talk_id is not None and (talk is None or talk.author_id != request.user.agency_id):
        raise Http404
    told = told_before(page, but=talk)
    is_minor = is_treated_as_minor(page.case, request.user)
    codes = page.codes("labour", "interview_place", "interview_present", "language", "indicator_dimension")
    form = InterviewForm(
        request.POST or None, codes=codes, asked=asked_of(told, talk), is_minor=is_minor, interview=talk
    )  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return show_talk(request, page, form, told, talk)
    values = form.values()
    if "together" in request.POST and talk is not None:
        form.data = typed_over(request, talk.version)
        theirs = compare(talk, values, page.codes(*lists_of(Interview)))["rows"]
        return show_talk(request, page, form, told, talk, [(label, was) for label, was, _mine in theirs])
    found = services.interview_refusals(actor=request.user, case=page.case, values=values, now=request.now)
    for field, sentence in found.items():
        show(Refused(sentence, field=field), form)

    def act() -> str:
        about: dict[str, Any] = {"actor": request.user, "case": page.case, "values": values, "now": request.now}
        if talk is None:
            services.write_interview(**about)
        else:
            services.change_interview(**about, interview=talk, version=form.cleaned_data["version"] or 0)
        messages.success(request, _("The talk is saved."))
        goes_on = request.POST.get("go") == "recommend" and page.is_(*rules.MAY_RECOMMEND)
        return reverse("victims:recommendation" if goes_on else "cases:case", args=[case_id])

    try:
        done = None if found else once_or_refused(request, form, act)
    except Stale as stale:
        return show_both(request, page, stale, values)
    return done or show_talk(request, page, form, told, talk)


def asked_of(told: list[Told], talk: Interview | None) -> list[str]:
    """Every indicator that was told of, the talk's own too, each once."""
    own = [*talk.confirmed, *talk.refuted] if talk else []
    return list(dict.fromkeys([code for one in told for code in one.codes] + own))


def typed_over(request: Request, version: int) -> QueryDict:
    """What was typed, as from the version that now stands."""
    data = request.POST.copy()
    data["version"] = str(version)
    return data


def show_both(request: Request, page: CasePage, stale: Stale, values: dict[str, Any]) -> HttpResponse:
    """Both versions, and the way to either, or to writing them together."""
    sent = [(name, value) for name, given in request.POST.lists() for value in given]
    again = [(name, value) for name, value in sent if name not in ("version", "csrfmiddlewaretoken", "together")]
    context = compare(stale.theirs, values, page.codes(*lists_of(type(stale.theirs)))) | {
        "action": request.path, "mine": [*again, ("version", stale.theirs.version)], "keep_url": request.path,
    }  # fmt: skip
    return render(request, "conflict.html", context, status=409)


def show_talk(
    request: Request, page: CasePage, form: InterviewForm, told: list[Told], talk: Interview | None, theirs: Any = ()
) -> HttpResponse:  # fmt: skip
    detention = running(page)
    count = len([row for row in page.records(Interview) if talk is None or row.began_at < talk.began_at])
    heading = _("The first talk") if not count else _("Another talk")
    sections = [
        (_("Place, interpreter and who"), "#place", "", True),
        (_("Told and new"), "#told", "", False),
        (_("Indicators"), "#indicators", _("%(count)d told of") % {"count": len(form.asked)}, False),
    ]
    context = {
        "case": page.case, "form": form, "heading": heading, "talk": talk, "sections": sections, "theirs": theirs,
        "court_due": court_due(detention) if detention else None, "general": rows_of(page, told, rules.GENERAL),
        "themes": [
            (THEME_WORDS[theme], rows_of(page, told, theme), ASK_ABOUT[theme], form[theme]) for theme in rules.THEMES
        ],
        "may_recommend": page.is_(*rules.MAY_RECOMMEND),
    }  # fmt: skip
    return render(request, "victims/assessment/talk.html", context)


def rows_of(page: CasePage, told: list[Told], theme: str) -> list[tuple[str, Any]]:
    """(who and when, what) that was told of a theme."""
    known = page.codes("labour")["labour"]
    return [
        (
            f"{one.who}, {write_moment(one.at, now=page.now)}",
            one.words or [capfirst(str(known.get(code, code))) for code in one.codes],
        )
        for one in told
        if one.theme == theme and (one.words or one.codes)
    ]


# --- the recommendation --------------------------------------------------------------------------------------------


@writers
@shows_a_form
def write_recommendation(request: Request, case_id: UUID) -> HttpResponse:
    """The form; the page on which it is checked; then the receipt."""
    if earlier := answer_of(request.user, request.POST.get("submission", "")):
        return redirect(earlier)
    page = page_or_404(request, case_id, rules.MAY_RECOMMEND)
    form = RecommendationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("recommends", "weighing")}
        has_talk = has_interview(page.case, request.user)
        found = rules.recommendation_refusals(**said, has_interview=has_talk)
        for field, sentence in found.items():
            show(Refused(sentence, field=field), form)

        def act() -> str:
            services.recommend(actor=request.user, case=page.case, now=request.now, **said)
            return reverse("victims:recommended", args=[case_id])

        if not found and request.POST.get("go") == "send" and (done := once_or_refused(request, form, act)):
            return done
        if not form.errors and request.POST.get("go") != "back":
            context = recommendation_context(page) | {
                "form": form, "word": dict(form.fields["recommends"].choices)[said["recommends"]], **said,  # type: ignore[attr-defined]
            }  # fmt: skip
            return render(request, "victims/assessment/recommendation_check.html", context)
    context = recommendation_context(page) | {"form": form, "talks": page.records(Interview)}
    return render(request, "victims/assessment/recommendation.html", context)


def recommendation_context(page: CasePage) -> dict[str, Any]:
    status = status_of(page.case, page.actor)
    kind = competent_kind(status)
    return {
        "case": page.case, "authority": decides(page.case, status), "because": BECAUSE[kind], "decides": DECIDES[kind],
        "is_own": kind == page.actor.agency.kind,
    }  # fmt: skip


@readers
@require_safe
def show_recommended(request: Request, case_id: UUID) -> HttpResponse:
    """The receipt: what was recommended last, to whom, and by when it is decided."""
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    given = page.newest(Recommendation)
    if given is None or not page.is_(*rules.MAY_RECOMMEND):
        raise Http404
    work = [row for row in page.records(Assignment) if row.work == Assignment.Work.DECIDE and row.done_at is None]
    context = recommendation_context(page) | {
        "given": given, "due_at": work[-1].due_at if work else None,
        "is_open": given.recommends == rules.Recommended.NOT_YET,
    }  # fmt: skip
    return render(request, "victims/assessment/recommended.html", context)


# --- one's own assessment ------------------------------------------------------------------------------------------


@writers
@shows_a_form
def write_own(request: Request, case_id: UUID) -> HttpResponse:
    """What police or a supporter have seen and think themselves: one text, which they go on with."""
    if earlier := answer_of(request.user, request.POST.get("submission", "")):
        return redirect(earlier)
    page = page_or_404(request, case_id, rules.MAY_ASSESS)
    mine = [row for row in page.records(OwnAssessment) if row.author_id == request.user.agency_id]
    current = mine[-1] if mine else None
    initial = {"words": current.words, "version": current.version} if current else {}
    form = OwnAssessmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words, version = form.cleaned_data["words"], form.cleaned_data["version"] or 0

        def act() -> str:
            services.write_own_assessment(
                actor=request.user, case=page.case, words=words, now=request.now, current=current, version=version
            )
            messages.success(request, _("Saved."))
            return reverse("cases:case", args=[case_id])

        if "together" in request.POST and current is not None:
            form.data = typed_over(request, current.version)
        else:
            try:
                if done := once_or_refused(request, form, act):
                    return done
            except Stale as stale:
                return show_both(request, page, stale, {"words": words})
    theirs = current.words if current and "together" in request.POST else ""
    return render(request, "victims/assessment/own.html", {"case": page.case, "form": form, "theirs": theirs})
