"""The administrator's pages: who can log in, who should not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.access import Request, administrators
from agencies.accounts import selectors, services
from agencies.accounts.forms import InviteForm, LeaveForm, RoleForm
from agencies.accounts.rules import Burden
from agencies.errors import Refused
from agencies.forms import show
from agencies.models import Account
from agencies.tokens.selectors import standing_of

PAGE = 25
FILTERS = {
    "all": _("All"),
    "without_second_factor": _("Without a second step"),
    "unused": _("Not logged in for 60 days"),
    "invited": _("Invited"),
    "closed": _("Deactivated"),
}


def nobody_else(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Whoever is logged in is logged out first: nobody changes another's password."""

    @wraps(view)
    def alone(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            logout(request)
            return redirect(request.path)
        return view(request, *args, **kwargs)

    return alone


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def list_accounts(request: Request) -> HttpResponse:
    form = InviteForm(request.POST or None, administrator=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            account = services.invite(actor=request.user, **form.cleaned_data, now=request.now)
        except Refused as refusal:
            show(refusal, form)
        else:
            messages.success(request, gettext("The invitation is sent to %(address)s.") % {"address": account.email})
            return redirect("agencies:accounts")
    return render(request, "agencies/accounts/list.html", table(request) | {"form": form})


def table(request: Request) -> dict[str, Any]:
    name = request.GET.get("show", "all")
    name = name if name in FILTERS else "all"
    asked = request.GET.get("rows", "")
    limit = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else PAGE
    found = selectors.list_accounts(request.user, name=name, limit=limit, now=request.now)
    here = reverse("agencies:accounts")
    return {
        "rows": found.rows,
        "total": found.total,
        "more": f"{here}?show={name}&rows={limit + PAGE}" if found.total > limit else "",
        "users": found.counts["all"],
        "filters": [
            (label, found.counts[each], f"{here}?show={each}", each == name) for each, label in FILTERS.items()
        ],
    }


@administrators
@require_safe
def show_account(request: Request, account_id: int) -> HttpResponse:
    return page(request, own_account(request, account_id))


@administrators
@require_POST
def change_role(request: Request, account_id: int) -> HttpResponse:
    account = own_account(request, account_id)
    form = RoleForm(request.POST, **hand_over(request, account))
    if form.is_valid() and did(request, account, form, services.change_role, role=form.cleaned_data["role"]):
        messages.success(request, gettext("The role is saved."))
        return redirect("agencies:account", account.pk)
    return page(request, account, role_form=form)


@administrators
@require_POST
def deactivate(request: Request, account_id: int) -> HttpResponse:
    account = own_account(request, account_id)
    form = LeaveForm(request.POST, **hand_over(request, account))
    if form.is_valid() and did(request, account, form, services.deactivate):
        messages.success(request, gettext("%(name)s is logged out and can no longer log in.") % {"name": account.name})
        return redirect("agencies:accounts")
    return page(request, account, leave_form=form)


@administrators
@require_POST
def reopen(request: Request, account_id: int) -> HttpResponse:
    return act(request, account_id, services.reopen, _("The invitation is sent to %(address)s."))


@administrators
@require_POST
def invite_again(request: Request, account_id: int) -> HttpResponse:
    return act(request, account_id, services.invite_again, _("The invitation is sent to %(address)s."))


@administrators
@require_POST
def withdraw_invitation(request: Request, account_id: int) -> HttpResponse:
    return act(request, account_id, services.withdraw_invitation, _("The invitation of %(name)s is withdrawn."))


@administrators
@require_POST
def reset_second_factor(request: Request, account_id: int) -> HttpResponse:
    done = _("%(name)s adds the app again the next time, and is told so by e-mail.")
    return act(request, account_id, services.reset_second_factor, done)


def own_account(request: Request, account_id: int) -> Account:
    """Of another agency or of none: the same 404."""
    account = selectors.account_of(request.user, account_id)
    if account is None:
        raise Http404
    return account


def hand_over(request: Request, account: Account) -> dict[str, Any]:
    return {
        "burden": selectors.burden_of(request.user, account),
        "successors": list(selectors.successors(request.user, account)),
    }


def did(
    request: Request, account: Account, form: RoleForm | LeaveForm, service: Callable[..., None], **more: Any
) -> bool:
    """Whether it was done; the refusal is in the form otherwise."""
    try:
        service(actor=request.user, account=account, now=request.now, **form.taken_over, **more)
    except Refused as refusal:
        show(refusal, form)
        return False
    return True


def act(request: Request, account_id: int, service: Callable[..., None], done: Any) -> HttpResponse:
    """One button: done or refused, and back to the account."""
    account = own_account(request, account_id)
    try:
        service(actor=request.user, account=account, now=request.now)
    except Refused as refusal:
        messages.error(request, gettext(refusal.sentence) % refusal.values)
    else:
        messages.success(request, done % {"name": account.name, "address": account.email})
    return redirect("agencies:account", account_id)


def page(request: Request, account: Account, **bound: Any) -> HttpResponse:
    account = own_account(request, account.pk)  # as it stands, after whatever was refused
    given = hand_over(request, account)
    forms = {
        "role_form": RoleForm(initial={"role": account.post.role}, **given),
        "leave_form": LeaveForm(**given),
    } | bound
    context = {
        "row": selectors.row(request.user, account, request.now),
        "burden": given["burden"],
        "burden_words": burden_words(given["burden"]),
        "keys": standing_of(account).count(),
        "trail": [(gettext("Users"), reverse("agencies:accounts"))],
        "forms": list(forms.values()),
        **forms,
    }
    return render(request, "agencies/accounts/account.html", context)


def burden_words(burden: Burden) -> str:
    """ "9 cases, 2 due within 7 days": numbers, never cases."""
    if not burden.cases:
        return gettext("No cases")
    words = ngettext("%(number)d case", "%(number)d cases", burden.cases) % {"number": burden.cases}
    if burden.due_soon:
        words += ", " + gettext("%(number)d due within 7 days") % {"number": burden.due_soon}
    return words
