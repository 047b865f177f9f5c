"""How long a key lasts, and what its secret is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from agencies.errors import Refused
from agencies.tokens import rules

NOW = datetime(2028, 2, 29, 12, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("length", [A_SECOND, timedelta(days=30), timedelta(days=180)])
def test_a_key_lasts_up_to_180_days(length: timedelta) -> None:
    rules.check_until(NOW + length, NOW)


@pytest.mark.parametrize("length", [timedelta(), -A_SECOND, timedelta(days=180) + A_SECOND])
def test_no_key_is_over_already_or_lasts_longer(length: timedelta) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check_until(NOW + length, NOW)
    assert refusal.value.values == {"days": 180}


def test_clocks_that_are_set_back_give_no_hour_more() -> None:
    summer = datetime(2028, 7, 1, 12, tzinfo=ZoneInfo("Europe/Copenhagen"))
    with pytest.raises(Refused):
        rules.check_until(summer + timedelta(days=180), summer)


def test_what_one_chooses_is_allowed() -> None:
    for days in rules.LENGTHS:
        rules.check_until(NOW + timedelta(days=days), NOW)


def test_secrets_are_recognised_and_never_the_same() -> None:
    made = {rules.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert {(secret[:7], len(secret)) for secret in made} == {("tillid_", 7 + 43)}  # 32 bytes in base64


def test_the_digest_is_sha256() -> None:
    assert rules.digest_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
