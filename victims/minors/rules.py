"""Who is treated as a minor."""

from enum import StrEnum


class AgeBand(StrEnum):
    """As told, not as established."""

    CHILD = "0_14"
    YOUNG = "15_17"
    UNCERTAIN = "uncertain"
    TO_24 = "18_24"
    TO_29 = "25_29"
    TO_39 = "30_39"
    TO_49 = "40_49"
    FROM_50 = "50_plus"
    ADULT = "adult"


MINORS = frozenset({AgeBand.CHILD, AgeBand.YOUNG, AgeBand.UNCERTAIN})


def is_minor(age_band: str) -> bool:
    """Whether the person is treated as a minor: under 18, or possibly so until something else is shown.

    Source: the Council of Europe convention, article 10(3).
    """
    return age_band in MINORS
