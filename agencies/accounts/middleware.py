"""Who is not logged in does so first, and the second factor is not optional. A program is told so, and not sent to a page."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from agencies.access import EVERYBODY
from agencies.api.problems import asks_for_programs, problem

SETS_IT_UP = ("mfa_activate_totp", "account_reauthenticate")


class LoginMiddleware(LoginRequiredMiddleware):
    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if asks_for_programs(request):
            return problem(401)
        return super().handle_no_permission(request, view_func)


class SecondFactorMiddleware:
    """Whoever has none sets it up before anything else. In demo mode neither asked for nor needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        assert match is not None, "a view was found"  # noqa: S101
        is_open = getattr(view, "access", None) == EVERYBODY or match.view_name in SETS_IT_UP
        if settings.DEMO or is_open or not request.user.is_authenticated or is_mfa_enabled(request.user):
            return None
        if asks_for_programs(request):
            return problem(403, gettext("Log in and add an app for codes first."))
        return redirect("mfa_activate_totp")
