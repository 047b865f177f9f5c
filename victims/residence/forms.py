"""On what footing the person stays."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agencies.forms import OnceForm
from agencies.moments import DayField
from agencies.texts import PlainText
from victims.residence.models import RESIDENCE
from victims.residence.words import residence_hints

CHOOSE = {"required": _("Choose the residence."), "invalid_choice": _("Choose one of the answers shown.")}


class ResidenceForm(OnceForm):
    status = forms.ChoiceField(label=_("Residence"), widget=forms.RadioSelect, error_messages=CHOOSE)
    since = DayField(label=_("Since"), required=False, help_text=_("The day on which it began, if it is known."))
    words = PlainText(
        label=_("How is it known?"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A permit that was seen, an application, what the person says."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status: Any = self.fields["status"]
        status.choices = [(value, capfirst(str(label))) for value, label in RESIDENCE]
        status.hints = residence_hints()
