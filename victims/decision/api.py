"""Deciding, and what was decided, for programs."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.fields import AgencyRef, PersonRef, Text
from agencies.api.views import READERS, WRITERS, ApiView, Request
from agencies.errors import Refused
from cases.api import OnceView, refuse_all, said_in, writing, written
from cases.grants.selectors import readers_of
from cases.page.selectors import CasePage, page_or_404
from cases.policy import Capacity, Section
from victims.assessment.selectors import candidates
from victims.decision.forms import WORDS_AT_MOST
from victims.decision.models import OUTCOMES, WHY_NOT, Decision, DecisiveIndicators, Result
from victims.decision.selectors import TOLD_OF, Decided, decided
from victims.decision.services import decide, refusals
from victims.identity.selectors import is_treated_as_minor
from victims.screening.models import Grade


def deciding_or_404(request: Request, case_id: UUID) -> CasePage:
    page = page_or_404(request.user, case_id, request.now)
    if not page.is_(Capacity.COMPETENT):
        raise Http404
    return page


# --- what can be decisive ------------------------------------------------------------------------------------------


class CandidateSerializer(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    grade = serializers.CharField(help_text="What it weighs by the list, for this person's age; empty: nothing.")
    sources = serializers.ListField(
        child=serializers.CharField(), help_text="Who has confirmed it in a talk or reported it."
    )


class CandidatesSerializer(serializers.Serializer):
    supersedes = serializers.UUIDField(
        allow_null=True, help_text="The result that holds, which a decision now would supersede."
    )
    results: Any = CandidateSerializer(many=True)


class Candidates(ApiView):
    """The indicators that can be decisive, for whoever decides: confirmed in a talk, or reported and not denied since."""

    access = {"GET": READERS}
    operation = "candidates"

    @extend_schema(responses=CandidatesSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        page = deciding_or_404(request, case_id)
        known, is_minor = page.codes("labour")["labour"], is_treated_as_minor(page.case, page.actor)
        found = []
        for code, sources in candidates(page).items():
            indicator: Any = known.get(code)
            grade = indicator.grade(is_minor=is_minor) if indicator else ""
            found.append({"code": code, "name": str(indicator or code), "grade": grade, "sources": sources})
        before = decided(page)
        holds = before[0].result.pk if before else None
        return Response(CandidatesSerializer({"supersedes": holds, "results": found}).data)


# --- the decision --------------------------------------------------------------------------------------------------

HOW = ("forms", "main_form", "sector", "crime", "channel", "reasons", "why_superseded")


class DecideSerializer(writing(Decision, HOW)):  # type: ignore[misc]
    outcome = serializers.ChoiceField(choices=OUTCOMES)
    why_not = serializers.ChoiceField(choices=WHY_NOT, allow_blank=True, default="")
    weights = serializers.DictField(
        child=serializers.ChoiceField(choices=Grade.choices), default=dict,
        help_text="The decisive ones among the candidates, each with its weight.",
    )  # fmt: skip
    reasons = Text(limit=WORDS_AT_MOST)
    why_superseded = Text(limit=WORDS_AT_MOST, default="")
    supersedes = serializers.UUIDField(
        allow_null=True, default=None, help_text="The result that you have before you, as GET .../decision/candidates says it."
    )  # fmt: skip

    class Meta:
        model = Decision
        fields = (*HOW, "outcome", "why_not", "weights", "supersedes")


class DecidedSerializer(serializers.Serializer):
    """One decision; what is in a section that the reader has not is absent."""

    id = serializers.UUIDField(source="result.pk")
    at = serializers.DateTimeField(source="result.happened_at")
    is_superseded = serializers.BooleanField()
    result = written(Result)()
    decision = written(Decision)(required=False)
    indicators = written(DecisiveIndicators)(required=False)


class ToldSerializer(serializers.Serializer):
    agency = AgencyRef()
    person = PersonRef(allow_null=True, help_text="This one of the agency alone.")
    capacities = serializers.ListField(child=serializers.CharField(), help_text="None: by a disclosure.")
    sections = serializers.ListField(child=serializers.CharField())


class DecisionsSerializer(serializers.Serializer):
    results: Any = DecidedSerializer(many=True)
    told: Any = ToldSerializer(
        many=True, required=False, help_text="For whoever decides: who else is told, as far as they may know them."
    )


class DecisionOf(OnceView):
    """All decisions on the case, the one that holds first. POST decides, for good; everybody who reads the result is told."""

    access = {"GET": READERS, "POST": WRITERS}
    operation = "decision"
    sent = DecideSerializer

    @extend_schema(responses=DecisionsSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        page = page_or_404(request.user, case_id, request.now)
        if not page.has(Section.RESULT):
            raise Http404
        found: dict[str, Any] = {"results": [parts_of(one) for one in decided(page)]}
        if page.is_(Capacity.COMPETENT):
            found["told"] = told(page)
        return Response(DecisionsSerializer(found).data)

    def act(self, request: Request, case_id: UUID) -> str:
        page = deciding_or_404(request, case_id)
        said = said_in(request, self.sent)
        supersedes = said.pop("supersedes")
        about: dict[str, Any] = {"actor": request.user, "case": page.case, "now": request.now}
        about |= said | {"candidates": list(candidates(page))}
        try:
            decide(**about, supersedes=supersedes)
        except Refused as refusal:
            if refusal.field is not None:
                refuse_all(refusals(**about))
            raise
        return reverse("api:decision", args=[case_id])


def parts_of(one: Decided) -> dict[str, Any]:
    theirs = {"result": one.result, "decision": one.decision, "indicators": one.indicators}
    return {name: record for name, record in theirs.items() if record is not None} | {
        "is_superseded": one.is_superseded
    }


def told(page: CasePage) -> list[dict[str, Any]]:
    return [
        {
            "agency": reader.agency, "person": reader.person, "capacities": reader.capacities,
            "sections": [section.name.lower() for section in TOLD_OF if section in reader.sections],
        }
        for reader in readers_of(page.grants(), TOLD_OF, page.now)
        if reader.agency != page.actor.agency
    ]  # fmt: skip
