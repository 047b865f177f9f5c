"""The addressee's answer, what is said afterwards, and who has the case at the coordinator."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.accounts.selectors import colleagues
from agencies.forms import NoNul, OnceForm
from agencies.models import Account, Agency
from cases.policy import KINDS, Capacity
from referrals.referral.rules import Verb

COORDINATING_KINDS = [kind for kind, row in KINDS.items() if row.get(Capacity.COORDINATOR) == "x"]
WORDS_AT_MOST = 4000
CHOICES = [
    (Verb.ACCEPT.value, _("Accept")),
    (Verb.ASK.value, _("Ask for more")),
    (Verb.PASS_ON.value, _("Pass on to another")),
    (Verb.DECLINE.value, _("Decline")),
]
HINTS = {
    Verb.ACCEPT.value: _("Your agency coordinates. The sender is told."),
    Verb.ASK.value: _("The sender is told. The deadline runs on."),
    Verb.PASS_ON.value: _("The new receiver sees the same as you."),
    Verb.DECLINE.value: _("Needs a reason, which the sender gets."),
}


class AnswerForm(OnceForm):
    """Nothing is chosen beforehand."""

    verb = forms.ChoiceField(
        label=_("What will you do?"), choices=CHOICES, widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("To the sender"), required=False, max_length=WORDS_AT_MOST, validators=[NoNul()], widget=forms.Textarea,
        help_text=_("A question, a reason, or a few words. The sender reads it at once."),
    )  # fmt: skip
    receiver = forms.ModelChoiceField(
        label=_("Pass on to"), queryset=Agency.objects.none(), required=False, empty_label=_("Choose")
    )
    responsible = forms.ModelChoiceField(
        label=_("Responsible"), queryset=Account.objects.none(), required=False, empty_label=_("nobody yet")
    )
    contact_person = forms.ModelChoiceField(
        label=_("The person's contact"), queryset=Account.objects.none(), required=False, empty_label=_("Choose")
    )

    def __init__(self, *args: Any, actor: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].hints = HINTS  # type: ignore[attr-defined]
        fields: Any = self.fields
        others = Agency.objects.filter(kind__in=COORDINATING_KINDS).exclude(pk=actor.agency_id).order_by("name")
        fields["receiver"].queryset = others
        for name in ("responsible", "contact_person"):
            fields[name].queryset = colleagues(actor.agency)
            self.fields[name].initial = actor.pk

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("verb") == Verb.ACCEPT:
            for name in ("responsible", "contact_person"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose one of your own caseworkers."))
        return found


class WordsForm(OnceForm):
    """A question, a reply or an answer."""

    words = forms.CharField(
        label=_("Text"), max_length=WORDS_AT_MOST, validators=[NoNul()], widget=forms.Textarea,
        error_messages={"required": _("Write the text.")},
    )  # fmt: skip


class PeopleForm(forms.Form):
    """Who is responsible here, and whom the person has as a contact."""

    responsible = forms.ModelChoiceField(
        label=_("Responsible"), queryset=Account.objects.none(), required=False, empty_label=_("nobody yet")
    )
    contact_person = forms.ModelChoiceField(
        label=_("The person's contact"), queryset=Account.objects.none(), empty_label=_("Choose"),
        error_messages={"required": _("Choose one of your own caseworkers.")},
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name in fields:
            fields[name].queryset = colleagues(actor.agency)
