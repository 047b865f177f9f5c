"""Talks, one's own assessment and the recommendation, for programs."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.fields import Code, Sent, Text
from agencies.api.views import READERS, WRITERS, ApiView, Request
from agencies.errors import Stale
from cases.api import OnceView, etag, refuse_all, said_in, stale, versions_in, writing, written
from cases.page.selectors import CasePage, page_or_404
from victims.assessment import rules, services
from victims.assessment.models import RECOMMENDATIONS, Interview, OwnAssessment
from victims.assessment.selectors import has_interview
from victims.assessment.services import INTERVIEW_FIELDS

LINES = ("interview.place_words", "interview.present_words")
NONE_YET = etag(0)  # of an agency that has written no own assessment


def assessing_or_404(request: Request, case_id: UUID, may: frozenset[str]) -> CasePage:
    """For those whose part it is to write; the pages ask the same."""
    page = page_or_404(request.user, case_id, request.now)
    if not (page.is_(*may) and page.may_add(Interview.section)):
        raise Http404
    return page


# --- talks ---------------------------------------------------------------------------------------------------------


class InterviewSerializer(writing(Interview, INTERVIEW_FIELDS, LINES)):  # type: ignore[misc]
    place = Code(list_name="interview_place", allow_blank=False)


class Interviews(OnceView):
    """A talk with the person, as it was held."""

    access = {"POST": WRITERS}
    operation = "interviews"
    sent = InterviewSerializer
    makes_something = True

    def act(self, request: Request, case_id: UUID) -> str:
        page = assessing_or_404(request, case_id, rules.MAY_TALK)
        about: dict[str, Any] = {"actor": request.user, "case": page.case, "now": request.now}
        about["values"] = said_in(request, self.sent)
        refuse_all(services.interview_refusals(**about))
        talk = services.write_interview(**about)
        return reverse("api:interview", args=[case_id, talk.pk])


class OneInterview(ApiView):
    """A talk. Whoever wrote it corrects it or goes on with it; what is not sent stays as it is."""

    access = {"GET": READERS, "PATCH": WRITERS}
    operation = "interview"
    versioned = ("PATCH",)

    @extend_schema(responses=written(Interview, INTERVIEW_FIELDS))
    def get(self, request: Request, case_id: UUID, interview_id: UUID) -> Response:
        return given(interview_or_404(page_or_404(request.user, case_id, request.now), interview_id))

    @extend_schema(request=InterviewSerializer, responses=written(Interview, INTERVIEW_FIELDS))
    def patch(self, request: Request, case_id: UUID, interview_id: UUID) -> Response:
        page = assessing_or_404(request, case_id, rules.MAY_TALK)
        talk = interview_or_404(page, interview_id)
        if not page.may_change(talk) or talk.author_id != request.user.agency_id:
            raise Http404
        [version] = versions_in(request, 1)
        said = said_in(request, InterviewSerializer, is_partial=True)
        about: dict[str, Any] = {"actor": request.user, "case": page.case, "now": request.now}
        about["values"] = {name: getattr(talk, name) for name in INTERVIEW_FIELDS} | said
        refuse_all(services.interview_refusals(**about))
        try:
            return given(services.change_interview(**about, interview=talk, version=version))
        except Stale as error:
            raise stale(error, etag(error.theirs.version), said) from None


def interview_or_404(page: CasePage, interview_id: UUID) -> Interview:
    found = [talk for talk in page.records(Interview) if talk.pk == interview_id]
    if not found:
        raise Http404
    return found[0]


def given(talk: Interview) -> Response:
    return Response(written(Interview, INTERVIEW_FIELDS)(talk).data, headers={"ETag": etag(talk.version)})


# --- the recommendation --------------------------------------------------------------------------------------------


class RecommendationSerializer(Sent):
    recommends = serializers.ChoiceField(choices=RECOMMENDATIONS)
    weighing = Text(help_text="What speaks for it, what against it, and what is uncertain.")


class Recommend(OnceView):
    """The coordinator recommends to whoever decides, who is told and has it as work. `not_yet` leaves the assessment open."""

    access = {"POST": WRITERS}
    operation = "recommendation"
    sent = RecommendationSerializer

    def act(self, request: Request, case_id: UUID) -> str:
        page = assessing_or_404(request, case_id, rules.MAY_RECOMMEND)
        said = said_in(request, self.sent)
        refuse_all(rules.recommendation_refusals(**said, has_interview=has_interview(page.case, request.user)))
        services.recommend(actor=request.user, case=page.case, now=request.now, **said)
        return reverse("api:records", args=[case_id])


# --- one's own assessment ------------------------------------------------------------------------------------------


class OwnSerializer(Sent):
    words = Text()


class OwnAssessmentOf(ApiView):
    """What the own agency has seen and thinks itself: one text. The ETag of an agency without one is that of one to be written."""

    access = {"GET": READERS, "PUT": WRITERS}
    operation = "own_assessment"
    versioned = ("PUT",)

    @extend_schema(responses=written(OwnAssessment, ("words",)))
    def get(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        if not (page.has(OwnAssessment.section) and page.is_(*rules.MAY_ASSESS)):
            raise Http404
        return given_own(own(page))

    @extend_schema(request=OwnSerializer, responses=written(OwnAssessment, ("words",)))
    def put(self, request: Request, case_id: UUID) -> Response:
        page = assessing_or_404(request, case_id, rules.MAY_ASSESS)
        [version] = versions_in(request, 1)
        said = said_in(request, OwnSerializer)
        about: dict[str, Any] = {"actor": request.user, "case": page.case, "now": request.now, "current": own(page)}
        try:
            return given_own(services.write_own_assessment(**about, **said, version=version))
        except Stale as error:
            raise stale(error, etag(error.theirs.version), said) from None


def own(page: CasePage) -> OwnAssessment | None:
    mine = [row for row in page.records(OwnAssessment) if row.author_id == page.actor.agency_id]
    return mine[-1] if mine else None


def given_own(record: OwnAssessment | None) -> Response:
    if record is None:
        return Response({"words": ""}, headers={"ETag": NONE_YET})
    return Response({"words": record.words}, headers={"ETag": etag(record.version)})
