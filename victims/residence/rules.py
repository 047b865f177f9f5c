"""Who decides follows from residence status."""

from datetime import date
from enum import StrEnum

from agencies.errors import says


class ResidenceStatus(StrEnum):
    LAWFUL = "lawful"
    ASYLUM_SEEKER = "asylum_seeker"
    UNLAWFUL = "unlawful"
    UNKNOWN = "unknown"


IMMIGRATION_SERVICE_DECIDES = frozenset({ResidenceStatus.ASYLUM_SEEKER, ResidenceStatus.UNLAWFUL})


def competent_kind(status: str) -> str:
    """The kind of agency that decides: "us" for asylum seekers and persons without lawful stay, else "cmm".

    While the status is unknown (or not given) CMM decides. Source: the evaluation's section 6.4; since January 2022 by the
    authorities' own practice.
    """
    return "us" if status in IMMIGRATION_SERVICE_DECIDES else "cmm"


def since_refusal(since: date | None, today: date) -> str | None:
    """The sentence that refuses the first day of a status; None when it may be written. Today itself may; the first day may be unknown.

    Source: Tillid's own: what is to come is written when it has come, because competence moves at once.
    """
    return says("The day is in the future.") if since is not None and since > today else None
