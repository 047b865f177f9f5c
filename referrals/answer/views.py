"""The preview with the addressee's answer; what is said back and forth; who has the case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from agencies.access import Request, readers, writers
from cases.assignments.models import Assignment
from cases.assignments.services import open_work
from cases.envelope.models import Case
from cases.envelope.selectors import answer_of, case_or_404
from cases.envelope.views import once_or_refused
from cases.page.selectors import CasePage, case_page, remember_visit
from cases.policy import Capacity
from cases.records.reading import lines_of, lists_of
from referrals.answer.forms import AnswerForm, PeopleForm, WordsForm
from referrals.parts import PREVIEW_FIELDS, said_lines
from referrals.referral import rules, services
from referrals.referral.models import Preview
from referrals.referral.rules import Verb
from referrals.referral.selectors import people_of, side_of, state_of
from referrals.referral.words import VERB_WORDS
from victims.minors.rules import is_minor
from victims.parts import court_due, running

Said = dict[str, Any]
DONE = {
    Verb.ACCEPT: gettext_lazy("You have accepted %(number)s. The sender has been told."),
    Verb.ASK: gettext_lazy("Your question on %(number)s has been sent."),
    Verb.PASS_ON: gettext_lazy("%(number)s has been passed on. The sender has been told."),
    Verb.DECLINE: gettext_lazy("%(number)s has been declined. The sender has your reason."),
    Verb.REPLY: gettext_lazy("Your answer on %(number)s has been sent."),
    Verb.ANSWER: gettext_lazy("The sender of %(number)s has your answer."),
}


@readers
@require_http_methods(["GET", "HEAD", "POST"])
def show_preview(request: Request, case_id: UUID) -> HttpResponse:
    """Take it or not, without knowing who."""
    if earlier := answer_of(request.user, request.POST.get("submission", "")):  # the same form, sent twice
        return redirect(earlier)
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    if not page.is_(Capacity.ADDRESSEE):
        is_colleague = request.user.post.may_write and page.is_(Capacity.COORDINATOR)
        if request.method == "POST" and is_colleague:  # somebody else of the agency was faster
            messages.error(request, _("The referral has already been answered, passed on or taken back."))
            return redirect("cases:case", case_id)
        raise Http404
    form = AnswerForm(request.POST or None, actor=request.user) if request.user.post.may_write else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and (answered := answer(request, page.case, form)):
            return answered
    response = render(request, "referrals/answer/preview.html", preview_context(page) | {"form": form})
    remember_visit(request.user, page.case, page.now)
    return response


def answer(request: Request, case: Case, form: AnswerForm) -> HttpResponse | None:
    """The answer's page, or None with the refusal in the form."""
    said: Said = form.cleaned_data
    common = {"actor": request.user, "case": case, "words": said["words"], "now": request.now}
    verbs: dict[str, Callable[[], Any]] = {
        Verb.ACCEPT: lambda: services.accept_referral(
            **common, responsible=said["responsible"], contact_person=said["contact_person"]
        ),
        Verb.ASK: lambda: services.ask_sender(**common),
        Verb.PASS_ON: lambda: services.pass_on_referral(**common, to=said["receiver"]),
        Verb.DECLINE: lambda: services.decline_referral(**common),
    }  # fmt: skip
    verb = Verb(said["verb"])

    def act() -> str:
        verbs[verb]()
        messages.success(request, DONE[verb] % {"number": case.number})
        return reverse("cases:case", args=[case.pk]) if verb in (Verb.ACCEPT, Verb.ASK) else reverse("home")

    return once_or_refused(request, form, act)


def preview_context(page: CasePage) -> dict[str, Any]:
    record = page.newest(Preview)
    if record is None:
        raise Http404
    detention = running(page)
    work = open_work(page.actor, page.case, work=Assignment.Work.ANSWER_REFERRAL).first()
    return {
        "page": page, "case": page.case, "preview": record, "detention": detention, "due_at": work.due_at if work else None,
        "court_due": court_due(detention) if detention else None,
        "is_minor": is_minor(record.age_band), "sender": record.to or record.author,
        "languages": [str(page.codes("language")["language"].get(code, code)) for code in record.languages],
        "lines": lines_of(record, PREVIEW_FIELDS, page.codes(*lists_of(Preview))), "said_lines": said_lines(page),
    }  # fmt: skip


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: Request, case_id: UUID, verb: str) -> HttpResponse:
    """Ask, reply or answer, when it is this reader's turn."""
    case = case_or_404(request.user, case_id)
    acts = {Verb.ASK: services.ask_sender, Verb.REPLY: services.reply, Verb.ANSWER: services.answer_sender}
    if verb not in acts:
        raise Http404
    form = WordsForm(request.POST or None)
    chosen = Verb(verb)
    sides = side_of(case, request.user)
    is_turn = chosen in rules.verbs_of(state_of(case, request.user), sides)
    if not is_turn and (request.method != "POST" or not rules.is_ever(chosen, sides)):
        raise Http404  # whose turn it was a moment ago is told so

    def act() -> str:
        acts[chosen](actor=request.user, case=case, words=form.cleaned_data["words"], now=request.now)
        messages.success(request, DONE[chosen] % {"number": case.number})
        return reverse("cases:case", args=[case_id])

    if request.method == "POST" and form.is_valid() and (answered := once_or_refused(request, form, act)):
        return answered
    page = case_page(request.user, case, request.now)
    context = {"case": case, "form": form, "title": VERB_WORDS[chosen], "said_lines": said_lines(page)}
    return render(request, "referrals/answer/say.html", context)


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def change_people(request: Request, case_id: UUID) -> HttpResponse:
    """Who is responsible at the coordinator, and who is the person's contact."""
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    if not page.is_(Capacity.COORDINATOR):
        raise Http404
    responsible, contact_person = people_of(page.case, request.user)
    initial = {"responsible": responsible or None, "contact_person": contact_person or None}
    form = PeopleForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_people(actor=request.user, case=page.case, now=request.now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("cases:case", case_id)
    return render(request, "referrals/answer/people.html", {"case": page.case, "form": form})
