"""Logging in as one of the demo's people, with neither password nor second factor."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from agencies.access import Request, open_to_all
from agencies.models import Account
from cases.wall import acting_as
from demo.users import USERS


@open_to_all
@require_POST
def log_in(request: Request, who: str) -> HttpResponse:
    """`who` is the key of a demo user, or the address."""
    address = next((user.email for user in USERS if who in (user.key, user.email)), None)
    account = Account.objects.filter(email=address, post__is_active=True).first() if address else None
    if account is None:
        raise Http404
    with acting_as(None):  # whoever was logged in before writes nothing of another's account
        login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home")
