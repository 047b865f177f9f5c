"""Danish working days: law that every deadline in working days counts by. Plain Python."""

from datetime import date, timedelta

import holidays


def next_working_day(day: date) -> date:
    """The first day after `day` that is neither a weekend nor a Danish public holiday."""
    danish = holidays.country_holidays("DK", years=(day.year, day.year + 1))
    day += timedelta(days=1)
    while day.weekday() >= 5 or day in danish:
        day += timedelta(days=1)
    return day


def working_days_after(day: date, number: int) -> date:
    """The last of `number` working days, `day` itself not counted."""
    for _day in range(number):
        day = next_working_day(day)
    return day
