"""The second factor is not optional: whoever has none sets it up before anything else."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from agencies.access import EVERYBODY

SETS_IT_UP = ("mfa_activate_totp", "account_reauthenticate")


class SecondFactorMiddleware:
    """In demo mode neither asked for nor needed."""

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
        return redirect("mfa_activate_totp")
