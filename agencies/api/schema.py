"""The description of the API (OpenAPI): made from the views, with what they all share."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from agencies.api.problems import MEDIA_TYPE

ALWAYS = (401, 403, 404, 405, 406, 500)
WRITING = (400, 409, 413, 415, 422)


class WrongSerializer(serializers.Serializer):
    pointer = serializers.CharField(help_text="A JSON pointer into what was sent.", required=False)
    parameter = serializers.CharField(help_text="Or a parameter of the address.", required=False)
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    differs = serializers.ListField(
        child=serializers.DictField(), required=False, help_text="412: each field that differs, theirs and yours."
    )
    errors: Any = WrongSerializer(many=True, required=False)


class Described(AutoSchema):
    """Operation ids from the names of the views; the headers and the problems that every operation can have."""

    view: Any

    def get_operation_id(self) -> str:
        verb = {"GET": "read", "POST": "post", "PUT": "put", "PATCH": "change", "DELETE": "delete"}[self.method]
        return f"{verb}_{self.view.operation}"

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").partition("/")[0]]

    def get_override_parameters(self) -> list[Any]:
        header: Any = OpenApiParameter.HEADER
        about = "Danish unless asked otherwise."
        found = [OpenApiParameter("Accept-Language", str, header, enum=["da", "en"], description=about)]
        if self.method == "POST":
            about = "A UUID of your own for this act: the same again has no second effect, and the same answer."
            key = {"type": "string", "format": "uuid"}
            found.append(OpenApiParameter("Idempotency-Key", key, header, required=True, description=about))
        if self.method in self.versioned():
            about = "The ETag of what you have read and now change."
            found.append(OpenApiParameter("If-Match", str, header, required=True, description=about))
        return found

    def get_request_serializer(self) -> Any:
        return self.view.sent if self.method == "POST" else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        if self.method == "POST":
            return {201 if self.view.makes_something else 200: self.view.answers}
        return super().get_response_serializers()

    def versioned(self) -> tuple[str, ...]:
        return self.view.versioned

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        found = super()._get_response_bodies(direction)
        codes = [*ALWAYS, *(WRITING if self.method != "GET" else ())]
        codes += [428] if self.method == "POST" or self.method in self.versioned() else []
        codes += [412] if self.method in self.versioned() else []
        codes += [400] if self.method == "GET" else []
        for code in sorted(codes):
            found.setdefault(
                str(code),
                self._get_response_for_code(ProblemSerializer, str(code), [MEDIA_TYPE], direction)
                | {"description": HTTPStatus(code).phrase},
            )
        return found


class AccessKey(OpenApiAuthenticationExtension):
    target_class = "agencies.api.views.WhoAsks"
    name = "accessKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        about = "`Token tillid_...`: an access key, made under your name in Tillid."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": about}
