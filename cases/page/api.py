"""A case for programs: its envelope, the records that the reader has, their history, the timeline; withdrawing a record."""

from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.views import READERS, WRITERS, ApiView, Request
from cases import parts
from cases.api import OnceView, after_in, list_of, listed, written
from cases.envelope.api import CaseLineSerializer
from cases.envelope.selectors import openers_known
from cases.page.history import Change, changes_of
from cases.page.selectors import CasePage, page_or_404, readable_or_404, record_models, withdrawable_or_404
from cases.policy import Section, bit
from cases.records.services import withdraw

# --- the envelope --------------------------------------------------------------------------------------------------


class HeldSerializer(serializers.Serializer):
    """A section that the own agency has: all of it, what is its own (by it or to it), to read or to write."""

    section = serializers.CharField()
    reads = serializers.BooleanField()
    writes = serializers.BooleanField()
    owns = serializers.BooleanField()


class CaseSerializer(CaseLineSerializer):
    capacities = serializers.ListField(
        child=serializers.CharField(), help_text="In which the own agency is on the case."
    )
    sections = HeldSerializer(many=True)
    links = serializers.DictField(child=serializers.CharField())

    class Meta(CaseLineSerializer.Meta):
        fields = (*CaseLineSerializer.Meta.fields, "capacities", "sections", "links")  # type: ignore[assignment]


class ShowCase(ApiView):
    """The envelope: its state, in which capacity one is on it, and which sections one has."""

    access = {"GET": READERS}
    operation = "case"

    @extend_schema(responses=CaseSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        case: Any = page.case
        case.capacities, case.sections, case.links = capacities_of(page), held(page), links_of(page)
        context = {"openers": openers_known(request.user, [case])}
        return Response(CaseSerializer(case, context=context).data)


def capacities_of(page: CasePage) -> list[str]:
    mine = [grant.permission.codename for grant in page.grants() if grant.group_id == page.actor.agency_id]
    return sorted({name.removeprefix("as_") for name in mine if name.startswith("as_")})


def held(page: CasePage) -> list[dict[str, Any]]:
    may_write = page.actor.post.may_write
    return [
        {
            "section": section.name.lower(),
            "reads": bool(page.reads & bit(section)),
            "writes": may_write and bool(page.writes & bit(section)),
            "owns": bool(page.owns & bit(section)),
        }
        for section in Section
        if page.has(section)
    ]


def links_of(page: CasePage) -> dict[str, str]:
    names = ["records", "timeline", *(["log"] if page.has(Section.LOG) else [])]
    return {name: reverse(f"api:{name}", args=[page.case.pk]) for name in names}


# --- records -------------------------------------------------------------------------------------------------------


class RecordSerializer(serializers.Serializer):
    """What every record says of itself; `fields` holds what was written."""

    id = serializers.UUIDField()
    author = serializers.CharField(source="signature", help_text='"The accommodation" to those who may not know which.')
    is_to_you = serializers.SerializerMethodField()
    happened_at = serializers.DateTimeField()
    written_at = serializers.DateTimeField()
    version = serializers.IntegerField()

    def get_is_to_you(self, record: Any) -> bool:
        return bool(record.to_id == self.context["actor"].agency_id)


@cache
def record_serializer(model: Any) -> type[serializers.Serializer]:
    """A record of this kind, with the fields of its model as `content`."""
    inside = written(model)
    return type(inside.__name__.removesuffix("Fields"), (RecordSerializer,), {"content": inside(source="*")})


@cache
def sections_serializer() -> type[serializers.Serializer]:
    """{section: {table: [record]}}, from the models."""
    tables: dict[str, dict[str, Any]] = {}
    for model in record_models():
        of_kind = record_serializer(model)(many=True, required=False)
        tables.setdefault(Section(model.section).name.lower(), {})[model._meta.label_lower] = of_kind
    inside = {
        name: type(f"{name.title().replace('_', '')}Section", (serializers.Serializer,), fields)(required=False)
        for name, fields in tables.items()
    }
    sections = type("Sections", (serializers.Serializer,), inside)
    return type("Records", (serializers.Serializer,), {"sections": sections()})


class Records(ApiView):
    """Every record that the reader has, by section and table, oldest first. What the reader has not is absent."""

    access = {"GET": READERS}
    operation = "records"

    @extend_schema(responses=sections_serializer())
    def get(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        found: dict[str, dict[str, Any]] = {}
        for model in record_models():
            if rows := page.records(model):
                given = record_serializer(model)(rows, many=True, context={"actor": request.user}).data
                found.setdefault(Section(model.section).name.lower(), {})[model._meta.label_lower] = given
        return Response({"sections": found})


class Withdrawal(OnceView):
    """What was written on the wrong case is closed to all but its author. That it happened stays in the log."""

    access = {"POST": WRITERS}
    operation = "withdrawal"

    def act(self, request: Request, case_id: UUID, table: str, record_id: UUID) -> str:
        page = page_or_404(request.user, case_id, request.now)
        withdraw(record=withdrawable_or_404(page, table, record_id), now=request.now)
        return reverse("api:records", args=[case_id])


# --- what happened -------------------------------------------------------------------------------------------------


class EventSerializer(serializers.Serializer):
    at = serializers.DateTimeField(allow_null=True)
    what = serializers.CharField()
    note = serializers.CharField()
    state = serializers.ChoiceField(choices=["done", "now", "coming"])


class TimelineSerializer(serializers.Serializer):
    steps = EventSerializer(many=True, help_text="What is to be done or to come, the earliest first.")
    events = EventSerializer(many=True, help_text="What has happened, newest first.")


class Timeline(ApiView):
    """What happened and what is next, as far as the reader has the records that tell of it; in words."""

    access = {"GET": READERS}
    operation = "timeline"

    @extend_schema(responses=TimelineSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        return Response(TimelineSerializer({"steps": parts.steps_of(page), "events": parts.events_of(page)}).data)


class LineSerializer(serializers.Serializer):
    field = serializers.CharField(help_text="As the pages label it.")
    before = serializers.JSONField(help_text="In words; a list for several; a moment in ISO 8601.")
    after = serializers.JSONField()


class ChangeSerializer(serializers.Serializer):
    at = serializers.DateTimeField()
    by = serializers.CharField()
    lines = serializers.SerializerMethodField()

    @extend_schema_field(LineSerializer(many=True))
    def get_lines(self, change: Change) -> Any:
        lines = [dict(zip(("field", "before", "after"), line, strict=True)) for line in change.lines]
        return LineSerializer(lines, many=True).data


class History(ApiView):
    """Every version of the records of one kind that the reader has, newest first: who wrote it, and what changed."""

    access = {"GET": READERS}
    operation = "history"

    @extend_schema(
        parameters=[OpenApiParameter("after", description="The cursor of `next`.")], responses=list_of(ChangeSerializer)
    )
    def get(self, request: Request, case_id: UUID, table: str) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        found = changes_of(page, readable_or_404(page, table), after_in(request))
        return listed(request, found, ChangeSerializer(found.rows, many=True).data)
