"""The name in use."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agencies.forms import NoNul
from agencies.reference.models import DatedCode
from victims.identity.models import Name


class NameForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Name
        fields = ("used", "address", "language")
        widgets = {"used": forms.TextInput, "address": forms.RadioSelect}

    def __init__(self, *args: Any, languages: dict[str, DatedCode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        address: Any = self.fields["address"]
        address.choices = [(value, capfirst(str(label))) for value, label in Name.Address.choices]
        self.fields["used"] = forms.CharField(
            label=_("Name in use"), max_length=200, required=True, validators=[NoNul()],
            error_messages={"required": _("Write the name that the person uses.")},
        )  # fmt: skip
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            required=False,
            choices=[("", _("Not known")), *((code, capfirst(str(value))) for code, value in languages.items())],
        )
