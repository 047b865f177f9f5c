"""Who is treated as a minor: those under 18, and those who may be."""

import pytest

from victims.minors.rules import AgeBand, is_minor


@pytest.mark.parametrize(
    ("age_band", "expected"),
    [
        ("0_14", True),
        ("15_17", True),
        ("uncertain", True),
        ("18_24", False),
        ("25_29", False),
        ("30_39", False),
        ("40_49", False),
        ("50_plus", False),
        ("adult", False),
        ("", False),
    ],
)
def test_under_18_or_possibly_so(age_band, expected):
    assert is_minor(age_band) is expected


def test_every_age_has_its_answer():
    assert {age.value for age in AgeBand if is_minor(age)} == {"0_14", "15_17", "uncertain"}
