"""Form fields for a day and a moment that a person types in parts: day, month, year, and the time of day.

Whether the moment is a sensible one (not in the future, not before another) is the form's to say.
"""

import re
from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.templatetags.words import write_clock
from agencies.texts import PlainText

FIRST_YEAR, LAST_YEAR = 1900, 2199  # an earlier one, and a later one, is a slip of the hand
CLOCK = re.compile(r"^(\d{1,2})(?:[.:]?(\d{2}))?$")


def _digits(length: int) -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "maxlength": length, "autocomplete": "off"})


class DayWidget(forms.MultiWidget):
    """Three inputs for a day."""

    use_fieldset = True
    labels = {"day": _("Day"), "month": _("Month"), "year": _("Year"), "clock": pgettext_lazy("of day", "Time")}

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(self.make(), attrs)

    def make(self) -> dict[str, forms.Widget | type[forms.Widget]]:
        return {"day": _digits(2), "month": _digits(2), "year": _digits(4)}

    def decompress(self, value: date | None) -> list:
        return [value.day, value.month, value.year] if value else [None, None, None]


class MomentWidget(DayWidget):
    """Three inputs for a day and one for the time of day."""

    def make(self) -> dict[str, forms.Widget | type[forms.Widget]]:
        return {**super().make(), "clock": forms.TextInput(attrs={"maxlength": 5, "autocomplete": "off"})}

    def decompress(self, value: date | None) -> list:
        if not isinstance(value, datetime):
            return [None, None, None, None]
        local = timezone.localtime(value)
        return [*super().decompress(local), write_clock(local)]


class DayField(forms.MultiValueField):
    """A day; its cleaned value is a `date`, or None where it may be empty."""

    widget = DayWidget
    default_error_messages = {
        "required": _("Write day, month and year"),
        "incomplete": _("Write day, month and year"),
        "invalid": _("That day does not exist. Write day, month and year, for example 9 3 2026"),
    }

    def __init__(self, **kwargs) -> None:
        super().__init__(self.make(), require_all_fields=False, **kwargs)

    def make(self) -> list[forms.Field]:
        return [PlainText(), PlainText(), PlainText()]

    def compress(self, values: list[str]) -> date | None:
        if not values:
            return None
        try:
            on, month, year = (int(part) for part in values[:3])
            day = date(year + 2000 if year < 100 else year, month, on)
        except (TypeError, ValueError, OverflowError):
            day = date.min
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class MomentField(DayField):
    """A day and a time of day; its cleaned value is an aware `datetime` in the time zone of the pages."""

    widget = MomentWidget
    default_error_messages = {
        "required": _("Write day, month, year and time"),
        "incomplete": _("Write day, month, year and time"),
        "invalid_clock": _("Write the time as hours and minutes, for example 14.30"),
        "skipped": _("The clocks went forward that night, so that time was not there. Write the time before or after"),
    }

    def make(self) -> list[forms.Field]:
        return [*super().make(), PlainText()]

    def compress(self, values: list[str]) -> datetime | None:
        if not values:
            return None
        typed = datetime.combine(super().compress(values) or date.min, self._read_clock(values[3]))
        moment = timezone.make_aware(typed)  # of an hour that came twice, the first
        if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != typed:
            raise ValidationError(self.error_messages["skipped"], code="skipped")
        return moment

    def _read_clock(self, text: str) -> time:
        hours, minutes = found.groups() if (found := CLOCK.match(text.strip())) else ("", "")
        try:
            return time(int(hours), int(minutes or 0))
        except ValueError:
            raise ValidationError(self.error_messages["invalid_clock"], code="invalid_clock") from None
