"""How a person is named where a name is too much; which year of birth fits an age."""

from agencies.errors import says
from victims.minors.rules import AgeBand

FIRST_YEAR = 1900
AGES = {  # in years, both ends inclusive
    AgeBand.CHILD: (0, 14), AgeBand.YOUNG: (15, 17), AgeBand.TO_24: (18, 24), AgeBand.TO_29: (25, 29), AgeBand.TO_39: (30, 39),
    AgeBand.TO_49: (40, 49), AgeBand.FROM_50: (50, 150), AgeBand.ADULT: (18, 150), AgeBand.UNCERTAIN: (0, 150),
}  # fmt: skip


def initials(name: str) -> str:
    """ "Duc Minh Nguyen" is "D.N.": the first letter of the first and of the last word; empty for an empty name."""
    words = name.split()
    return "".join(f"{word[0].upper()}." for word in words[:1] + words[1:][-1:])


def birth_year_refusal(birth_year: int | None, age_band: str, this_year: int) -> str | None:
    """The sentence that refuses a year of birth; None when it fits the age, or is not known.

    Who was born in `birth_year` is `this_year - birth_year` years old, or before the birthday one less. Source: Tillid's own, so that
    nobody is taken for an adult, or for a child, by a slip of the hand.
    """
    if birth_year is None:
        return None
    if not FIRST_YEAR <= birth_year <= this_year:
        return says("Write a year until and including this one.")
    youngest, oldest = AGES.get(AgeBand(age_band), (0, 150)) if age_band else (0, 150)
    if this_year - birth_year < youngest or this_year - birth_year - 1 > oldest:
        return says("The year of birth does not fit the age.")
    return None
