"""A day and a moment typed in parts."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms

from agencies.moments import DayField, MomentField

pytestmark = pytest.mark.rules


class Form(forms.Form):
    on = DayField(required=False)
    at = MomentField(required=False)


def filled(**parts: str) -> Form:
    return Form({name.replace("__", "_"): value for name, value in parts.items()})


def test_parts_become_a_day_and_an_aware_moment():
    form = filled(on_day="9", on_month="3", on_year="2026", at_day="10", at_month="3", at_year="26", at_clock="21.15")
    assert form.is_valid()
    assert form.cleaned_data == {
        "on": date(2026, 3, 9),
        "at": datetime(2026, 3, 10, 21, 15, tzinfo=ZoneInfo("Europe/Copenhagen")),
    }


def test_all_parts_empty_is_no_value():
    form = filled()
    assert form.is_valid()
    assert form.cleaned_data == {"on": None, "at": None}


@pytest.mark.parametrize("clock", ["21.15", "21:15", "2115"])
def test_the_time_is_read_as_people_write_it(clock):
    form = filled(at_day="10", at_month="3", at_year="2026", at_clock=clock)
    assert form.is_valid()
    assert form.cleaned_data["at"].strftime("%H:%M") == "21:15"


@pytest.mark.parametrize(
    "parts",
    [
        {"at_day": "31", "at_month": "2", "at_year": "2026", "at_clock": "21.15"},
        {"at_day": "x", "at_month": "2", "at_year": "2026", "at_clock": "21.15"},
        {"at_day": "10", "at_month": "3", "at_year": "2026", "at_clock": "25.00"},
        {"at_day": "10", "at_month": "3", "at_year": "2026", "at_clock": "sent"},
        {"at_day": "10", "at_month": "3", "at_year": "2026"},
        {"at_day": "10", "at_month": "3", "at_year": "2200", "at_clock": "21.15"},
    ],
)
def test_what_is_no_moment_comes_back_with_one_message(parts):
    form = filled(**parts)
    assert not form.is_valid()
    assert len(form.errors["at"]) == 1


def test_a_moment_is_shown_in_its_parts():
    at = datetime(2026, 3, 10, 20, 15, tzinfo=ZoneInfo("UTC"))
    assert MomentField().widget.decompress(at)[:3] == [10, 3, 2026]
