"""On what footing the person stays and who decides, for programs."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from agencies.api.fields import AgencyRef
from agencies.api.views import READERS, WRITERS, Request
from cases.api import OnceView, said_in, writing, written
from cases.page.selectors import CasePage, page_or_404
from cases.policy import Capacity
from victims.residence.models import Residence
from victims.residence.rules import ResidenceStatus
from victims.residence.selectors import competent_agencies
from victims.residence.services import hand_over_competence, record_residence

FIELDS = ("status", "since", "words")


class ResidenceSerializer(written(Residence, FIELDS)):  # type: ignore[misc]
    decides: Any = AgencyRef(many=True, help_text="Two while competence moves.")

    class Meta:
        model = Residence
        fields = (*FIELDS, "decides")


class ResidenceOf(OnceView):
    """What holds now, and who decides by it. POST adds what has become of it; competence moves by itself where it can."""

    access = {"GET": READERS, "POST": WRITERS}
    operation = "residence"
    sent = writing(Residence, FIELDS)

    @extend_schema(responses=ResidenceSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        if not page.has(Residence.section):
            raise Http404
        holds: Any = page.newest(Residence) or Residence(status=ResidenceStatus.UNKNOWN)
        holds.decides = competent_agencies(page.case)
        return Response(ResidenceSerializer(holds).data)

    def act(self, request: Request, case_id: UUID) -> str:
        page = writable_or_404(request, case_id)
        said = said_in(request, self.sent)
        words = said.pop("words", None) or ""
        record_residence(actor=request.user, case=page.case, now=request.now, words=words, **said)
        return reverse("api:residence", args=[case_id])


class HandOver(OnceView):
    """The coordinator hands over who decides, where whoever wrote the residence could not (work `competence_moved`)."""

    access = {"POST": WRITERS}
    operation = "competence"

    def act(self, request: Request, case_id: UUID) -> str:
        page = writable_or_404(request, case_id)
        if not page.is_(Capacity.COORDINATOR):
            raise Http404
        hand_over_competence(actor=request.user, case=page.case, now=request.now)
        return reverse("api:residence", args=[case_id])


def writable_or_404(request: Request, case_id: UUID) -> CasePage:
    page = page_or_404(request.user, case_id, request.now)
    if not page.may_add(Residence.section):
        raise Http404
    return page
