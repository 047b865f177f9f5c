"""What a person writes to keep off a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.grants.models import Recusal


class RecusalForm(forms.ModelForm):
    class Meta:
        model = Recusal
        fields = ("reason",)
        widgets = {"reason": forms.RadioSelect}
        labels = {"reason": _("Why do you keep off this case?")}
