"""Verbs of the assessment: writing a talk, one's own assessment, the recommendation."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from agencies.errors import Refused
from agencies.models import Account
from agencies.reference.selectors import parameters_on
from cases.assignments.models import Assignment
from cases.assignments.services import assign, finish, lane_for, open_work
from cases.envelope.models import Case
from cases.envelope.services import lock
from cases.grants.services import capacities_of
from cases.notices.models import Notice
from cases.notices.services import tell
from cases.records.services import save_unless_stale
from victims.assessment import rules
from victims.assessment.models import Interview, OwnAssessment, Recommendation
from victims.assessment.selectors import has_interview, lane_of
from victims.identity.selectors import is_treated_as_minor
from victims.residence.selectors import decides, status_of

INTERVIEW_FIELDS = (
    "place", "place_words", "began_at", "ended_at", "interpreter", "language", "dialect", "interpreter_sex", "interpreted_for_police",
    "companion", "present", "present_words", *rules.THEMES, "confirmed", "refuted",
)  # fmt: skip


def check_capacity(actor: Account, case: Case, may: frozenset[str], sentence: str) -> None:
    if not capacities_of(actor, case) & may:
        raise Refused(sentence)


def interview_refusals(*, actor: Account, case: Case, values: dict[str, Any], now: datetime) -> dict[str, str]:
    """{field: sentence} of everything that a talk lacks, for its page; the verbs ask the same."""
    return rules.interview_refusals(
        is_minor=is_treated_as_minor(case, actor), present=values.get("present", ()),
        present_words=values.get("present_words") or "", interpreter=values["interpreter"], language=values.get("language", ""),
        began_at=values["began_at"], ended_at=values.get("ended_at"), confirmed=values.get("confirmed", ()),
        refuted=values.get("refuted", ()), now=now,
    )  # fmt: skip


def check_interview(*, actor: Account, case: Case, values: dict[str, Any], now: datetime) -> None:
    check_capacity(actor, case, rules.MAY_TALK, rules.NO_TALK)
    for field, sentence in interview_refusals(actor=actor, case=case, values=values, now=now).items():
        raise Refused(sentence, field=field)


@transaction.atomic
def write_interview(*, actor: Account, case: Case, values: dict[str, Any], now: datetime) -> Interview:
    """A talk with the person, as it was held; `values` are its fields."""
    lock(case, actor)
    check_interview(actor=actor, case=case, values=values, now=now)
    return Interview.objects.create(
        case=case, author=actor.agency, happened_at=values["began_at"], written_at=now, **values
    )


@transaction.atomic
def change_interview(
    *, actor: Account, case: Case, interview: Interview, version: int, values: dict[str, Any], now: datetime
) -> Interview:
    """Correct or go on with the own agency's talk; `Stale` when a colleague has saved since `version`."""
    lock(case, actor)
    check_interview(actor=actor, case=case, values=values, now=now)
    return save_unless_stale(interview, version=version, values=values | {"happened_at": values["began_at"]})


@transaction.atomic
def write_own_assessment(
    *, actor: Account, case: Case, words: str, now: datetime, current: OwnAssessment | None = None, version: int = 0
) -> OwnAssessment:
    """What the own agency has seen and thinks: the first one, or `current` changed."""
    lock(case, actor)
    check_capacity(actor, case, rules.MAY_ASSESS, rules.NO_OWN)
    if not words.strip():
        raise Refused("Write what you have seen.", field="words")
    if current is not None:
        return save_unless_stale(current, version=version, values={"words": words.strip()})
    return OwnAssessment.objects.create(
        case=case, author=actor.agency, words=words.strip(), happened_at=now, written_at=now
    )


@transaction.atomic
def recommend(*, actor: Account, case: Case, recommends: str, weighing: str, now: datetime) -> Recommendation:
    """Recommend to whoever decides; it then has the decision as work, with its deadline. "Not yet" leaves the assessment open."""
    case = lock(case, actor)
    check_capacity(actor, case, rules.MAY_RECOMMEND, rules.NO_RECOMMENDATION)
    has_talk = has_interview(case, actor)
    for field, sentence in rules.recommendation_refusals(recommends, weighing, has_interview=has_talk).items():
        raise Refused(sentence, field=field)
    record = Recommendation.objects.create(
        case=case,
        author=actor.agency,
        recommends=recommends,
        weighing=weighing.strip(),
        happened_at=now,
        written_at=now,
    )
    if recommends != rules.Recommended.NOT_YET:
        pass_to_decision(actor=actor, case=case, now=now)
    return record


def pass_to_decision(*, actor: Account, case: Case, now: datetime) -> None:
    numbers = parameters_on(timezone.localdate(now))
    due_at = rules.decision_due(
        timezone.localtime(now), is_minor=is_treated_as_minor(case, actor), days_minor=int(numbers["decision_days_minor"]),
        working_days=int(numbers["decision_working_days"]),
    )  # fmt: skip
    mine = open_work(actor, case, work=Assignment.Work.ASSESS).first()
    for work in (Assignment.Work.ASSESS, Assignment.Work.DECIDE):
        finish(actor=actor, case=case, work=work, now=now)
    if authority := decides(case, status_of(case, actor)):
        assign(
            actor=actor, case=case, work=Assignment.Work.DECIDE, due_at=due_at, to=authority, now=now,
            lane=lane_for(authority, Assignment.Lane.DECIDE, lane_of(case, actor)),
            responsible=mine.responsible if mine and authority == actor.agency else None,
        )  # fmt: skip
        tell(actor=actor, case=case, to=authority, what=Notice.What.RECOMMENDED, now=now)
