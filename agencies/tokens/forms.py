"""The form that makes an access key."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agencies.tokens.rules import LENGTHS


def lengths() -> list[tuple[int, str]]:
    return [(days, ngettext("%(number)d day", "%(number)d days", days) % {"number": days}) for days in LENGTHS]


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Which program"), max_length=60, error_messages={"required": _("Write the program's name.")},
        help_text=_("For example the journal system of your agency"),
    )  # fmt: skip
    days = forms.TypedChoiceField(
        label=_("Valid for"), choices=lengths, coerce=int, initial=LENGTHS[1], widget=forms.RadioSelect
    )
    may_write = forms.BooleanField(
        label=_("The program may write too"), required=False,
        help_text=_("It can then refer, ask and answer in your name. Leave it out for a program that only reads."),
    )  # fmt: skip

    def until(self, now: datetime) -> datetime:
        return now + timedelta(days=self.cleaned_data["days"])
