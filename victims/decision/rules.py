"""The law of the decision: who decides, what it must hold, and what counts as what."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum

from agencies.errors import says
from victims.residence.rules import competent_kind


class Outcome(StrEnum):
    TRAFFICKED = "trafficked"
    PRESUMED = "presumed"
    NOT_TRAFFICKED = "not_trafficked"
    NOT_COMPLETED = "not_completed"


class WhyNot(StrEnum):
    """Why an assessment could not be completed."""

    DISAPPEARED = "disappeared"
    DECLINED = "declined"
    LEFT = "left"


class Form(StrEnum):
    """The forms of exploitation on which a rule branches; all stand in the coded list `form`."""

    LABOUR = "labour"
    CRIMINALITY = "criminality"


VICTIM = frozenset({Outcome.TRAFFICKED, Outcome.PRESUMED})
GRADES = frozenset({"strong", "medium", "weak"})  # what an indicator can weigh: `victims.screening.models.Grade`


SMALLEST_SHOWN = 5


def counts_as_victim(outcome: str) -> bool:
    """Whether all that follows from being trafficked follows: presumed is as good as decided.

    Sources: the Council of Europe convention, articles 10(2), 12 and 13 (reasonable grounds); the evaluation's sections 4 and 6.4.
    """
    return outcome in VICTIM


def competence_refusal(kind: str, status: str) -> str | None:
    """The sentence that refuses a decision by an agency of this `kind`; None when the residence `status` makes it competent.

    Source: `victims.residence.rules.competent_kind`.
    """
    if kind == competent_kind(status):
        return None
    if competent_kind(status) == "us":
        return says("The Immigration Service decides, because the person has no lawful stay or seeks asylum.")
    return says("CMM decides, because the person has lawful stay or the stay is not known.")


def basis_refusal(outcome: str, *, kind: str, has_recommendation: bool, has_interview: bool) -> str | None:
    """The sentence that refuses to decide yet; None when there is enough to decide on.

    The Immigration Service decides on CMM's recommendation, CMM on a talk with the person. Reasonable grounds, and that it could not
    be completed, need neither: in doubt the person is treated as trafficked at once. Source: the evaluation's section 6.4.
    """
    if outcome in (Outcome.PRESUMED, Outcome.NOT_COMPLETED):
        return None
    if kind == "us" and not has_recommendation:
        return says("CMM has not recommended yet. You can presume that the person is trafficked meanwhile.")
    if kind != "us" and not has_interview:
        return says("Write a talk first. You can presume that the person is trafficked meanwhile.")
    return None


def decision_refusals(
    *, outcome: str, why_not: str, forms: Collection[str], main_form: str, sector: str, crime: str, channel: str, reasons: str,
    weights: Mapping[str, str], candidates: Collection[str], is_superseding: bool, why_superseded: str,
) -> dict[str, str]:  # fmt: skip
    """{field: sentence} of what a decision lacks or holds too much of.

    forms: codes of the list `form`. weights: {indicator: grade} of the decisive ones; candidates: those that were confirmed or
    reported. Sources: the evaluation's sections 5.1.1 (forms, channel) and 6.2 (SKAT and WEA learn which indicators decided).
    """
    found = {}
    if outcome not in set(Outcome):
        return {"outcome": says("Choose a result.")}
    if outcome == Outcome.NOT_COMPLETED:
        if why_not not in set(WhyNot):
            found["why_not"] = says("Choose why it could not be completed.")
    elif why_not:
        found["why_not"] = says("A reason is given only when it could not be completed.")
    if counts_as_victim(outcome):
        found |= form_refusals(forms=forms, main_form=main_form, sector=sector, crime=crime, channel=channel)
    elif forms or main_form:
        found["forms"] = says("Forms of exploitation go with trafficked and presumed trafficked only.")
    if set(weights.values()) - GRADES:
        found["weights"] = says("An indicator is strong, medium or weak.")
    elif set(weights) - set(candidates):
        found["weights"] = says("Only indicators that were confirmed or reported can be decisive.")
    if not reasons.strip():
        found["reasons"] = says("Write the reasons.")
    if is_superseding and not why_superseded.strip():
        found["why_superseded"] = says("Write why the earlier decision is superseded.")
    return found


def year_counted(results: Iterable[tuple[str, date]]) -> int | None:
    """The year in which the person counts as trafficked, once a case: that of the first such result; None while there is none.

    results: (outcome, day of the decision), in any order. Presumed is counted apart, and a later result takes nothing back.
    Source: domain 4, Counting; the evaluation's section 5.1.1, figure 1.
    """
    return min((day.year for outcome, day in results if outcome == Outcome.TRAFFICKED), default=None)


def shown_count(count: int) -> str:
    """A count as whoever referred reads it: "17", and "1–4" for one to four, so that no single person shows through it.

    Source: Tillid's proposal, domain 6 (the same rule as for statistics).
    """
    return str(count) if count >= SMALLEST_SHOWN or count == 0 else f"1–{SMALLEST_SHOWN - 1}"


def form_refusals(*, forms: Collection[str], main_form: str, sector: str, crime: str, channel: str) -> dict[str, str]:
    found = {}
    if not forms:
        found["forms"] = says("Choose at least one form of exploitation.")
    elif main_form not in forms:
        found["main_form"] = says("Choose the main form among those that you have ticked.")
    if Form.LABOUR in forms and not sector:
        found["sector"] = says("Choose the sector.")
    if Form.CRIMINALITY in forms and not crime:
        found["crime"] = says("Choose which crime.")
    if sector and Form.LABOUR not in forms:
        found["sector"] = says("A sector goes with forced labour only.")
    if crime and Form.CRIMINALITY not in forms:
        found["crime"] = says("A crime goes with forced criminality only.")
    if not channel:
        found["channel"] = says("Choose how the person was identified.")
    return found
