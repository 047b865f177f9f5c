"""A request is one transaction of one actor, who is known before it opens."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agencies.models import Account
from cases.wall import acting_as


class WallMiddleware:
    """Opens the transaction as the signed-in account, keeps the log, and rolls all back after an error of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]  # noqa: TID251  (the one clock of this request)
        actor = who_asks(request)
        with acting_as(actor):
            response = self.get_response(request)
            if response.streaming:
                raise RuntimeError("a stream is read after the transaction, by nobody: build a file")
            if response.status_code >= 500:
                transaction.set_rollback(True)  # what was written, and what was noted
        if actor is not None:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def who_asks(request: HttpRequest) -> Account | None:
    """The account of the session, with its post; None for a visitor and for one who holds no active post."""
    if SESSION_KEY not in request.session or not request.user.is_authenticated:
        return None
    account = Account.objects.select_related("post__agency").filter(pk=request.user.pk, post__is_active=True).first()
    if account is not None:
        request.user = account
    return account
