"""Who a program is, its colleagues, and the agencies there are."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.accounts.selectors import agencies_there_are, colleagues
from agencies.api.fields import PersonRef
from agencies.api.views import EVERYBODY_SIGNED_IN, READERS, ApiView, Request
from agencies.models import Agency, Role


class AgencySerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="pk")

    class Meta:
        model = Agency
        fields = ("id", "kind", "name", "english", "short", "city")


class KeySerializer(serializers.Serializer):
    name = serializers.CharField()
    until = serializers.DateTimeField()
    may_write = serializers.BooleanField()


class MeSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    role = serializers.ChoiceField(source="post.role", choices=Role.choices)
    agency = AgencySerializer()
    key = KeySerializer(allow_null=True, help_text="The access key in use; null in a browser's session.")


class Me(ApiView):
    """Whose access key this is, and what it may do."""

    access = {"GET": EVERYBODY_SIGNED_IN}
    operation = "me"

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        account: Any = request.user
        account.key = getattr(request, "token", None)
        return Response(MeSerializer(account).data)


class AgenciesSerializer(serializers.Serializer):
    results = AgencySerializer(many=True)


class Agencies(ApiView):
    """Every agency, by its name: where one is chosen, its `id` is sent."""

    access = {"GET": READERS}
    operation = "agencies"

    @extend_schema(responses=AgenciesSerializer)
    def get(self, request: Request) -> Response:
        return Response(AgenciesSerializer({"results": agencies_there_are()}).data)


class ColleaguesSerializer(serializers.Serializer):
    results = PersonRef(many=True)


class Colleagues(ApiView):
    """Those of the own agency who can have a case: where a person is chosen, the `id` is sent."""

    access = {"GET": READERS}
    operation = "colleagues"

    @extend_schema(responses=ColleaguesSerializer)
    def get(self, request: Request) -> Response:
        return Response(ColleaguesSerializer({"results": colleagues(request.user.agency)}).data)
