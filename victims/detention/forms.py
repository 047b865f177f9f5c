"""When the person was released."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReleaseForm(forms.Form):
    until = forms.DateTimeField(
        label=_("Released"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": _("Write when the person was released."), "invalid": _("Write a day and a time.")},
    )  # fmt: skip
