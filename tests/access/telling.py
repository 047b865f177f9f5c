"""Pages that tell what they must not, each in one place: the search for traces has to find it. And pages that break holding it."""

import logging
from typing import Any

from celery import shared_task
from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.mail import send_mail
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import path

from agencies.access import Request, everybody_signed_in
from tests.access.addresses import handler500
from tests.access.addresses import urlpatterns as ours

SECRET = "QZ00000"
BREAKING = {
    400: BadRequest, 401: SuspiciousOperation, 403: PermissionDenied, 404: Http404, 500: RuntimeError,
}  # fmt: skip


@shared_task(name="tests.carry")
def carry(what: str) -> None:
    """Nothing: its argument has been told."""


@everybody_signed_in
def tell(request: Request, place: str) -> HttpResponse:
    response = HttpResponse("A page.")
    if place == "title":
        response.content = f"<title>{SECRET}</title>"
    elif place == "addresses":
        response.content = f'<a href="/?q={SECRET}">here</a>'
    elif place == "redirect":
        response = HttpResponseRedirect(f"/?q={SECRET}")
    elif place == "headers":
        response["X-Told"] = SECRET
    elif place == "cookies":
        messages.success(request, SECRET)
    elif place == "session":
        request.session["told"] = SECRET
    elif place == "log":
        logging.getLogger("cases").warning("saved %s", SECRET)
    elif place == "mail":
        send_mail("News", SECRET, None, ["nina@tillid.example"])
    elif place == "tasks":
        transaction.on_commit(lambda: carry.delay(SECRET))
    return response


@everybody_signed_in
def breaks(request: Request, status: int) -> HttpResponse:
    error: Any = BREAKING[status]
    try:
        raise ValueError(SECRET)
    except ValueError as cause:
        raise error(f"what stood there: {SECRET}") from cause


urlpatterns = [path("tell/<str:place>/", tell), path("break/<int:status>/", breaks), *ours]
__all__ = ["handler500", "urlpatterns"]
