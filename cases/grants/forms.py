"""What a person writes to keep off a case."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.grants.models import Recusal


class RecusalForm(forms.Form):
    """Nothing is chosen beforehand."""

    reason = forms.ChoiceField(
        label=_("Why do you keep off this case?"),
        choices=[(reason.value, capfirst(reason.label)) for reason in Recusal.Reason],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )
