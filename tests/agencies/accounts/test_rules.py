"""What an administrator may do, as tables."""

from datetime import UTC, datetime, timedelta

import pytest

from agencies.accounts import rules
from agencies.accounts.rules import Burden, State
from agencies.errors import Refused

NOW = datetime(2026, 3, 12, 14, 32, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("is_active", "has_password", "ago", "expected"),
    [
        (True, True, timedelta(days=400), State.ACTIVE),
        (True, False, timedelta(), State.INVITED),
        (True, False, timedelta(days=3) - A_MINUTE, State.INVITED),
        (True, False, timedelta(days=3), State.LAPSED),
        (False, True, timedelta(), State.CLOSED),
        (False, False, timedelta(), State.CLOSED),
    ],
)
def test_where_an_account_stands(is_active: bool, has_password: bool, ago: timedelta, expected: State) -> None:
    found = rules.state_of(is_active=is_active, has_password=has_password, invited_at=NOW - ago, now=NOW)
    assert found == expected


def test_an_invitation_lasts_as_long_as_its_link() -> None:
    from django.conf import settings

    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) == rules.INVITATION_LASTS


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        (timedelta(), None),
        (timedelta(days=60) - A_MINUTE, None),
        (timedelta(days=60), 60),
        (timedelta(days=63, hours=5), 63),
    ],
)
def test_who_is_away_is_counted_from_the_sixtieth_day(away: timedelta, expected: int | None) -> None:
    assert rules.days_away(NOW - away, NOW) == expected


@pytest.mark.parametrize("address", ["ida@agency.example", "Ida.Mose@AGENCY.example"])
def test_an_address_of_the_agency(address: str) -> None:
    rules.check_address(address, administrator="hanne@agency.example")


@pytest.mark.parametrize("address", ["ida@other.example", "ida@agency.example.evil.example", "ida@x-agency.example"])
def test_an_address_of_elsewhere_is_refused(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        rules.check_address(address, administrator="hanne@agency.example")
    assert refusal.value.field == "email"
    assert refusal.value.values == {"domain": "@agency.example"}


def test_nobody_changes_the_own_access() -> None:
    rules.check_other(actor_id=1, account_id=2)
    with pytest.raises(Refused):
        rules.check_other(actor_id=1, account_id=1)


@pytest.mark.parametrize(
    ("stops_writing", "cases", "is_answered", "is_refused"),
    [(True, 9, False, True), (True, 9, True, False), (True, 0, False, False), (False, 9, False, False)],
)
def test_whoever_leaves_hands_over(stops_writing: bool, cases: int, is_answered: bool, is_refused: bool) -> None:
    def ask() -> None:
        rules.check_hand_over(stops_writing=stops_writing, burden=Burden(cases, 0), is_answered=is_answered)

    if not is_refused:
        return ask()
    with pytest.raises(Refused) as refusal:
        ask()
    assert refusal.value.field == "successor"
    return None


def test_burdens_add_up() -> None:
    assert sum([Burden(2, 1), Burden(3, 0)], Burden()) == Burden(5, 1)
