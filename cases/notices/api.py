"""What an agency was told, for its own programs."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.views import READERS, ApiView, Request
from cases.api import after_in, list_of, listed
from cases.notices.models import Notice
from cases.notices.selectors import page_of_notices


class NoticeSerializer(serializers.ModelSerializer):
    case = serializers.CharField(source="case.number")
    address = serializers.SerializerMethodField(help_text="The case's page, for a person who is logged in.")
    href = serializers.SerializerMethodField(help_text="The case, for programs.")
    what = serializers.CharField()
    words = serializers.CharField(source="get_what_display", help_text="The same by Accept-Language.")
    at = serializers.DateTimeField(source="shown_from")
    by = serializers.CharField(source="signature")
    is_new = serializers.BooleanField(help_text="Whether the account has not opened the case since, on a page.")

    class Meta:
        model = Notice
        fields = ("id", "case", "address", "href", "what", "words", "at", "by", "is_new")

    def get_address(self, notice: Any) -> str:
        return f"{settings.BASE_URL}{reverse('cases:case', args=[notice.case_id])}"

    def get_href(self, notice: Any) -> str:
        return reverse("api:case", args=[notice.case_id])


class Notices(ApiView):
    """Newest first. Which case and what happened; no word of what stands in it."""

    access = {"GET": READERS}
    operation = "notices"

    @extend_schema(
        parameters=[OpenApiParameter("after", description="The cursor of `next`.")], responses=list_of(NoticeSerializer)
    )
    def get(self, request: Request) -> Response:
        found = page_of_notices(request.user, after_in(request))
        return listed(request, found, NoticeSerializer(found.rows, many=True).data)
