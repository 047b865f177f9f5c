"""Who decides follows from residence status."""

from datetime import date

import pytest

from victims.residence.rules import ResidenceStatus, competent_kind, since_refusal


@pytest.mark.parametrize(
    ("status", "kind"),
    [("lawful", "cmm"), ("asylum_seeker", "us"), ("unlawful", "us"), ("unknown", "cmm"), ("", "cmm")],
)
def test_the_immigration_service_decides_without_lawful_stay(status, kind):
    assert competent_kind(status) == kind


def test_every_status_has_its_answer():
    assert {competent_kind(status) for status in ResidenceStatus} == {"cmm", "us"}


@pytest.mark.parametrize(
    ("since", "is_refused"),
    [
        (None, False), (date(2028, 2, 28), False), (date(2028, 2, 29), False), (date(2028, 3, 1), True),
    ],
)  # fmt: skip
def test_a_status_does_not_begin_after_today(since, is_refused):
    assert (since_refusal(since, date(2028, 2, 29)) is not None) == is_refused
