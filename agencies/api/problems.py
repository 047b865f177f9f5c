"""What a program is told when it does not get what it asked for: problem documents (RFC 9457), whoever refuses it."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import set_rollback

from agencies.errors import Refused

ROOT = "/api/"  # everything below is for programs
MEDIA_TYPE = "application/problem+json"

# status: (what it is called, title, the sentence where nothing more can be said)
KINDS: dict[int, tuple[str, Any, Any]] = {
    400: ("malformed", _("Cannot be read"), _("The request cannot be read.")),
    401: ("unknown-key", _("Not known"), _("Nobody is known by this access key: it is wrong, or no longer valid.")),
    403: ("not-allowed", _("Not allowed"), _("This is not allowed.")),
    404: ("not-there", _("Not there"), _("There is nothing here.")),
    405: ("method", _("Not by this method"), _("This address does not take this method.")),
    406: ("not-acceptable", _("Only JSON"), _("The answer can only be given as JSON.")),
    409: ("refused", _("Refused by a rule"), _("A rule refuses this now.")),
    412: ("stale", _("Changed meanwhile"), _("Somebody else changed this while you were writing.")),
    413: ("too-large", _("Too large"), _("The request is too large.")),
    415: ("media-type", _("Only JSON"), _("The request must be JSON.")),
    422: ("invalid", _("Something is wrong in it"), _("Something in the request is wrong.")),
    428: ("precondition", _("A header is missing"), _("A header is missing.")),
    429: ("too-often", _("Too often"), _("Too many requests. Wait a little.")),
    500: ("fault", _("A fault of ours"), _("Something went wrong here. Nothing was saved.")),
}


def asks_for_programs(request: HttpRequest) -> bool:
    return request.path.startswith(ROOT)


def document(code: int, detail: Any = "", **more: Any) -> dict[str, Any]:
    kind, title, sentence = KINDS[code]
    return {
        "type": f"urn:tillid:problem:{kind}", "title": str(title), "status": code, "detail": str(detail or sentence),
    } | more  # fmt: skip


def problem(code: int, detail: Any = "", headers: Mapping[str, str] | None = None, **more: Any) -> JsonResponse:
    """For what is refused before or after a view of the API has its say."""
    asked_for_key = {"WWW-Authenticate": "Token"} if code == HTTPStatus.UNAUTHORIZED else {}
    return JsonResponse(
        document(code, detail, **more),
        status=code,
        content_type=MEDIA_TYPE,
        headers=asked_for_key | dict(headers or {}),
    )


class Problem(exceptions.APIException):
    """A refusal of the API's own, with its status; `more` stands in the document, `headers` beside it."""

    def __init__(self, code: int, detail: Any = "", headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status_code = code
        self.sentence = detail
        self.headers = dict(headers or {})
        self.more = more


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The document for whatever a view raises; None for a fault of ours, which rolls back all and is a 500."""
    found = explain(error)
    if found is None:
        return None
    set_rollback()
    code, detail, more, headers = found
    return Response(document(code, detail, **more), status=code, headers=headers, content_type=MEDIA_TYPE)


def explain(error: Exception) -> tuple[int, Any, dict[str, Any], dict[str, str]] | None:
    """(status, sentence, more, headers)."""
    if isinstance(error, Refused):
        sentence = gettext(error.sentence) % error.values
        if error.field is None:
            return 409, sentence, {}, {}
        return 422, "", {"errors": [{"pointer": pointer(*error.field.split(".")), "detail": sentence}]}, {}
    if isinstance(error, Http404):
        return 404, "", {}, {}
    if isinstance(error, PermissionDenied):
        return 403, "", {}, {}
    if isinstance(error, Problem):
        return error.status_code, error.sentence, error.more, error.headers
    if isinstance(error, exceptions.ValidationError):
        return 422, "", {"errors": list(wrong_in(error.detail))}, {}
    if isinstance(error, exceptions.APIException):
        headers = {"WWW-Authenticate": "Token"} if error.status_code == status.HTTP_401_UNAUTHORIZED else {}
        return error.status_code, "", {}, headers
    return None


def pointer(*path: Any) -> str:
    """A JSON pointer (RFC 6901) into what was sent."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def wrong_in(detail: Any, path: tuple[Any, ...] = ()) -> Iterator[dict[str, str]]:
    """{pointer, detail} of each thing that is wrong."""
    if isinstance(detail, Mapping):
        for name, inside in detail.items():
            yield from wrong_in(inside, path if name == "non_field_errors" else (*path, name))
    elif isinstance(detail, list) and all(isinstance(one, str) for one in detail):
        for sentence in detail:
            yield {"pointer": pointer(*path), "detail": str(sentence)}
    elif isinstance(detail, list):
        for number, inside in enumerate(detail):
            if inside:
                yield from wrong_in(inside, (*path, number))
    else:
        yield {"pointer": pointer(*path), "detail": str(detail)}
