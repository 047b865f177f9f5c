"""The cases that one is on, for programs."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.fields import AgencyRef
from agencies.api.views import READERS, ApiView, Request
from agencies.models import Agency
from cases.api import cursor_in, list_of, listed
from cases.envelope.models import Case
from cases.envelope.selectors import cases_of, openers_known
from cases.paging import page_of

PAGE = 25


class CaseLineSerializer(serializers.ModelSerializer):
    opened_by = serializers.SerializerMethodField(help_text="null for whoever may not know it.")
    href = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = ("id", "number", "kind", "state", "opened_at", "sent_at", "accepted_at", "opened_by", "href")

    @extend_schema(responses=AgencyRef(allow_null=True))
    def get_opened_by(self, case: Case) -> Any:
        opener: Agency | None = self.context["openers"].get(case.pk)
        return AgencyRef(opener).data if opener else None

    def get_href(self, case: Case) -> str:
        return reverse("api:case", args=[case.pk])


class Cases(ApiView):
    """The cases that the own agency is on, newest first; or the one with a number."""

    access = {"GET": READERS}
    operation = "cases"

    @extend_schema(
        parameters=[OpenApiParameter("number"), OpenApiParameter("after", description="The cursor of `next`.")],
        responses=list_of(CaseLineSerializer),
    )
    def get(self, request: Request) -> Response:
        wanted = request.GET.get("number", "").replace("\x00", "").strip().upper()[:20]
        rows = cases_of(request.user)
        rows = rows.filter(number=wanted) if wanted else rows.newest(cursor_in(request))
        found = page_of(rows, PAGE, lambda case: (case.opened_at, case.pk))
        context = {"openers": openers_known(request.user, found.rows)}
        return listed(request, found, CaseLineSerializer(found.rows, many=True, context=context).data)
