"""Deciding in three pages: the form, the check of all that was chosen and of who is told what, and the receipt."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import Request, readers, writers
from agencies.errors import Refused, Stale
from agencies.forms import show
from agencies.models import Kind
from agencies.reference.selectors import parameters_on
from agencies.templatetags.words import write_day, write_moment
from cases.assignments.models import Assignment
from cases.assignments.services import open_work
from cases.envelope.selectors import answer_of, case_or_404
from cases.envelope.views import once_or_refused
from cases.grants.selectors import Reader, readers_of
from cases.page.selectors import CasePage, case_page
from cases.policy import Capacity, Section
from cases.records.reading import lines_of, lists_of, signed
from cases.words import CAPACITY_WORDS
from victims.assessment.models import Interview, OwnAssessment, Recommendation
from victims.assessment.rules import THEMES, Recommended
from victims.assessment.selectors import candidates
from victims.contact_person.models import ContactPerson
from victims.decision.forms import DecisionForm
from victims.decision.models import OUTCOMES, WHY_NOT
from victims.decision.parts import LISTS, decision_lines
from victims.decision.rules import Outcome, counts_as_victim, year_counted
from victims.decision.selectors import TOLD_OF, Decided, decided
from victims.decision.services import decide, refusals
from victims.decision.words import (
    COUNTS_AS,
    count_words,
    decapitated,
    decisive_words,
    form_lines,
    form_words,
    outcome_words,
    weighed_words,
)
from victims.identity.models import Name
from victims.identity.rules import initials
from victims.identity.selectors import is_treated_as_minor
from victims.reflection_period.rules import last_day_of
from victims.residence.models import Residence
from victims.residence.rules import competent_kind

OUTCOME_WORDS: dict[str, Any] = dict(OUTCOMES)
WHY_WORDS: dict[str, Any] = dict(WHY_NOT)
TALK_FIELDS = ("place", "interpreter", "language", "companion", "present", *THEMES, "confirmed", "refuted")


@writers
@require_http_methods(["GET", "HEAD", "POST"])
def edit_decision(request: Request, case_id: UUID) -> HttpResponse:
    """The form; sent with `step` "check" its check page, with "decide" the act; "correct" comes back with everything kept."""
    if earlier := answer_of(request.user, request.POST.get("submission", "")):  # the same form, sent twice
        return redirect(earlier)
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    if not page.is_(Capacity.COMPETENT):
        raise Http404
    before = decided(page)
    form = form_of(page, before, request.POST or None)
    step = request.POST.get("step", "")
    if request.method == "POST" and step in ("check", "decide") and form.is_valid():
        if is_overtaken(form, before):
            return overtaken(request, page, form, before)
        about: dict[str, Any] = {"actor": request.user, "case": page.case, "now": request.now}
        for field, sentence in refusals(**about, **form.given()).items():
            show(Refused(sentence, field="decisive" if field == "weights" else field), form)
        if form.is_valid() and step == "check":
            return render(request, "victims/decision/check.html", check_context(page, form, before))
        if form.is_valid() and (done := act(request, page, form)):
            return done
    return render(request, "victims/decision/decision.html", form_context(page, form, before))


def form_of(page: CasePage, before: list[Decided], data: Any) -> DecisionForm:
    return DecisionForm(
        data, codes=page.codes(*LISTS), candidates=candidates(page), is_minor=is_treated_as_minor(page.case, page.actor),
        is_superseding=bool(before), initial={"supersedes": before[0].result.pk if before else None},
    )  # fmt: skip


def is_overtaken(form: DecisionForm, before: list[Decided]) -> bool:
    """Whether somebody has decided since this form was opened."""
    return form.cleaned_data["supersedes"] != (before[0].result.pk if before else None)


def overtaken(request: Request, page: CasePage, form: DecisionForm, before: list[Decided]) -> HttpResponse:
    """Nothing typed is lost: the same form once more, before the decision that came between."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
    data["supersedes"] = str(before[0].result.pk) if before else ""
    again = form_of(page, before, data)
    again.is_valid()
    again.add_error(
        None,
        _("Somebody else has decided meanwhile. Read that decision. If you still decide, say why it is superseded."),
    )
    return render(
        request, "victims/decision/decision.html", form_context(page, again, before), status=HTTPStatus.CONFLICT
    )


def act(request: Request, page: CasePage, form: DecisionForm) -> HttpResponse | None:
    """Decide once, and on to the receipt; None with the refusal in the form."""

    def deciding() -> str:
        decide(
            actor=request.user,
            case=page.case,
            now=request.now,
            supersedes=form.cleaned_data["supersedes"],
            **form.given(),
        )
        return reverse("victims:decided", args=[page.case.pk])

    try:
        return once_or_refused(request, form, deciding)
    except Stale:
        fresh = case_page(request.user, page.case, request.now)
        return overtaken(request, fresh, form, decided(fresh))


# What it rests on


def called(page: CasePage) -> str:
    record = page.newest(Name)
    return initials(record.used or "") if record else ""


def form_context(page: CasePage, form: DecisionForm, before: list[Decided]) -> dict[str, Any]:
    work = open_work(page.actor, page.case, work=Assignment.Work.DECIDE).first()
    return {
        "case": page.case, "form": form, "who": called(page), "due_at": work.due_at if work else None,
        "is_us": page.actor.agency.kind == Kind.US, "holds": as_lines(before[0], page) if before else None, **basis(page),
    }  # fmt: skip


def basis(page: CasePage) -> dict[str, Any]:
    """The recommendation, the talks, what others think themselves, and the residence, as far as whoever decides has them."""
    given = [row for row in page.records(Recommendation) if row.recommends != Recommended.NOT_YET]
    stay = page.newest(Residence)
    codes = page.codes(*lists_of(Interview))
    return {
        "recommendation": given[-1] if given else None,
        "talks": [
            (talk, talk_words(talk, page), lines_of(talk, list(TALK_FIELDS), codes)) for talk in page.records(Interview)
        ],
        "own": page.records(OwnAssessment),
        "stay": stay,
        "decides_else": "us" if competent_kind(stay.status if stay else "") == "cmm" else "cmm",
    }


def talk_words(talk: Interview, page: CasePage) -> str:
    words = [
        write_day(talk.began_at, now=page.now),
        str(talk.get_interpreter_display()) if talk.interpreter == "none" else "",
    ]
    if talk.interpreter != "none":
        language = page.codes("language")["language"].get(talk.language, talk.language)
        words[1] = _("interpreter: %(language)s") % {"language": language}
    if talk.companion == "present":
        words.append(_("a companion took part"))
    return ", ".join(word for word in words if word)


# The check


def chosen_lines(given: dict[str, Any], page: CasePage) -> list[tuple[str, Any]]:
    """Everything that was chosen, in words."""
    codes = page.codes(*LISTS)
    result = str(OUTCOME_WORDS[given["outcome"]])
    if given["why_not"]:
        result = _("%(result)s. %(why)s") % {"result": result, "why": WHY_WORDS[given["why_not"]]}
    lines: list[tuple[str, Any]] = [(_("Result"), result)]
    lines += form_lines(given["forms"], given["main_form"], given["sector"], given["crime"], codes)
    if given["channel"]:
        lines.append((_("Identified through"), capfirst(str(codes["channel"][given["channel"]]))))
    lines.append((_("Decisive"), weighed_words(by_weight(given["weights"]), codes) or _("No indicator")))
    lines.append((_("Reasons"), given["reasons"]))
    if given["why_superseded"]:
        lines.append((_("Why the earlier decision is superseded"), given["why_superseded"]))
    return lines


def by_weight(weights: dict[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, grade in weights.items():
        found.setdefault(grade, []).append(code)
    return found


def as_lines(one: Decided, page: CasePage) -> list[tuple[str, Any]]:
    """A decision that stands, in the same words, with when and by whom."""
    when = f"{write_day(one.result.happened_at)}, {signed(one.result, page.actor)}"
    return [*decision_lines(one, page), (_("Decided"), when)]


def side_by_side(old: list[tuple[str, Any]], new: list[tuple[str, Any]]) -> list[tuple[str, Any, Any]]:
    """(label, old, new), in the new one's order."""
    before, after = dict(old), dict(new)
    return [(label, before.get(label, "–"), after.get(label, "–")) for label in {**after, **before}]


def check_context(page: CasePage, form: DecisionForm, before: list[Decided]) -> dict[str, Any]:
    given = form.given()
    lines = chosen_lines(given, page)
    today = write_day(page.now)
    weights = by_weight(given["weights"])
    label = str(OUTCOME_WORDS[given["outcome"]])
    return {
        "case": page.case, "form": form, "lines": [*lines, (_("Date"), _("%(day)s, when you press") % {"day": today})],
        "rows": side_by_side(as_lines(before[0], page), [*lines, (_("Decided"), _("%(day)s, when you press") % {"day": today})])
        if before else None,
        "told": told_what(page, label, count_words(weights) if given["weights"] else ""),
        "follows": follows(page, given, before), "counts_as": COUNTS_AS.get(given["outcome"], ""), "label": label,
        "button": _("Decide: %(result)s") % {"result": decapitated(label)},
    }  # fmt: skip


def told_what(page: CasePage, label: str, indicators: str) -> list[tuple[Any, Any, Any, Any]]:
    """(who, in which capacities, what they get to read, how they learn of it) of everybody but oneself, from the table of sections."""
    rows: list[tuple[Any, Any, Any, Any]] = []
    names = {(reader.agency.pk, reader.person) for reader in readers_of(page.grants(), [Section.NAME], page.now)}
    for reader in readers_of(page.grants(), TOLD_OF, page.now):
        if reader.agency == page.actor.agency:
            continue
        who = (
            _("%(person)s, %(agency)s") % {"person": reader.person.name, "agency": reader.agency}
            if reader.person
            else reader.agency
        )
        capacity = ", ".join(str(CAPACITY_WORDS[Capacity(one)]) for one in reader.capacities) or _("by a disclosure")
        knows = (reader.agency.pk, reader.person) in names
        rows.append((who, capacity, gets(reader, label, indicators, knows_name=knows), how(reader)))
    if contact := page.newest(ContactPerson):
        language = page.newest(Name) and page.newest(Name).language
        word = page.codes("language")["language"].get(language) if language else None
        what = _("The decision and what it gives a right to")
        if word:
            what = _("The decision and what it gives a right to, in %(language)s") % {"language": word}
        rows.append((_("The person"), "", what, f"{contact.person.name}, {contact.signature}"))
    return rows


def gets(reader: Reader, label: str, indicators: str, *, knows_name: bool) -> str:
    if Section.DECISION in reader.sections:
        has_indicators = Section.INDICATORS in reader.sections
        return (
            _("The whole decision, with its reasons and indicators")
            if has_indicators
            else _("The decision and its reasons")
        )
    parts = [label] if Section.RESULT in reader.sections else []
    if Section.INDICATORS in reader.sections and indicators:
        parts.append(indicators)
    words = _(", and ").join(parts)
    return words if knows_name else _("%(what)s. Nothing of the person") % {"what": words}


def how(reader: Reader) -> str:
    if reader.capacities == [Capacity.REFERRER]:
        return _("As the answer to the referral")
    return _("At once, as a notice")


def follows(page: CasePage, given: dict[str, Any], before: list[Decided]) -> list[str]:
    """What happens when it is decided."""
    outcome, today = given["outcome"], timezone.localdate(page.now)
    earlier = [(one.result.outcome, timezone.localdate(one.result.happened_at)) for one in before]
    year = year_counted([*earlier, (outcome, today)])
    lines = []
    if counts_as_victim(outcome):
        days = int(parameters_on(today)["period_days"])
        values = {"days": days, "deadline": write_day(last_day_of(today, days))}
        lines.append(
            ngettext(
                "The person can ask for a period of %(days)d day. If it is set today, the deadline is %(deadline)s.",
                "The person can ask for a period of %(days)d days. If it is set today, the deadline is %(deadline)s.",
                days,
            )
            % values
        )
        lines.append(_("The support goes on."))
    else:
        lines.append(_("No period follows from it. The person can still ask any of you for advice."))
    if year:
        main = form_words(given["main_form"], "", "", page.codes("form")) if given["main_form"] else ""
        counted = _("The person is counted once, in %(year)d.") % {"year": year}
        if main and outcome == Outcome.TRAFFICKED:
            counted = _("The person is counted once, in %(year)d, under %(form)s.") % {
                "year": year,
                "form": decapitated(main),
            }
        lines.append(counted)
    elif outcome == Outcome.PRESUMED:
        lines.append(_("Presumed trafficked is counted apart."))
    return lines


@readers
@require_safe
def show_decided(request: Request, case_id: UUID) -> HttpResponse:
    """The receipt, for the agency that decided."""
    page = case_page(request.user, case_or_404(request.user, case_id), request.now)
    mine = [one for one in decided(page) if one.result.author_id == request.user.agency_id]
    if not mine or not page.is_(Capacity.COMPETENT):
        raise Http404
    one = max(mine, key=lambda one: one.result.happened_at)
    label = str(one.result.get_outcome_display())
    codes = page.codes(*LISTS)
    indicators = one.indicators
    weights = {grade: getattr(indicators, grade) for grade in ("strong", "medium", "weak")} if indicators else {}
    lines = [
        (_("Result"), outcome_words(one.result)),
        (_("Decided"), write_moment(one.result.happened_at, now=page.now)),
        (_("Decisive"), decisive_words(indicators, codes) or _("No indicator")),
    ]
    return render(
        request, "victims/decision/receipt.html",
        {
            "case": page.case, "label": decapitated(label), "lines": lines, "receipt": str(one.result.pk)[:8].upper(),
            "told": told_what(page, label, count_words(weights) if any(weights.values()) else ""),
            "counts_as": COUNTS_AS.get(one.result.outcome, ""), "is_victim": counts_as_victim(one.result.outcome),
        },
    )  # fmt: skip
