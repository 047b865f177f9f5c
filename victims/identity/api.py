"""The name in use, and what is told of the person without it, for programs."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.fields import Text
from agencies.api.views import READERS, WRITERS, ApiView, Request
from agencies.errors import Stale
from agencies.texts import LINE
from cases.api import OnceView, etag, said_in, stale, versions_in, writing, written
from cases.page.selectors import page_or_404
from victims.identity.models import AGE_BANDS, Name, Profile, Sex
from victims.identity.services import write_name, write_profile

FIELDS = ("used", "address", "language")
NONE_YET = etag(0)  # of a case on which no name is written


class NameSerializer(writing(Name, FIELDS)):  # type: ignore[misc]
    used = Text(limit=LINE, allow_blank=False)


class NameOf(ApiView):
    """What the person is called. The ETag of a case without a name is that of a name to be written."""

    access = {"GET": READERS, "PUT": WRITERS}
    operation = "name"
    versioned = ("PUT",)

    @extend_schema(responses=written(Name, FIELDS))
    def get(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        if not page.has(Name.section):
            raise Http404
        return given(page.newest(Name))

    @extend_schema(request=NameSerializer, responses=written(Name, FIELDS))
    def put(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        record = page.newest(Name)
        if not (page.may_change(record) if record else page.may_add(Name.section)):
            raise Http404
        [version] = versions_in(request, 1)
        values = {"address": "", "language": ""} | said_in(request, NameSerializer)
        try:
            saved = write_name(actor=request.user, case=page.case, values=values, version=version, now=request.now)
        except Stale as error:
            raise stale(error, etag(error.theirs.version), values) from None
        return given(saved)


def given(record: Any) -> Response:
    if record is None:
        return Response(dict.fromkeys(FIELDS, ""), headers={"ETag": NONE_YET})
    return Response(written(Name, FIELDS)(record).data, headers={"ETag": etag(record.version)})


class ProfileSerializer(writing(Profile, ("sex", "age_band", "birth_year", "nationality"))):  # type: ignore[misc]
    sex = serializers.ChoiceField(choices=Sex.choices)
    age_band = serializers.ChoiceField(choices=AGE_BANDS, help_text="`uncertain` for one who may be under 18.")


class ProfileOf(OnceView):
    """Sex, age and nationality as they are known now: all of it is written anew, and who is treated as a minor follows from it."""

    access = {"POST": WRITERS}
    operation = "profile"
    sent = ProfileSerializer

    def act(self, request: Request, case_id: UUID) -> str:
        page = page_or_404(request.user, case_id, request.now)
        if not page.may_add(Profile.section):
            raise Http404
        values = said_in(request, self.sent)
        write_profile(actor=request.user, case=page.case, values=values, now=request.now)
        return reverse("api:records", args=[case_id])
