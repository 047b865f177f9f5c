"""A referral for programs: a draft, its fields, sending, taking back; and what one may do with it now."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.fields import Key, Sent, YesNo
from agencies.api.views import READERS, Access, ApiView, Request
from agencies.errors import Refused, Stale
from agencies.models import WRITING_ROLES, Agency
from cases.api import LinkSerializer, OnceView, etag, refuse_all, said_in, stale, versions_in, writing, written
from cases.page.selectors import CasePage, page_or_404
from cases.policy import Section
from referrals.referral import rules, services
from referrals.referral.forms import ON_ONE_LINE
from referrals.referral.models import Preview, Referral
from referrals.referral.rules import Side, State, Verb
from referrals.referral.selectors import is_asked, opened_or_404, side_of, state_of
from referrals.referral.services import Parts, parts_of
from victims.detention.models import Detention

MAY_REFER = Access(WRITING_ROLES, rules.REFERRING_KINDS)
RECORDS: dict[str, Any] = {"preview": Preview, "referral": Referral, "detention": Detention}
FIELDS = {
    record: tuple(name.partition(".")[2] for name in rules.EDITABLE[State.DRAFT] if name.startswith(f"{record}."))
    for record in RECORDS
}
LINES = tuple(ON_ONE_LINE)

# --- beginning -----------------------------------------------------------------------------------------------------


class StartSerializer(Sent):
    is_assessment_requested = YesNo(default=False)
    caller_agency = Key(
        queryset=Agency.objects.filter(kind__in=rules.REFERRING_KINDS), required=False, allow_null=True,
        help_text="CMM only: the agency that calls, for which the referral is written down.",
    )  # fmt: skip


class Start(OnceView):
    """A draft of the own agency."""

    access = {"POST": MAY_REFER}
    operation = "referrals"
    sent = StartSerializer
    makes_something = True

    def act(self, request: Request) -> str:
        said = said_in(request, StartSerializer)
        case = services.start_referral(actor=request.user, now=request.now, **{"caller_agency": None} | said)
        return reverse("api:referral", args=[case.pk])


# --- reading, writing, throwing away -------------------------------------------------------------------------------


class ReferralSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    number = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in State], required=False)
    preview = written(Preview, FIELDS["preview"])(required=False)
    referral = written(Referral, FIELDS["referral"])(required=False)
    detention = written(Detention, FIELDS["detention"])(required=False)
    links = LinkSerializer(many=True)


class ChangesSerializer(Sent):
    """The fields to be changed; what is not sent stays as it is."""

    preview = writing(Preview, FIELDS["preview"], LINES)(required=False)
    referral = writing(Referral, FIELDS["referral"], LINES)(required=False)
    detention = writing(Detention, FIELDS["detention"], LINES)(required=False)


class OneReferral(ApiView):
    """What the sender wrote, as far as the reader has it, and what the reader may do now. Its id is the case's."""

    access = {"GET": READERS, "PATCH": MAY_REFER, "DELETE": MAY_REFER}
    operation = "referral"
    versioned = ("PATCH", "DELETE")

    @extend_schema(responses=ReferralSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        return given(page_or_404(request.user, case_id, request.now))

    @extend_schema(request=ChangesSerializer, responses=ReferralSerializer)
    def patch(self, request: Request, case_id: UUID) -> Response:
        case = opened_or_404(request.user, case_id)
        said = said_in(request, ChangesSerializer)
        versions = seen_in(request)
        try:
            services.save_draft(actor=request.user, case=case, versions=versions, values=said)
        except Stale as error:
            record = next(name for name, model in RECORDS.items() if isinstance(error.theirs, model))
            tag = tag_of(parts_of(case, request.user))
            raise stale(error, tag, said[record], (record,)) from None
        return given(page_or_404(request.user, case_id, request.now))

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, case_id: UUID) -> Response:
        """Throw a draft away."""
        case = opened_or_404(request.user, case_id)
        versions = seen_in(request)
        try:
            services.discard_draft(actor=request.user, case=case, versions=versions)
        except Stale as error:
            raise stale(error, tag_of(parts_of(case, request.user)), {}) from None
        return Response(status=204)


def seen_in(request: Request) -> dict[str, int]:
    return dict(zip(RECORDS, versions_in(request, len(RECORDS)), strict=True))


def tag_of(parts: Parts) -> str:
    return etag(*(record.version for _name, record in parts))


def given(page: CasePage) -> Response:
    """By sections: what an addressee has not before it accepts is absent."""
    sent = {name: of_sender(page, model) for name, model in RECORDS.items()}
    if sent["preview"] is None:
        raise Http404
    found: dict[str, Any] = {"id": page.case.pk, "number": page.case.number, "links": links_of(page)}
    if page.has(Section.FEEDBACK):
        found["state"] = state_of(page.case, page.actor).value
    found |= {name: record for name, record in sent.items() if record is not None}
    tag = etag(*(record.version if record is not None else 0 for record in sent.values()))
    return Response(ReferralSerializer(found).data, headers={"ETag": tag})


def of_sender(page: CasePage, model: Any) -> Any:
    return next((row for row in page.records(model) if row.author_id == page.case.opened_by_id), None)


def links_of(page: CasePage) -> list[dict[str, str]]:
    """From the table of transitions: the buttons of the case page."""
    if not page.actor.post.may_write or not page.has(Section.FEEDBACK):
        return []
    here = reverse("api:referral", args=[page.case.pk])
    state, sides = state_of(page.case, page.actor), side_of(page.case, page.actor, page.held)
    links = [("change", "PATCH", here)] if state in rules.EDITABLE and Side.OPENER in sides else []
    for verb in rules.verbs_of(state, sides):
        if verb == Verb.DISCARD:
            links.append((verb.value, "DELETE", here))
        elif verb != Verb.REPLY or is_asked(page.case, page.actor):
            links.append((verb.value, "POST", reverse(f"api:{verb}", args=[page.case.pk])))
    if Side.COORDINATOR in sides:
        links.append(("people", "PUT", reverse("api:people", args=[page.case.pk])))
    return [dict(zip(("verb", "method", "href"), link, strict=True)) for link in links]


# --- sending and taking back ---------------------------------------------------------------------------------------


class Send(OnceView):
    """Send the draft, or send again what was declined. 422 names all that is missing."""

    access = {"POST": MAY_REFER}
    operation = "send"

    def act(self, request: Request, case_id: UUID) -> str:
        case = opened_or_404(request.user, case_id)
        try:
            services.send_referral(actor=request.user, case=case, now=request.now)
        except Refused as refusal:
            if refusal.field is None:
                raise
            refuse_all(services.refusals(parts_of(case, request.user), request.now))
            raise
        return reverse("api:referral", args=[case_id])


class TakeBack(OnceView):
    """Withdraw the referral before it is accepted. Whoever had it sees it no more."""

    access = {"POST": MAY_REFER}
    operation = "withdraw"

    def act(self, request: Request, case_id: UUID) -> str:
        services.withdraw_referral(actor=request.user, case=opened_or_404(request.user, case_id), now=request.now)
        return reverse("api:referral", args=[case_id])
