"""Who has seen a case, for programs of those who have its log."""

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.views import READERS, ApiView, Request
from cases.api import cursor_in, list_of, listed
from cases.entries.selectors import PAGE, entries_of, lines_of, narrowed
from cases.page.selectors import page_or_404
from cases.paging import page_of
from cases.policy import Section


class EntrySerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    who = serializers.CharField()
    agency = serializers.CharField()
    verb = serializers.CharField()
    what = serializers.CharField(help_text="The sections, in words.")
    capacity = serializers.CharField()
    is_refused = serializers.BooleanField()


class Log(ApiView):
    """Newest first: who saw or did what, and never what stood there."""

    access = {"GET": READERS}
    operation = "log"

    @extend_schema(
        parameters=[OpenApiParameter("after", description="The cursor of `next`.")], responses=list_of(EntrySerializer)
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        if not page.has(Section.LOG):
            raise Http404
        sees_shelters = page.has(Section.ACCOMMODATION)
        rows = narrowed(
            entries_of(page.case.pk), agency=None, section=None, before=cursor_in(request), sees_shelters=sees_shelters
        )
        found = page_of(rows, PAGE, lambda entry: (entry.at, entry.id))
        lines = lines_of(found.rows, sees_shelters=sees_shelters)
        return listed(request, found, EntrySerializer(lines, many=True).data)
