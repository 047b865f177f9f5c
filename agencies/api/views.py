"""What every view of the API shares: who may ask, who asks, and what can be read of a request."""

import json
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request as RestRequest
from rest_framework.views import APIView

from agencies.access import EVERY_ROLE
from agencies.api.problems import Problem, answer
from agencies.models import READING_ROLES, WRITING_ROLES, Account

METHODS = ("get", "head", "post", "put", "patch", "delete")


class Access(NamedTuple):
    """Who may ask by a method: these roles (of these kinds of agency, when given). For others it is not there."""

    roles: tuple[str, ...]
    kinds: tuple[str, ...] = ()


READERS = Access(READING_ROLES)
WRITERS = Access(WRITING_ROLES)
EVERYBODY_SIGNED_IN = Access(EVERY_ROLE)


class Request(RestRequest):
    """What a view of the API gets: somebody is known, and the request has its one clock. (For type checking.)"""

    user: Account
    now: Any


class ByRole(BasePermission):
    """The declared roles. What is not one's role's is not there; a method that is not taken says so itself."""

    def has_permission(self, request: Any, view: Any) -> bool:
        method = "GET" if request.method == "HEAD" else request.method
        declared: Access | None = view.access.get(method)
        post = getattr(request.user, "post", None)
        if declared is None:
            return True
        if (
            post is None
            or not post.is_active
            or post.role not in declared.roles
            or (declared.kinds and post.agency.kind not in declared.kinds)
        ):
            raise Problem(404)
        return True


class WhoAsks(SessionAuthentication):
    """Whoever was found before the transaction opened (`cases/middleware.py`). A session's request shows that it comes from our page."""

    def authenticate(self, request: Any) -> Any:
        user = request._request.user
        if not user.is_authenticated:
            return None
        if "Authorization" not in request.headers:
            self.enforce_csrf(request)
        return user, None

    def authenticate_header(self, request: Any) -> str:
        return "Token"


class JsonObject(BaseParser):
    """An object in JSON, and nothing that the database could not keep or the answer not repeat."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            text = stream.body if hasattr(stream, "body") else stream.read()
        except RequestDataTooBig:
            raise Problem(413) from None
        try:
            found = json.loads(text.decode(), parse_constant=refuse_constant)
            json.dumps(found, ensure_ascii=False).encode()  # half a character is none
        except (ValueError, RecursionError):
            raise ParseError from None
        if not isinstance(found, dict):
            raise Problem(422, errors=[{"pointer": "", "detail": _("Send an object.")}])
        return found


def refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


class ApiView(APIView):
    """A view says in `access` who may ask by which method; `manage.py check` refuses one that does not."""

    access: ClassVar[dict[str, Access]]
    http_method_names = list(METHODS)
    request: Request
    authentication_classes = [WhoAsks]
    permission_classes = [ByRole]
    parser_classes = [JsonObject]
    renderer_classes = [JSONRenderer]
    metadata_class = None
    operation: ClassVar[str]  # as the description calls it
    versioned: ClassVar[tuple[str, ...]] = ()  # the methods that ask for If-Match

    def get_exception_handler(self) -> Any:
        return answer

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view: Any = super().as_view(**initkwargs)
        view.login_required = True  # REST framework would ask by itself, and in its own words
        taken = {method.upper() for method in METHODS if method != "head" and hasattr(cls, method)}
        if taken == set(getattr(cls, "access", {})):
            view.access = cls.access
        return view
