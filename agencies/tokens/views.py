"""One's own access, keys of programs included; and the administrator's way to end a colleague's keys."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import IndexView
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from agencies.access import Request, administrators, everybody_signed_in
from agencies.accounts.selectors import account_of
from agencies.errors import Refused
from agencies.forms import show
from agencies.tokens.forms import TokenForm
from agencies.tokens.selectors import standing_of
from agencies.tokens.services import end_token, make_token


class YourAccess(IndexView):
    """allauth's page of the second factor, and below it the keys. A new key is shown in the answer itself, which nothing keeps."""

    http_method_names = ("get", "head", "post")
    request: Request

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = {"tokens": standing_of(self.request.user), "form": TokenForm()}
        return super().get_context_data(**found | kwargs)

    @method_decorator(reauthentication_required)
    def post(self, request: Request) -> HttpResponse:
        form = TokenForm(request.POST)
        if form.is_valid():
            try:
                token, secret = make_token(
                    actor=request.user, name=form.cleaned_data["name"], until=form.until(request.now), now=request.now,
                    may_write=form.cleaned_data["may_write"],
                )  # fmt: skip
            except Refused as refusal:
                show(refusal, form)
            else:
                return render(request, "agencies/tokens/made.html", {"token": token, "secret": secret})
        return self.render_to_response(self.get_context_data(form=form))


your_access = everybody_signed_in(YourAccess.as_view())


@everybody_signed_in
@require_POST
def end_own(request: Request, token_id: int) -> HttpResponse:
    token = standing_of(request.user).filter(pk=token_id).first()
    if token is None:
        raise Http404
    end_token(actor=request.user, token=token, now=request.now)
    messages.success(request, gettext("The access key is ended: %(name)s.") % {"name": token.name})
    return redirect("mfa_index")


@administrators
@require_POST
def end_all_of(request: Request, account_id: int) -> HttpResponse:
    account = account_of(request.user, account_id)
    if account is None:
        raise Http404
    for token in standing_of(account):
        end_token(actor=request.user, token=token, now=request.now)
    messages.success(request, gettext("The access keys of %(name)s are ended.") % {"name": account.name})
    return redirect("agencies:account", account_id)
