"""The forms of an administrator."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.accounts.rules import Burden, domain
from agencies.models import Account, Role

ROLES = (
    (Role.CASEWORKER, _("Caseworker")),
    (Role.LEAD, _("Lead")),
    (Role.READ_ONLY, _("Read only")),
    (Role.ADMINISTRATOR, _("Administrator")),
)
ROLE_HINTS: dict[str, Promise] = {
    Role.LEAD: _("Assigns, approves, discloses"),
    Role.ADMINISTRATOR: _("Sees users, not cases"),
}
NOBODY = "nobody"


class RoleField(forms.ChoiceField):
    """One of the roles, with what the less plain ones may do."""

    hints = ROLE_HINTS

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Role"), choices=ROLES, widget=forms.RadioSelect,
            error_messages={"required": _("Choose a role.")}, **kwargs,
        )  # fmt: skip


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Work e-mail"), max_length=254, error_messages={"required": _("Write the work e-mail.")}
    )
    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Write the name.")})
    role = RoleField()

    def __init__(self, *args: Any, administrator: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Must end in %(domain)s") % {"domain": domain(administrator.email)}


class SuccessorForm(forms.Form):
    """Who takes over, when somebody stops working and has cases: not asked otherwise."""

    def __init__(self, *args: Any, burden: Burden, successors: list[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.successors = {str(account.pk): account for account in successors}
        if burden.cases:
            names = [(key, account.name) for key, account in self.successors.items()]
            choices = [("", _("Choose")), *names, (NOBODY, _("Nobody for now"))]
            self.fields["successor"] = forms.ChoiceField(
                label=_("The cases go to"), choices=choices, required=False,
                error_messages={"invalid_choice": _("Choose one of the answers shown.")},
            )  # fmt: skip

    @property
    def taken_over(self) -> dict[str, Any]:
        """What services ask of it."""
        chosen = self.cleaned_data.get("successor", "")
        return {"successor": self.successors.get(chosen), "is_answered": bool(chosen)}


class LeaveForm(SuccessorForm):
    prefix = "leave"


class RoleForm(SuccessorForm):
    prefix = "role"
    role = RoleField()
