"""When the person was released."""

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.moments import MomentField


class ReleaseForm(forms.Form):
    until = MomentField(label=_("Released"), error_messages={"required": _("Write when the person was released.")})
