"""Three times 24 hours from the moment of the deprivation of liberty."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from victims.detention.rules import court_deadline

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("since", "deadline"),
    [
        ("2026-03-12T14:32+01:00", "2026-03-15T14:32+01:00"),
        ("2026-03-12T23:59:59+01:00", "2026-03-15T23:59:59+01:00"),
        ("2028-02-27T10:00+01:00", "2028-03-01T10:00+01:00"),  # leap day
        ("2026-12-30T10:00+01:00", "2027-01-02T10:00+01:00"),  # a weekend or a holiday does not lengthen it
        ("2026-03-27T23:00+01:00", "2026-03-31T00:00+02:00"),  # summer time begins meanwhile
        ("2026-10-23T23:00+02:00", "2026-10-26T22:00+01:00"),  # and ends
    ],
)
def test_seventy_two_hours(since, deadline):
    moment = datetime.fromisoformat(since)
    for written in (moment, moment.astimezone(UTC), moment.astimezone(COPENHAGEN)):
        assert court_deadline(written, 72).astimezone(UTC) == datetime.fromisoformat(deadline)


def test_another_length_can_be_in_force():
    since = datetime(2026, 3, 12, 14, 32, tzinfo=COPENHAGEN)
    assert court_deadline(since, 24) == datetime(2026, 3, 13, 14, 32, tzinfo=COPENHAGEN)


@given(some.integers(0, 15_000_000))
def test_the_hours_are_real_whenever_it_begins(minutes):
    since = datetime(2007, 1, 1, tzinfo=COPENHAGEN) + timedelta(minutes=minutes)
    assert court_deadline(since, 72).astimezone(UTC) - since.astimezone(UTC) == timedelta(hours=72)
