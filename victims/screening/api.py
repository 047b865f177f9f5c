"""Indicators with their weight, for programs."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.views import READERS, ApiView, Request
from agencies.reference.api import CodeSerializer
from victims.screening.selectors import indicators_on


class IndicatorSerializer(CodeSerializer):
    list = serializers.CharField()
    dimension = serializers.CharField()
    phase = serializers.CharField()
    grade_adults = serializers.CharField(help_text="strong, medium, weak, or empty: not asked of adults.")
    grade_children = serializers.CharField()


class IndicatorsSerializer(serializers.Serializer):
    results = IndicatorSerializer(many=True)


class Indicators(ApiView):
    """Those in force today, with what each weighs for adults and for children. They support the decision and never make it."""

    access = {"GET": READERS}
    operation = "indicators"

    @extend_schema(responses=IndicatorsSerializer)
    def get(self, request: Request) -> Response:
        rows = indicators_on(timezone.localdate(request.now))
        return Response(IndicatorsSerializer({"results": rows}).data)
