"""A request is one transaction of one actor, who is known before it opens."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from agencies.api.problems import asks_for_programs, problem
from agencies.models import Account, Token
from agencies.tokens.selectors import token_of
from agencies.tokens.services import note_use
from cases.wall import acting_as

READS = ("GET", "HEAD", "OPTIONS")


class WallMiddleware:
    """Opens the transaction as whoever asks, keeps the log, and rolls all back after an error of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]  # noqa: TID251  (the one clock of this request)
        actor, token = who_asks(request)
        request.token = token  # type: ignore[attr-defined]
        if token is not None and request.method not in READS and (no := refuse_to_write(request, token)):
            return no
        with acting_as(actor):
            if token is not None:
                note_use(actor=token.account, token=token, now=request.now)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if response.streaming:
                raise RuntimeError("a stream is read after the transaction, by nobody: build a file")
            if response.status_code >= 500:
                transaction.set_rollback(True)  # what was written, and what was noted
        if actor is not None:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def who_asks(request: HttpRequest) -> tuple[Account | None, Token | None]:
    """The account of the access key, else of the session, with its post; None for a visitor and for one who holds no active post.

    The header decides alone: a key that is not known is nobody, whatever the session says.
    """
    if "Authorization" in request.headers:
        forget_session(request)
        token = token_in(request)
        request.user = token.account if token else AnonymousUser()
        return (token.account, token) if token else (None, None)
    return who_is_logged_in(request), None


def token_in(request: HttpRequest) -> Token | None:
    scheme, _space, secret = request.headers["Authorization"].partition(" ")
    if scheme.lower() != "token":
        return None
    return token_of(secret.strip(), request.now)  # type: ignore[attr-defined]


def forget_session(request: HttpRequest) -> None:
    """An empty one: what somebody confirmed in a browser is not lent to a key."""
    request.session = type(request.session)()
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)


def who_is_logged_in(request: HttpRequest) -> Account | None:
    if SESSION_KEY not in request.session or not request.user.is_authenticated:
        return None
    account = Account.objects.select_related("post__agency").filter(pk=request.user.pk, post__is_active=True).first()
    if account is not None:
        request.user = account
    return account


def refuse_to_write(request: HttpRequest, token: Token) -> HttpResponse | None:
    """A key writes through the API, where it may, and never through a page."""
    if not asks_for_programs(request):
        said = gettext("An access key writes under /api/ only. Log in to use the pages.")
        return problem(405, said, {"Allow": ", ".join(READS)})
    return (
        None if token.may_write else problem(403, gettext("This access key only reads. Make one that may write too."))
    )
