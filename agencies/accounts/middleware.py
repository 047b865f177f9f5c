"""The second factor is not optional: whoever has none sets it up before anything else."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

OPEN_WITHOUT = ("mfa_activate_totp", "account_logout", "account_reauthenticate")


class SecondFactorMiddleware:
    """In demo mode neither asked for nor needed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.DEMO or not request.user.is_authenticated or is_mfa_enabled(request.user):
            return self.get_response(request)
        if request.path in map(reverse, OPEN_WITHOUT) or request.path.startswith(settings.STATIC_URL):
            return self.get_response(request)
        return redirect("mfa_activate_totp")
