"""What the form may hold, by the rules alone."""

from datetime import timedelta

import pytest

from referrals.referral import rules
from tests.conftest import NOW

pytestmark = pytest.mark.rules


def test_every_field_stands_on_one_step_and_can_be_edited_in_a_draft_only():
    asked = [name for step in rules.STEPS.values() for name in step]
    assert len(asked) == len(set(asked))
    assert {*asked, *rules.BY_TELEPHONE} == set(rules.EDITABLE[rules.State.DRAFT])
    assert list(rules.EDITABLE) == [rules.State.DRAFT]
    assert rules.REQUIRED.keys() <= set(asked)


def test_who_calls_is_asked_first_and_by_telephone_only():
    assert rules.names_on(1, by_telephone=True) == (*rules.BY_TELEPHONE, *rules.STEPS[1])
    assert rules.names_on(1, by_telephone=False) == rules.STEPS[1]
    assert rules.names_on(2, by_telephone=True) == rules.STEPS[2]


def test_a_field_leads_to_its_step():
    assert {name: rules.step_of(name) for name in ("referral.caller", "preview.danger", "preview.first_talk_place")} == {
        "referral.caller": 1, "preview.danger": 2, "preview.first_talk_place": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("moment", "is_refused"),
    [(None, False), (NOW, False), (NOW - timedelta(days=1), False), (NOW + timedelta(seconds=1), True)],
)
def test_only_a_moment_after_now_is_refused(moment, is_refused):
    assert (rules.future_refusal(moment, NOW) is not None) is is_refused


@pytest.mark.parametrize(
    ("since", "is_described", "is_refused"),
    [(None, False, False), (None, True, True), (NOW, True, False), (NOW, False, False)],
)
def test_a_place_of_detention_is_refused_without_its_beginning(since, is_described, is_refused):
    assert (rules.detention_refusal(since, is_described=is_described) is not None) is is_refused


def test_those_that_refer_are_the_tables():
    assert set(rules.REFERRING_KINDS) == {
        "cmm", "us", "police", "ngo", "shelter", "authority", "municipality", "health",
    }  # fmt: skip
