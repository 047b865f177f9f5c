"""Until when a person who is deprived of liberty must come before a court."""

from datetime import UTC, datetime, timedelta


def court_deadline(since: datetime, court_hours: int) -> datetime:
    """The moment by which the person must be before a court, unless released. It never ends or decides the assessment.

    since: the moment of the deprivation (aware). court_hours: the parameter in force that day (real hours: a change to or
    from summer time does not lengthen or shorten them). Returns an aware moment, itself still in time.
    Source: Aliens Act s. 37(1), three times 24 hours; the evaluation's section 6.4.
    """
    return (since.astimezone(UTC) + timedelta(hours=court_hours)).astimezone(since.tzinfo)
