"""What forms of every app share: how a refusal is shown, and what no text field may hold."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.errors import Refused


def show(refusal: Refused, form: Any) -> None:
    """Put the sentence beside its field, or at the top of the form."""
    field = (refusal.field or "").rpartition(".")[2]
    form.add_error(field if field in form.fields else None, gettext(refusal.sentence) % refusal.values)


class OnceForm(forms.Form):
    """A form that has one effect, however often it is sent: `cases.envelope.services.once` asks for its key."""

    submission = forms.UUIDField(
        initial=uuid4, widget=forms.HiddenInput, error_messages={"required": _("The page is too old. Load it again.")}
    )


@deconstructible
class NoNul:
    """PostgreSQL keeps no NUL in text: it is refused with a sentence, not with an error."""

    def __call__(self, value: str) -> None:
        if "\x00" in value:
            raise ValidationError(_("The text has a sign in it that cannot be saved. Write it again."), code="nul")
