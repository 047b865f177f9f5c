"""Coded lists, for programs that choose from them."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.views import READERS, ApiView, Request
from agencies.reference.selectors import codes_on


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField(source="__str__", help_text="By Accept-Language.")
    valid_from = serializers.DateField()
    valid_until = serializers.DateField(allow_null=True)


class CodesSerializer(serializers.Serializer):
    results = CodeSerializer(many=True)


class Codes(ApiView):
    """A coded list as it is offered today: `need`, `language`, `country`, `situation`, `talk_place` and others."""

    access = {"GET": READERS}
    operation = "codes"

    @extend_schema(responses=CodesSerializer)
    def get(self, request: Request, list_name: str) -> Response:
        found: Any = codes_on(timezone.localdate(request.now), list_name.replace("\x00", ""))
        values = list(next(iter(found.values())).values())
        if not values:
            raise Http404
        return Response(CodesSerializer({"results": values}).data)
