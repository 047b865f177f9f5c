"""A referral from its first word to its receipt: five steps, sending, discarding, withdrawing; the list of one's own."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import Request, for_roles
from agencies.errors import Refused, Stale
from agencies.forms import show
from agencies.models import READING_ROLES, WRITING_ROLES, Kind
from agencies.reference.selectors import codes_ever
from agencies.templatetags.words import keep_together, write_at, write_moment
from cases.envelope.models import Case
from cases.envelope.services import once
from cases.policy import Capacity, bit, masks
from cases.records.reading import compare, label_of, lines_of, lists_of
from referrals.referral import rules, services
from referrals.referral.forms import StepForm, SubmissionForm, TelephoneForm
from referrals.referral.models import Preview, Referral
from referrals.referral.rules import Side, State
from referrals.referral.selectors import last_refusal, opened_or_404, saved_at_of, side_of, state_of, waits_for_answer
from referrals.referral.services import Parts, parts_of
from referrals.referral.words import STATE_WORDS, STEP_WORDS, indicator_words
from victims.parts import court_due

may_refer = for_roles(*WRITING_ROLES, kinds=rules.REFERRING_KINDS)
may_read = for_roles(*READING_ROLES, kinds=rules.REFERRING_KINDS)
shows_a_form = require_http_methods(["GET", "HEAD", "POST"])


# --- beginning -----------------------------------------------------------------------------------------------------


@may_refer
@require_POST
def new(request: Request) -> HttpResponse:
    """A draft; the same button pressed twice makes one."""
    try:
        return begin(request)
    except Refused as refusal:
        messages.error(request, _(refusal.sentence) % refusal.values)
        return redirect("referrals:list")


@for_roles(*WRITING_ROLES, kinds=(Kind.CMM,))
@shows_a_form
def telephone(request: Request) -> HttpResponse:
    """CMM records a referral for whoever calls, or refers itself."""
    form = TelephoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return begin(request, caller_agency=form.cleaned_data["caller_agency"])
        except Refused as refusal:
            show(refusal, form)
    return render(
        request,
        "referrals/referral/telephone.html",
        {"form": form, "submission": uuid4(), "submission_request": uuid4()},
    )


def begin(request: Request, **more: Any) -> HttpResponse:
    def act() -> str:
        wanted = "request" in request.POST
        case = services.start_referral(actor=request.user, now=request.now, is_assessment_requested=wanted, **more)
        return reverse("referrals:step", args=[case.pk, 1])

    return redirect(once(actor=request.user, key=key_of_form(request), now=request.now, act=act))


def key_of_form(request: Request) -> UUID:
    form = SubmissionForm(request.POST)
    if not form.is_valid():
        raise BadRequest("a form without its key")
    return form.cleaned_data["submission"]


# --- the steps -----------------------------------------------------------------------------------------------------


@may_refer
@shows_a_form
def write_step(request: Request, case_id: UUID, step: int) -> HttpResponse:
    """Save what can be saved, and show what cannot beside what was typed."""
    if step == rules.LAST_STEP:
        return check(request, case_id)
    case, parts, form = read_form(request, case_id, step)
    if request.method != "POST":
        if case.state != Case.State.DRAFT:
            return redirect("cases:case", case_id)
        return show_step(request, case, step, form, parts)
    if "together" in request.POST:
        return show_step(request, case, step, form, parts, theirs=theirs_of(form, parts))
    try:
        saved = save(request, case, form)
    except Stale:
        return show_both(request, case, step, form)
    except Refused as refusal:
        return show_refusal(request, case, refusal, form)
    if request.POST.get("go") != "back":
        form.add_refusals(services.incomplete(saved, request.now))
    if form.has_errors():
        return show_step(request, case, step, form, saved)
    if request.POST.get("go") == "back":
        return redirect("referrals:step", case_id, step - 1) if step > 1 else redirect("referrals:list")
    return redirect("referrals:step", case_id, step + 1)


@may_refer
@require_POST
def autosave(request: Request, case_id: UUID, step: int) -> HttpResponse:
    """As one types: what can be saved is; the rest stays on the screen and is said to be unsaved."""
    case, _parts, form = read_form(request, case_id, step)
    try:
        saved = save(request, case, form)
    except Refused as refusal:
        return JsonResponse({"message": _(refusal.sentence) % refusal.values}, status=409)
    words = saved_words(request.now, request.now)
    if unsaved := form.faults():
        words = ngettext(
            "%(saved)s, but for %(count)d answer", "%(saved)s, but for %(count)d answers", unsaved
        ) % {"saved": words, "count": unsaved}  # fmt: skip
    versions = {f"{record}-version": part.version for record, part in saved if record in form.forms}
    return JsonResponse({"saved_at": words, "versions": versions})


def read_form(request: Request, case_id: UUID, step: int) -> tuple[Case, Parts, StepForm]:
    if step not in rules.STEPS:
        raise Http404
    case = opened_or_404(request.user, case_id)
    parts = parts_of(case, request.user)
    return case, parts, StepForm(step, parts, now=request.now, data=request.POST if request.method == "POST" else None)


def save(request: Request, case: Case, form: StepForm) -> Parts:
    return services.save_draft(actor=request.user, case=case, versions=form.versions(), values=form.values())


def saved_words(at: datetime | None, now: datetime) -> str:
    """ "Saved at 14:32"; with the day, when it was another."""
    if at is None:
        return ""
    is_today = timezone.localdate(at) == timezone.localdate(now)
    return _("Saved %(moment)s") % {"moment": keep_together(write_at(at)) if is_today else write_moment(at, now=now)}


def show_step(
    request: Request, case: Case, step: int, form: StepForm, parts: Parts, theirs: dict[str, Any] | None = None
) -> HttpResponse:
    rows = form.rows()
    for row in rows:
        row.theirs = (theirs or {}).get(row.name, "")
    detention = parts.detention
    context = {
        "case": case, "step": step, "forms": [row.field for row in rows], "rows": rows,
        "versions": [(f"{record}-version", part.version) for record, part in parts if record in form.forms],
        "steps": steps_of(case, parts, request.now, with_errors=step if form.has_errors() else 0),
        "heading": STEP_WORDS[step], "total": rules.LAST_STEP,
        "saved": saved_words(saved_at_of([case.pk]).get(case.pk), request.now),
        "indicator_count": form.count(), "is_request": parts.preview.is_assessment_requested,
        "court_due": court_due(detention) if "detention.since" in form.names and detention.is_running else None,
        "caller": parts.preview.to,
        "is_nameless": parts.preview.consent == rules.Consent.WITHOUT_NAME and "referral.name" in rules.STEPS[step],
    }  # fmt: skip
    return render(request, "referrals/referral/step.html", context)


def steps_of(case: Case, parts: Parts, now: datetime, with_errors: int = 0) -> list[tuple[Any, str, str]]:
    """(label, address, state) of each step; a later one opens when all before it are answered."""
    found = {rules.step_of(name) for name in services.incomplete(parts, now)}
    steps = []
    for number, label in STEP_WORDS.items():
        is_open = all(number <= first for first in found) or number not in found | {rules.LAST_STEP}
        state = "error" if number == with_errors else "todo" if number in found or number == rules.LAST_STEP else "done"
        steps.append((label, reverse("referrals:step", args=[case.pk, number]) if is_open else "", state))
    return steps


# --- somebody else was faster --------------------------------------------------------------------------------------


def show_both(request: Request, case: Case, step: int, form: StepForm) -> HttpResponse:
    """409: what a colleague saved meanwhile, and what this form would have saved; nothing of either is lost."""
    parts = parts_of(case, request.user)
    codes = codes_ever(*lists_of(Preview), *lists_of(Referral))
    rows, saved = [], {"who": "", "when": None}
    for record, theirs in parts:
        if record in form.forms:
            found = compare(theirs, form.forms[record].cleaned_data, codes)
            rows += found["rows"]
            rows += [
                (label_of(type(theirs), field), dict(lines_of(theirs, [field], codes)).get(label_of(type(theirs), field), ""),
                 form.typed(f"{record}.{field}"))
                for field in form.forms[record].errors
            ]  # fmt: skip
            if saved["when"] is None or (found["when"] and found["when"] > saved["when"]):
                saved = {"who": found["who"], "when": found["when"]}
    versions = {f"{record}-version": part.version for record, part in parts if record in form.forms}
    not_mine = {"csrfmiddlewaretoken", *versions}
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in not_mine]
    here = reverse("referrals:step", args=[case.pk, step])
    context = {**saved, "rows": rows, "action": here, "mine": [*typed, *versions.items()], "keep_url": here}
    return render(request, "conflict.html", context, status=409)


def theirs_of(form: StepForm, parts: Parts) -> dict[str, Any]:
    """{record.field: what stands now}, of each field where something else was typed."""
    codes = codes_ever(*lists_of(Preview), *lists_of(Referral))
    found: dict[str, Any] = {}
    for record, theirs in parts:
        if record in form.forms:
            for field in form.forms[record].changed_data:
                found |= {f"{record}.{field}": value for _label, value in lines_of(theirs, [field], codes)}
    return found


def show_refusal(request: Request, case: Case, refusal: Refused, form: StepForm | None = None) -> HttpResponse:
    """409: the rule's sentence; what was typed stands below, to be copied."""
    typed = form.texts() if form else []
    context = {"case": case, "sentence": _(refusal.sentence) % refusal.values, "typed": typed}
    return render(request, "referrals/referral/refused.html", context, status=409)


# --- checking and sending ------------------------------------------------------------------------------------------


def check(request: Request, case_id: UUID) -> HttpResponse:
    """All that was written, who is told what, until when it is answered, and what is missing."""
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    case = opened_or_404(request.user, case_id)
    state = state_of(case, request.user)
    if state not in (State.DRAFT, State.DECLINED):
        return redirect("cases:case", case_id)
    parts = parts_of(case, request.user)
    is_draft = state == State.DRAFT
    found = services.refusals(parts, request.now)
    codes = codes_ever(*(name for name in (*lists_of(Preview), *lists_of(Referral)) if name != "labour"))
    _lane, due_at = services.urgency(parts.preview, parts.detention, request.now)
    context = {
        "case": case, "is_draft": is_draft, "is_request": parts.preview.is_assessment_requested,
        "step": rules.LAST_STEP, "heading": STEP_WORDS[rules.LAST_STEP], "total": rules.LAST_STEP,
        "steps": steps_of(case, parts, request.now) if is_draft else [],
        "sections": [
            (STEP_WORDS[number], lines_on(number, parts, codes, request.now), address(case, number) if is_draft else "")
            for number in rules.STEPS
        ],
        "missing": [(_(sentence), f"{address(case, rules.step_of(name))}#{name}") for name, sentence in found.items()],
        "before": [line for record in seen_before(parts) for line in lines_of_record(record, parts, codes, request.now)],
        "told": told(request, parts), "due_at": due_at,
        "court_due": court_due(parts.detention) if parts.detention.is_running else None,
        "declined": last_refusal(case, request.user) if not is_draft else None,
        "saved": saved_words(saved_at_of([case.pk]).get(case.pk), request.now) if is_draft else "",
        "submission": uuid4(), "back": address(case, rules.LAST_STEP - 1),
    }  # fmt: skip
    return render(request, f"referrals/referral/{'check' if is_draft else 'again'}.html", context)


def address(case: Case, step: int) -> str:
    return reverse("referrals:step", args=[case.pk, step])


def lines_on(step: int, parts: Parts, codes: Any, now: datetime) -> list[tuple[str, Any]]:
    """What is written on a step, in its order; without a name where it is not to be sent."""
    names = rules.names_on(step, by_telephone=parts.preview.to_id is not None)
    return [line for name in names for line in line_of(name, parts, codes, now)]


def line_of(name: str, parts: Parts, codes: Any, now: datetime) -> list[tuple[str, Any]]:
    """A list of one line, or of none where nothing is written."""
    record, field = name.split(".")
    part = getattr(parts, record)
    if name == "referral.indicators":
        chosen = indicator_words(part.indicators, timezone.localdate(now)) if part.indicators else []
        return [(label_of(Referral, field), chosen)] if chosen else []
    if name == "referral.name" and parts.preview.consent == rules.Consent.WITHOUT_NAME:
        return []
    return lines_of(part, [field], codes)


def seen_before(parts: Parts) -> list[str]:
    """Which records an addressee reads before it accepts: the policy's word, not ours."""
    reads = masks(Capacity.ADDRESSEE).reads
    return [record for record, part in parts if reads & bit(part.section)]


def lines_of_record(record: str, parts: Parts, codes: Any, now: datetime) -> list[tuple[str, Any]]:
    names = [name for step in rules.STEPS.values() for name in step if name.startswith(f"{record}.")]
    return [line for name in names for line in line_of(name, parts, codes, now)]


def told(request: Request, parts: Parts) -> list[tuple[Any, str]]:
    """Who is told, and when; from the rule that puts them on the case."""
    rows: list[tuple[Any, str]] = [("CMM", _("Is told now, without a name. Sees what stands above until accepting."))]
    nameless = parts.preview.consent == rules.Consent.WITHOUT_NAME
    accepted = _("Sees all of it, but no name.") if nameless else _("Sees all of it, the name too.")
    rows.append((_("CMM, once it has accepted"), accepted))
    on = {agency: capacity for agency, capacity, _basis in services.who_comes_on(parts)}
    reasons = {
        Capacity.POLICE: _("Comes on the case when CMM accepts, because it detained the person."),
        Capacity.COMPETENT: _("Comes on the case when CMM accepts, because it decides."),
        Capacity.IMMIGRATION: _("Comes on the case when CMM accepts, because it decides."),
    }
    mine = {request.user.agency, parts.preview.to}
    rows += [
        (str(agency), reasons[capacity])
        for agency, capacity in on.items()
        if agency not in mine and agency.kind != Kind.CMM
    ]
    if parts.preview.to:
        rows.append((str(parts.preview.to), _("Gets the answer, and can read the referral.")))
    return rows


@may_refer
@require_POST
def send(request: Request, case_id: UUID) -> HttpResponse:
    def act() -> str:
        services.send_referral(actor=request.user, case=opened_or_404(request.user, case_id), now=request.now)
        return reverse("referrals:receipt", args=[case_id])

    return do_once(request, case_id, act, on_field=address_of_check(case_id))


def address_of_check(case_id: UUID) -> str:
    return reverse("referrals:step", args=[case_id, rules.LAST_STEP])


def do_once(request: Request, case_id: UUID, act: Any, on_field: str = "") -> HttpResponse:
    """`act`, once for each form; a refusal that belongs to a field leads to the page that shows them all."""
    try:
        return redirect(once(actor=request.user, key=key_of_form(request), now=request.now, act=act))
    except Refused as refusal:
        if on_field and refusal.field:
            return redirect(on_field)
        return show_refusal(request, opened_or_404(request.user, case_id), refusal)


@may_read
@require_safe
def receipt(request: Request, case_id: UUID) -> HttpResponse:
    """Proof of what was done last: sent, or withdrawn."""
    case = opened_or_404(request.user, case_id)
    state = state_of(case, request.user)
    if state == State.DRAFT:
        return redirect("cases:case", case_id)
    parts = parts_of(case, request.user)
    last = waits_for_answer(case, request.user)
    context = {
        "case": case, "state": state, "is_withdrawn": state == State.WITHDRAWN, "words": STATE_WORDS[state],
        "preview": parts.preview, "journal_number": parts.referral.journal_number,
        "due_at": last.due_at if last else None, "to": str(last.to) if last and last.to else "",
        "may_withdraw": request.user.post.may_write and rules.Verb.WITHDRAW in rules.verbs_of(state, side_of(case, request.user)),
        "may_refer": request.user.post.may_write,
    }  # fmt: skip
    return render(request, "referrals/referral/receipt.html", context)


# --- taking back ---------------------------------------------------------------------------------------------------


@may_refer
@shows_a_form
def discard(request: Request, case_id: UUID) -> HttpResponse:
    """Throw a draft away, after saying what is lost."""

    def act() -> str:
        case = opened_or_404(request.user, case_id)
        services.discard_draft(actor=request.user, case=case)
        messages.success(request, _("The draft %(number)s is deleted.") % {"number": case.number})
        return reverse("referrals:list")

    if request.method == "POST":
        return do_once(request, case_id, act)
    case = opened_or_404(request.user, case_id)
    if case.state != Case.State.DRAFT:
        return show_refusal(request, case, Refused(rules.NOT_NOW[rules.Verb.DISCARD]))
    parts = parts_of(case, request.user)
    written = [name.split(".") for name, value in parts.values().items() if value]
    lost = [label_of(type(getattr(parts, record)), field) for record, field in written]
    context = {"case": case, "lost": lost, "submission": uuid4()}
    return render(request, "referrals/referral/discard.html", context)


@may_refer
@shows_a_form
def withdraw(request: Request, case_id: UUID) -> HttpResponse:
    """Take a referral back before it is accepted."""

    def act() -> str:
        services.withdraw_referral(actor=request.user, case=opened_or_404(request.user, case_id), now=request.now)
        return reverse("referrals:receipt", args=[case_id])

    if request.method == "POST":
        return do_once(request, case_id, act)
    case = opened_or_404(request.user, case_id)
    if rules.Verb.WITHDRAW not in rules.verbs_of(state_of(case, request.user), frozenset({Side.OPENER})):
        return show_refusal(request, case, Refused(rules.NOT_NOW[rules.Verb.WITHDRAW]))
    return render(
        request,
        "referrals/referral/withdraw.html",
        {"case": case, "submission": uuid4()},
    )
