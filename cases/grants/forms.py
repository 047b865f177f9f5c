"""What a person writes to keep off a case."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.grants.models import Recusal


class RecusalForm(forms.ModelForm):
    """Nothing is chosen beforehand, and there is no empty choice."""

    reason = forms.ChoiceField(
        label=_("Why do you keep off this case?"), widget=forms.RadioSelect,
        choices=lambda: [(value, capfirst(str(label))) for value, label in Recusal.Reason.choices],
        error_messages={"required": _("Choose a reason.")},
    )  # fmt: skip

    class Meta:
        model = Recusal
        fields = ("reason",)
