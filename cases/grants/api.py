"""Keeping off a case, for programs."""

from uuid import UUID

from django.urls import reverse
from rest_framework import serializers

from agencies.api.fields import Sent
from agencies.api.views import READERS, Request
from cases.api import OnceView, said_in
from cases.envelope.selectors import case_or_404
from cases.grants.models import Recusal
from cases.grants.services import recuse


class RecusalSerializer(Sent):
    reason = serializers.ChoiceField(choices=Recusal.Reason.choices)


class RecuseOneself(OnceView):
    """From then on the case is not there for this account; only another lead lets it back."""

    access = {"POST": READERS}
    operation = "recusal"
    sent = RecusalSerializer

    def act(self, request: Request, case_id: UUID) -> str:
        case = case_or_404(request.user, case_id)
        recuse(actor=request.user, case=case, reason=said_in(request, RecusalSerializer)["reason"], now=request.now)
        return reverse("api:cases")
