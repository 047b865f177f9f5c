"""Who decides follows from residence status."""

import pytest

from victims.residence.rules import ResidenceStatus, competent_kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [("lawful", "cmm"), ("asylum_seeker", "us"), ("unlawful", "us"), ("unknown", "cmm"), ("", "cmm")],
)
def test_the_immigration_service_decides_without_lawful_stay(status, kind):
    assert competent_kind(status) == kind


def test_every_status_has_its_answer():
    assert {competent_kind(status) for status in ResidenceStatus} == {"cmm", "us"}
