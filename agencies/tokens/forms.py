"""The form that makes an access key."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from agencies.tokens.rules import LENGTHS


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Which program"), max_length=60, help_text=_("For example the journal system of your agency")
    )
    days = forms.TypedChoiceField(label=_("Valid for"), coerce=int, initial=LENGTHS[1], widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["days"].choices = [
            (days, ngettext("%(number)d day", "%(number)d days", days) % {"number": days}) for days in LENGTHS
        ]

    def until(self, now: datetime) -> datetime:
        return now + timedelta(days=self.cleaned_data["days"])
