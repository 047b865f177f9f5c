"""The name in use, and what is told of the person without it."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from agencies.forms import NoNul, OnceForm
from agencies.reference.models import DatedCode
from victims.identity.models import AGE_BANDS, Name, Profile, Sex


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


class ProfileForm(OnceForm):
    """What is known now; all of it is written anew, and what stood before stays in the history."""

    def __init__(self, *args: Any, countries: dict[str, DatedCode], profile: Profile | None, **kwargs: Any) -> None:
        if profile is not None:
            known = ("sex", "age_band", "birth_year", "nationality")
            kwargs["initial"] = {name: getattr(profile, name) for name in known}
        super().__init__(*args, **kwargs)
        invalid = {
            "invalid_choice": _("Choose one of the answers shown."),
            "required": _("Choose one of the answers shown."),
        }
        age_band = forms.ChoiceField(
            label=_("Age"), choices=AGE_BANDS, widget=forms.RadioSelect, error_messages=invalid,
            help_text=_("Choose uncertain if the person may be under 18."),
        )  # fmt: skip
        age_band.choices = [(value, capfirst(str(label))) for value, label in AGE_BANDS]
        self.fields |= {
            "sex": forms.ChoiceField(
                label=_("Sex"), choices=[(value, capfirst(str(label))) for value, label in Sex.choices],
                widget=forms.RadioSelect, error_messages=invalid,
            ),
            "age_band": age_band,
            "birth_year": forms.IntegerField(
                label=_("Year of birth"), required=False,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "class": "input-width-xs"}),
                error_messages={"invalid": _("Write the year with four digits.")},
            ),
            "nationality": forms.ChoiceField(
                label=_("Nationality"), required=False, error_messages=invalid,
                choices=[("", _("Not known")), *((code, str(value)) for code, value in countries.items())],
            ),
        }  # fmt: skip
