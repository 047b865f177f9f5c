"""A person by the initials."""

import pytest

from victims.identity.rules import birth_year_refusal, initials


@pytest.mark.parametrize(
    ("name", "short"),
    [("Duc Minh Nguyen", "D.N."), ("Ngọc", "N."), ("  ada   osei ", "A.O."), ("", ""), ("   ", "")],
)
def test_first_and_last_word(name, short):
    assert initials(name) == short


@pytest.mark.parametrize(
    ("birth_year", "age_band", "is_refused"),
    [
        (None, "18_24", False), (1899, "", True), (1900, "", False), (2026, "", False), (2027, "", True),
        (2007, "18_24", False), (2008, "18_24", False), (2009, "18_24", True),  # 18 this year, and not before
        (2001, "18_24", False), (2000, "18_24", True),  # 24 until the birthday, and 25 all year
        (2008, "15_17", False), (2007, "15_17", True), (2011, "15_17", False), (2012, "15_17", True),
        (2026, "0_14", False), (2011, "0_14", False), (2010, "0_14", True),
        (1976, "50_plus", False), (1977, "50_plus", True), (2008, "adult", False), (2009, "adult", True),
        (1960, "uncertain", False), (1990, "", False),
    ],
)  # fmt: skip
def test_a_year_of_birth_fits_the_age(birth_year, age_band, is_refused):
    assert (birth_year_refusal(birth_year, age_band, 2026) is not None) == is_refused
