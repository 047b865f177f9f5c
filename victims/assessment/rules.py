"""The law of the assessment: who recommends what, who must take part in a talk, and by when it is decided."""

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from enum import StrEnum

from agencies.errors import says
from agencies.working_days import working_days_after
from cases.policy import Capacity

# Who does what, beyond what the wall gives: the coordinator talks and recommends, whoever decides may talk too; police and supporters
# write what they have seen themselves. Sources: the evaluation's section 6.4; domain 3.4
MAY_TALK = frozenset({Capacity.COORDINATOR, Capacity.COMPETENT})
MAY_RECOMMEND = frozenset({Capacity.COORDINATOR})
MAY_ASSESS = frozenset({Capacity.POLICE, Capacity.SUPPORTER})
NO_TALK = says("Only whoever coordinates or decides writes a talk.")
NO_RECOMMENDATION = says("Only the coordinator recommends.")
NO_OWN = says("Only police and supporters on the case write their own assessment.")


class Recommended(StrEnum):
    TRAFFICKED = "trafficked"
    PRESUMED = "presumed"
    NOT_TRAFFICKED = "not_trafficked"
    NOT_YET = "not_yet"


REPRESENTATIVE = "representative"  # among those who took part (coded list interview_present)
POLICE_OR_STAFF = "police_or_staff"
THEMES = ("journey", "work", "home", "wishes")  # of a talk, as fields of it; what was told before stands under the same
GENERAL = ""  # told of no theme in particular
DIMENSION_THEMES = {  # where an indicator that was reported is spoken of
    "deceptive_recruitment": "journey", "coercive_recruitment": "journey", "recruitment_vulnerability": "journey",
    "exploitation": "work", "destination_coercion": "home", "destination_vulnerability": "home",
}  # fmt: skip


def interview_refusals(
    *, is_minor: bool, present: Collection[str], present_words: str, interpreter: str, language: str, began_at: datetime,
    ended_at: datetime | None, confirmed: Collection[str], refuted: Collection[str], now: datetime,
) -> dict[str, str]:  # fmt: skip
    """{field: sentence} of what a talk lacks.

    A child (or one who may be) is not heard without a representative; whoever lets police or staff take part says why.
    Sources: the Council of Europe convention, article 10(4)(a); the evaluation's section 6.4 (talks at police stations).
    """
    found = {}
    if is_minor and REPRESENTATIVE not in present:
        found["present"] = says("A representative takes part when the person is or may be under 18.")
    if POLICE_OR_STAFF in present and not present_words.strip():
        found["present_words"] = says("Write why police or staff took part.")
    if interpreter != "none" and not language:
        found["language"] = says("Choose the language that was interpreted.")
    if began_at > now:
        found["began_at"] = says("The time is in the future.")
    if ended_at is not None and ended_at < began_at:
        found["ended_at"] = says("The talk cannot end before it began.")
    if set(confirmed) & set(refuted):
        found["confirmed"] = says("An indicator cannot be both confirmed and not.")
    return found


def answers(talks: Iterable[tuple[datetime, Collection[str], Collection[str]]]) -> dict[str, bool]:
    """{indicator: whether it was confirmed} in the last talk that asked of it; not asked: not there.

    talks: (when it began, confirmed, refuted) of each, in any order. Source: domain 3.3: indicators support and never decide; what the
    person says last of themselves holds.
    """
    found: dict[str, bool] = {}
    for _began, confirmed, refuted in sorted(talks, key=lambda talk: talk[0]):
        found |= dict.fromkeys(refuted, False) | dict.fromkeys(confirmed, True)
    return found


def recommendation_refusals(recommends: str, weighing: str, *, has_interview: bool) -> dict[str, str]:
    """{field: sentence} of what keeps a recommendation from being given.

    The recommendation rests on a talk with the person; that there is none yet needs none. Source: the evaluation's section 6.4.
    """
    found = {}
    if recommends not in set(Recommended):
        found["recommends"] = says("Choose what you recommend.")
    elif recommends != Recommended.NOT_YET and not has_interview:
        found["recommends"] = says("Write the talk first: the recommendation rests on it.")
    if not weighing.strip():
        found["weighing"] = says("Write the weighing.")
    return found


def decision_due(recommended_at: datetime, *, is_minor: bool, days_minor: int, working_days: int) -> datetime:
    """The moment by which it is decided (itself still in time), in Danish local time as `recommended_at` is.

    A minor: `days_minor` days, at the same time of day. Otherwise the end of the last of `working_days` working days, the day of the
    recommendation not counted. A court's deadline for a detention neither shortens nor ends it. Source: Tillid's proposal,
    domain 4; the evaluation's section 6.4.
    """
    if is_minor:
        return recommended_at + timedelta(days=days_minor)
    return datetime.combine(working_days_after(recommended_at.date(), working_days), time(16, 0), recommended_at.tzinfo)
