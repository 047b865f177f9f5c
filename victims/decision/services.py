"""Deciding whether the person is trafficked."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from agencies.errors import Refused, Stale, says
from agencies.models import Account
from agencies.reference.selectors import codes_on
from cases.assignments.models import Assignment
from cases.assignments.services import finish
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.notices.models import Notice
from cases.notices.services import tell_readers
from cases.policy import Section
from victims.assessment.selectors import has_interview, recommendation_of
from victims.decision import rules
from victims.decision.models import Decision, DecisiveIndicators, Result
from victims.decision.selectors import result_of
from victims.residence.selectors import competent_agencies, status_of
from victims.screening.models import Grade

LISTS = {"forms": "form", "main_form": "form", "sector": "sector", "crime": "crime", "channel": "channel"}


def refusals(
    *, actor: Account, case: Case, now: datetime, outcome: str, why_not: str = "", forms: Collection[str] = (), main_form: str = "",
    sector: str = "", crime: str = "", channel: str = "", weights: Mapping[str, str] | None = None,
    candidates: Collection[str] = (), reasons: str = "", why_superseded: str = "",
) -> dict[str, str]:  # fmt: skip
    """{field: sentence} of everything that keeps this from being decided; the form's page asks before its check page."""
    kind = actor.agency.kind
    found = rules.decision_refusals(
        outcome=outcome, why_not=why_not, forms=forms, main_form=main_form, sector=sector, crime=crime, channel=channel,
        weights=weights or {}, candidates=candidates, reasons=reasons, is_superseding=result_of(case, actor) is not None,
        why_superseded=why_superseded,
    )  # fmt: skip
    known = codes_on(timezone.localdate(now), *set(LISTS.values()))
    given = {"forms": forms, "main_form": main_form, "sector": sector, "crime": crime, "channel": channel}
    for field, value in given.items():
        chosen = {value} - {""} if isinstance(value, str) else set(value)
        if chosen - set(known[LISTS[field]]):
            found[field] = says("Choose from the list.")
    sentence = rules.competence_refusal(kind, status_of(case, actor)) or rules.basis_refusal(
        outcome,
        kind=kind,
        has_recommendation=recommendation_of(case, actor) is not None,
        has_interview=has_interview(case, actor),
    )
    if not sentence and actor.agency not in competent_agencies(case):
        sentence = says("Only the authority that is on the case to decide decides it.")
    return found | ({"outcome": sentence} if sentence else {})


@transaction.atomic
def decide(
    *, actor: Account, case: Case, now: datetime, outcome: str, supersedes: UUID | None = None, why_not: str = "",
    forms: Collection[str] = (), main_form: str = "", sector: str = "", crime: str = "", channel: str = "",
    weights: Mapping[str, str] | None = None, candidates: Collection[str] = (), reasons: str = "", why_superseded: str = "",
) -> Result:  # fmt: skip
    """Decide, for good: a later decision supersedes this one and says why. Everybody on the case who reads results is told.

    weights: {indicator: grade} of the decisive ones among `candidates`. supersedes: the result that whoever decides has before them
    (None: there is none); `Stale` with the one that holds when it is another. `Refused` with the field of the first thing that is missing.
    """
    case = lock(case, actor)
    holds = result_of(case, actor)
    if holds is not None and holds.pk != supersedes:
        raise Stale(holds)
    given = {
        "outcome": outcome, "why_not": why_not, "forms": forms, "main_form": main_form, "sector": sector, "crime": crime,
        "channel": channel, "reasons": reasons, "why_superseded": why_superseded,
    }  # fmt: skip
    weights = weights or {}
    refused = refusals(actor=actor, case=case, now=now, weights=weights, candidates=candidates, **given)  # type: ignore[arg-type]
    for field, sentence in refused.items():
        raise Refused(sentence, field=field)
    about = {"case": case, "author": actor.agency, "happened_at": now, "written_at": now}
    result = Result.objects.create(**about, outcome=outcome, why_not=why_not, supersedes=holds)
    Decision.objects.create(
        **about, result=result, forms=list(forms), main_form=main_form, sector=sector, crime=crime, channel=channel,
        reasons=reasons.strip(), why_superseded=why_superseded.strip(),
    )  # fmt: skip
    of_grade = {grade: [code for code, weight in weights.items() if weight == grade] for grade in Grade.values}
    DecisiveIndicators.objects.create(**about, result=result, **of_grade)
    finish(actor=actor, case=case, work=Assignment.Work.DECIDE, now=now)
    tell_readers(case=case, section=Section.RESULT, what=Notice.What.DECIDED, now=now)
    return result
