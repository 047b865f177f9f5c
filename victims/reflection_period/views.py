"""The page of a period, the steps that whoever decides takes on it, and what others ask for."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import Request, readers, writers
from agencies.errors import Refused, Stale
from agencies.forms import show
from agencies.templatetags.words import write_day
from cases.envelope.selectors import case_or_404
from cases.envelope.services import once
from cases.envelope.views import once_or_refused
from cases.page.selectors import case_page
from cases.policy import Section
from cases.records.reading import lines_of
from victims.decision.selectors import outcome_of
from victims.reflection_period import rules, services, words
from victims.reflection_period.drawing import bars_of
from victims.reflection_period.forms import FORMS, AskForm, StepForm, WhatIfForm
from victims.reflection_period.models import PeriodStep
from victims.reflection_period.reading import Period
from victims.reflection_period.rules import Ground, Step, Taken, WhatIf
from victims.reflection_period.selectors import ceiling_before

Values = Mapping[str, Any]
SENT_APART = ("csrfmiddlewaretoken", "again", "confirmed")


def period_or_404(request: Request, case_id: UUID) -> Period:
    """For those who read the deadline; for others the page is not there."""
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    if not page.has(Section.DEADLINE):
        raise Http404
    return Period(page)


@readers
@require_safe
def show_period(request: Request, case_id: UUID) -> HttpResponse:
    """Until when, and why."""
    period = period_or_404(request, case_id)
    form = (
        FORMS[period.verbs[0]](period=period)
        if period.verbs and period.verbs[0] in ("grant", "extend", "resume")
        else None
    )
    context = common(period) | {
        "bars": bars_of(period), "verb_form": form,
        "verb": period.verbs[0] if form else "", "verb_title": words.VERB_WORDS[period.verbs[0]] if form else "",
        "suggested": result_of(period, period.verbs[0], form.initial) if form else None,
        "other_verbs": others(period), "earlier": ceiling_before(period.today), "applications": applications(period),
        "ask": words.ASK_WORDS[period.request] if period.may_ask else "",
    }  # fmt: skip
    return render(request, "victims/reflection_period/period.html", context | what_if(request, period))


def common(period: Period) -> dict[str, Any]:
    return {"case": period.page.case, "period": period, "course": period.course}


def others(period: Period) -> list[tuple[Any, str]]:
    """What else may be written: (words, where)."""
    first = period.verbs[:1] if period.verbs[:1] and period.verbs[0] in ("grant", "extend", "resume") else ()
    return [
        (words.VERB_WORDS[verb], reverse("victims:period_step", args=[period.page.case.pk, verb]))
        for verb in period.verbs
        if verb not in first and verb != "end"  # that one is a button of the head
    ]


def applications(period: Period) -> list[tuple[str, list[tuple[str, Any]], str]]:
    """What was asked for: (what, lines, who passed it on)."""
    found = []
    for one in period.applications:
        lines = lines_of(one, ["asked_on", "days", "ground", "words"], {})
        shown = [(label, write_day(value) if hasattr(value, "year") else value) for label, value in lines]
        found.append((str(one.get_asks_for_display()), shown, one.signature))
    return found


def what_if(request: Request, period: Period) -> dict[str, Any]:
    """What would hold, by the rules; nothing is written."""
    if not period.is_granted or not period.is_adviser:
        return {}
    form = WhatIfForm(request.GET if "what" in request.GET else None)
    found: dict[str, Any] = {"what_if": form}
    if form.is_bound and form.is_valid():
        what, days = WhatIf(form.cleaned_data["what"]), form.cleaned_data["more"] or 0
        try:
            then = rules.imagine(period.course, what, on=period.today, ceiling=period.ceiling, days=days)
            found["then"] = words.answer_to(what, then, period.course)
        except Refused as refusal:
            found["then"] = [gettext(refusal.sentence) % refusal.values]
    return found


def result_of(period: Period, verb: str, values: Values) -> Taken | None:
    """What the step would be, whichever ground is chosen; None where the rules refuse it."""
    try:
        return taken_by(period, verb, {**values, "ground": values.get("ground") or Ground.COOPERATES.value})
    except Refused:
        return None


def taken_by(period: Period, verb: str, values: Values) -> Taken:
    """What the rules make of a form, before anything is written; `Refused` as the service would."""
    course, today = period.course, period.today
    if verb == "grant":
        return rules.grant(
            course, outcome=outcome_of(period.page.case, period.page.actor), asked_on=values["asked_on"], first_day=values["first_day"],
            days=period.numbers["period_days"], decided_on=today,
        )  # fmt: skip
    if verb == "extend":
        return rules.extend(
            course, days=values["days"], ground=values["ground"] or "", words=values.get("words") or "", asked_on=values["asked_on"],
            ceiling=period.ceiling, decided_on=today,
        )  # fmt: skip
    if verb == "move":
        return rules.move(course, first_day=values["first_day"], decided_on=today)
    if verb == "resume":
        return rules.resume(course, first_day=values["first_day"], decided_on=today)
    if verb == "refuse":
        return rules.refuse(words=values["words"], decided_on=today)
    return rules.stop(
        course, Step.ENDED if verb == "end" else Step.DECLINED, last_day=values["last_day"], decided_on=today
    )


SERVICES: dict[str, Callable[..., PeriodStep]] = {
    "grant": services.grant_period, "extend": services.extend_period, "move": services.move_start, "refuse": services.refuse_request,
    "decline": services.stop_period, "end": services.stop_period, "resume": services.resume_period,
}  # fmt: skip


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def take_step(request: Request, case_id: UUID, verb: str) -> HttpResponse:
    """One step of whoever decides: the form, then what it means, then the act."""
    period = period_or_404(request, case_id)
    if (
        verb not in FORMS
        or not period.page.may_add(Section.DEADLINE)
        or (request.method != "POST" and verb not in period.verbs)
    ):
        raise Http404
    form = FORMS[verb](request.POST or None, period=period)
    if request.method == "POST" and form.is_valid():
        try:
            if "confirmed" in request.POST:
                return redirect(act(request, period, verb, form))
            step = taken_by(period, verb, form.cleaned_data)
            if "again" not in request.POST:
                return render(request, "victims/reflection_period/check.html", check(request, period, verb, form, step))
        except Stale as stale:
            show(stale, form)
            form.data = {**request.POST.dict(), "seen": len(period.steps)}
            return render(request, "victims/reflection_period/step.html", form_of(period, verb, form), status=409)
        except Refused as refusal:
            show(refusal, form)
    return render(request, "victims/reflection_period/step.html", form_of(period, verb, form))


def form_of(period: Period, verb: str, form: StepForm) -> Values:
    return common(period) | {"form": form, "title": words.VERB_WORDS[verb]}


def act(request: Request, period: Period, verb: str, form: StepForm) -> str:
    """Write it, once for each form; where it stands."""
    values = {name: value for name, value in form.cleaned_data.items() if name != "submission"}
    here = reverse("victims:period", args=[period.page.case.pk])

    def write() -> str:
        step = SERVICES[verb](actor=request.user, case=period.page.case, now=request.now, **values)
        messages.success(request, words.DONE_WORDS[verb] % days_of(step))
        return here

    return once(actor=request.user, key=form.cleaned_data["submission"], now=request.now, act=write)


def days_of(step: Any) -> dict[str, str]:
    last = write_day(step.last_day) if step.last_day else ""
    return {"deadline": last, "last_day": last}


def check(request: Request, period: Period, verb: str, form: StepForm, step: Taken) -> Values:
    """What is about to be written, and who is told."""
    after = rules.after(period.course, step)
    shown = [
        (form.fields[name].label, shown_value(form, name)) for name in form.fields if name not in ("submission", "seen")
    ]
    if after.deadline and verb in ("grant", "move", "extend", "resume"):
        words_of = {"day": write_day(after.deadline), "number": after.total_days}
        shown.append((_("New deadline"), _("%(day)s, day %(number)s") % words_of))
    if verb in ("decline", "end"):
        shown.append((_("Days used"), str(after.total_days)))
        shown.append((_("Days left if the person comes back"), str(after.unused_days)))
    sent = [
        (name, value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "again", "confirmed")
    ]
    return common(period) | {
        "title": words.VERB_WORDS[verb], "do": words.DO_WORDS[verb] % days_of(step), "sent": sent,
        "lines": [(label, value) for label, value in shown if value],
    }  # fmt: skip


def shown_value(form: StepForm, name: str) -> str:
    value = form.cleaned_data[name]
    if hasattr(value, "year"):
        return write_day(value)
    return str(dict(getattr(form.fields[name], "choices", ())).get(value, value if value is not None else ""))


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, case_id: UUID) -> HttpResponse:
    """What the person asks for, passed on to whoever decides."""
    period = period_or_404(request, case_id)
    if not period.may_ask:
        raise Http404
    form = AskForm(request.POST or None, period=period)

    def pass_on() -> str:
        values = {name: value for name, value in form.cleaned_data.items() if name != "submission"}
        services.ask_for_period(
            actor=request.user, case=period.page.case, asks_for=period.request, now=request.now, **values
        )
        messages.success(request, _("It is passed on to whoever decides. You are told when it is decided."))
        return reverse("victims:period", args=[case_id])

    if request.method == "POST" and form.is_valid() and (done := once_or_refused(request, form, pass_on)):
        return done
    context = common(period) | {"form": form, "title": words.ASK_WORDS[period.request]}
    return render(request, "victims/reflection_period/step.html", context | {"is_asking": True})
