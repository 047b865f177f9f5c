"""The law of the assessment: who recommends what, who must take part in a talk, and by when it is decided."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from enum import StrEnum

from agencies.errors import says
from agencies.working_days import working_days_after


class Recommended(StrEnum):
    TRAFFICKED = "trafficked"
    PRESUMED = "presumed"
    NOT_TRAFFICKED = "not_trafficked"
    NOT_YET = "not_yet"


REPRESENTATIVE = "representative"  # among those who took part (coded list interview_present)
POLICE_OR_STAFF = "police_or_staff"
THEMES = (
    "journey",
    "work",
    "home",
    "wishes",
)  # of a talk, as fields of it; what others were told stands under the same


def interview_refusals(
    *, is_minor: bool, present: Collection[str], present_words: str, interpreter: str, language: str, began_at: datetime,
    ended_at: datetime | None, now: datetime,
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
    return found


def recommendation_refusal(recommends: str, *, has_interview: bool) -> str | None:
    """The sentence that refuses a recommendation; None when it may be given.

    The recommendation rests on a talk with the person. Source: the evaluation's section 6.4.
    """
    if recommends != Recommended.NOT_YET and not has_interview:
        return says("Write the talk first: the recommendation rests on it.")
    return None


def decision_due(recommended_at: datetime, *, is_minor: bool, days_minor: int, working_days: int) -> datetime:
    """The moment by which it is decided (itself still in time), in Danish local time as `recommended_at` is.

    A minor: `days_minor` days, at the same time of day. Otherwise the end of the last of `working_days` working days, the day of the
    recommendation not counted. A court's deadline for a detention neither shortens nor ends it. Source: Tillid's proposal,
    domain 4; the evaluation's section 6.4.
    """
    if is_minor:
        return recommended_at + timedelta(days=days_minor)
    return datetime.combine(working_days_after(recommended_at.date(), working_days), time(16, 0), recommended_at.tzinfo)
