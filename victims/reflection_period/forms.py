"""What whoever decides writes of a period, what others ask for, and what advisers wonder."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.forms import NoNul, OnceForm
from agencies.moments import DayField
from victims.reflection_period.models import ENDINGS, GROUNDS
from victims.reflection_period.reading import Period
from victims.reflection_period.rules import Ground, Request
from victims.reflection_period.words import WHAT_IF_WORDS

WORDS_AT_MOST = 4000
NOT_A_NUMBER = _("Write a number of days.")


def reasons(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=WORDS_AT_MOST, validators=[NoNul()],
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


def number_of_days(label: Any, *, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=required, min_value=1, max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input-width-xs", "autocomplete": "off"}),
        error_messages={"required": NOT_A_NUMBER, "invalid": NOT_A_NUMBER, "min_value": NOT_A_NUMBER, "max_value": NOT_A_NUMBER},
    )  # fmt: skip


class StepForm(OnceForm):
    """One step; `seen` is how many there were when the page was made."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=9999)

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        self.period = period
        kwargs["initial"] = self.suggested() | {"seen": len(period.steps)}
        super().__init__(*args, **kwargs)

    def suggested(self) -> dict[str, Any]:
        return {}


class GrantForm(StepForm):
    asked_on = DayField(
        label=_("The person asked on"), help_text=_("A period is given on request. The request may be oral.")
    )
    first_day = DayField(label=_("Day 1"), help_text=_("The day of the request, or a later one."))

    def suggested(self) -> dict[str, Any]:
        return {"asked_on": asked_of(self.period), "first_day": self.period.today}


def asked_of(period: Period) -> date:
    return period.asked.asked_on if period.asked else period.today


class MoveForm(StepForm):
    first_day = DayField(label=_("New day 1"), help_text=_("Only as long as the period has not begun."))


class ExtendForm(StepForm):
    ground = forms.ChoiceField(
        label=_("Ground"),
        choices=GROUNDS,
        widget=forms.RadioSelect,
        required=False,  # the rule says it
    )
    words = reasons(_("Which special grounds"))
    asked_on = DayField(label=_("The person asked on"))
    days = number_of_days(_("Number of days"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["ground"].hints = {
            Ground.SPECIAL.value: gettext("Write which. For example illness, or giving evidence.")
        }
        fields["days"].help_text = gettext("At most %(left)s") % {"left": self.period.left}

    def suggested(self) -> dict[str, Any]:
        asked = self.period.asked
        days = min(asked.days or self.period.left, self.period.left) if asked else self.period.left
        return {"asked_on": asked_of(self.period), "days": days, "ground": asked.ground if asked else ""}


class RefuseForm(StepForm):
    words = reasons(
        _("Reasons"),
        _("Whoever reads the ground of a decision reads them. The deadline that stands, if one does, stays."),
    )


class DeclineForm(StepForm):
    last_day = DayField(
        label=_("The person said no on"), help_text=_("The last day that counts. The person can come back.")
    )
    words = reasons(_("In the person's words"))

    def suggested(self) -> dict[str, Any]:
        return {"last_day": self.period.today}


class EndForm(DeclineForm):
    ending = forms.ChoiceField(
        label=_("Why it ends"),
        choices=ENDINGS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it ends.")},
    )
    last_day = DayField(label=_("Last day that counts"))
    words = reasons(_("Reasons"))

    field_order = ("ending", "last_day", "words")


class ResumeForm(StepForm):
    first_day = DayField(
        label=_("The person came back on"), help_text=_("The days that were not used run from this day on.")
    )

    def suggested(self) -> dict[str, Any]:
        return {"first_day": self.period.today}


FORMS: dict[str, type[StepForm]] = {
    "grant": GrantForm, "move": MoveForm, "extend": ExtendForm, "refuse": RefuseForm, "decline": DeclineForm, "end": EndForm,
    "resume": ResumeForm,
}  # fmt: skip


class AskForm(OnceForm):
    """What the person asks for; whether it is a period or an extension follows from where the period stands."""

    asked_on = DayField(label=_("The person asked on"))
    days = number_of_days(_("Number of days"), required=False)
    ground = forms.ChoiceField(label=_("Ground"), choices=GROUNDS, widget=forms.RadioSelect, required=False)
    words = reasons(_("In the person's words"), _("Whoever decides, and CMM, read it."))

    def __init__(self, *args: Any, period: Period, **kwargs: Any) -> None:
        kwargs["initial"] = {"asked_on": period.today}
        super().__init__(*args, **kwargs)
        if period.request == Request.PERIOD:
            del self.fields["days"], self.fields["ground"]
        else:
            self.fields["days"].help_text = gettext("May be left empty. At most %(left)s are left.") % {
                "left": period.left
            }


class WhatIfForm(forms.Form):
    """Saved nowhere."""

    what = forms.ChoiceField(label=_("What happens?"), choices=WHAT_IF_WORDS)
    more = number_of_days(_("By how many days, if it is extended"), required=False)
