"""Who decides follows from residence status."""

from enum import StrEnum


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
