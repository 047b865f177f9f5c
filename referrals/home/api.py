"""What waits for the own agency, for programs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.fields import PersonRef
from agencies.api.views import READERS, ApiView, Request
from cases.api import list_of, listed_until, wrong_parameter
from cases.assignments.models import Assignment
from referrals.home.selectors import COUNTED_AT_MOST, VIEWS, queue


class WorkSerializer(serializers.Serializer):
    case = serializers.CharField(source="case.number")
    href = serializers.SerializerMethodField()
    work = serializers.ChoiceField(source="assignment.work", choices=Assignment.Work.values)
    lane = serializers.ChoiceField(
        source="assignment.lane", choices=Assignment.Lane.values, help_text="1 detained, 2 minors, 3 others"
    )
    due_at = serializers.DateTimeField(allow_null=True)
    is_court_clock = serializers.BooleanField(help_text="Whether due_at is when the person must be before a court.")
    responsible = PersonRef(source="assignment.responsible", allow_null=True)
    initials = serializers.CharField()
    who = serializers.CharField(help_text="Sex and age, in words.")
    languages = serializers.ListField(child=serializers.CharField())
    comes_from = serializers.CharField(
        help_text="The sender, by its short name; of a row of the own agency, whoever gave it."
    )
    place = serializers.CharField()
    is_waiting_for_sender = serializers.BooleanField()

    def get_href(self, row: Any) -> str:
        return reverse("api:case", args=[row.case.pk])


class Worklist(ApiView):
    """Open work, most urgent first."""

    access = {"GET": READERS}
    operation = "worklist"

    @extend_schema(
        parameters=[
            OpenApiParameter("view", enum=VIEWS),
            OpenApiParameter("after", description="The cursor of `next`."),
        ],
        responses=list_of(WorkSerializer),
    )
    def get(self, request: Request) -> Response:
        view, after = request.GET.get("view", "all"), request.GET.get("after", "0")
        if view not in VIEWS:
            raise wrong_parameter("view", _("Choose one of: %(names)s.") % {"names": ", ".join(VIEWS)})
        if not (after.isascii() and after.isdigit() and len(after) < 6):
            raise wrong_parameter("after", _("This is no cursor of ours. Take `next` as it is."))
        groups, shown, has_more = queue(request.user, request.now, view, min(int(after), COUNTED_AT_MOST))
        rows = [row for group in groups for row in group.rows]
        return listed_until(request, WorkSerializer(rows, many=True).data, str(shown) if has_more else "")
