"""The answer to a referral, and what is said back and forth, for programs."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from agencies.accounts.selectors import colleagues
from agencies.api.fields import Key, PersonRef, Sent, Text
from agencies.api.problems import Problem
from agencies.api.views import READERS, WRITERS, ApiView, Request
from agencies.errors import Stale
from agencies.models import Account, Agency
from cases.api import OnceView, etag, said_in, versions_in
from cases.envelope.models import Case
from cases.envelope.selectors import case_or_404
from cases.page.selectors import page_or_404
from cases.policy import Capacity
from referrals.answer.forms import COORDINATING_KINDS, WORDS_AT_MOST
from referrals.referral import rules, services
from referrals.referral.rules import Side, Verb
from referrals.referral.selectors import people_of, side_of


class OwnColleague(Key):
    """One of the own agency's caseworkers (`GET /colleagues`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Account.objects.none(), **kwargs)

    def get_queryset(self) -> Any:
        actor = self.context.get("actor")
        return colleagues(actor.agency) if actor else Account.objects.none()


class WordsSerializer(Sent):
    words = Text(limit=WORDS_AT_MOST, help_text="A question, an answer or a reason. The other reads it at once.")


class PassOnSerializer(Sent):
    receiver = Key(
        queryset=Agency.objects.filter(kind__in=COORDINATING_KINDS), help_text="Another agency that can coordinate."
    )
    words = Text(limit=WORDS_AT_MOST, default="")


class AcceptSerializer(Sent):
    responsible = OwnColleague()
    contact_person = OwnColleague()
    words = Text(limit=WORDS_AT_MOST, default="")


class Act(OnceView):
    """One verb of the table of transitions."""

    access = {"POST": WRITERS}
    sent: ClassVar[type[Sent]] = WordsSerializer
    verb: ClassVar[Verb]
    service: ClassVar[Any]
    is_off_afterwards: ClassVar[bool] = False

    def act(self, request: Request, case_id: UUID) -> str:
        case = turn_or_404(request.user, case_id, self.verb)
        said = said_in(request, self.sent)
        type(self).service(actor=request.user, case=case, now=request.now, **said)
        return reverse("api:worklist") if self.is_off_afterwards else reverse("api:referral", args=[case_id])


def turn_or_404(actor: Account, case_id: UUID, verb: Verb) -> Case:
    """For whose part the verb is. Whose turn it was a moment ago is told so by the rule: a colleague may have been faster."""
    case = case_or_404(actor, case_id)
    sides = side_of(case, actor)
    was = {Side.ADDRESSEE} if Side.COORDINATOR in sides else set()
    if not rules.is_ever(verb, sides | was):
        raise Http404
    return case


class Ask(Act):
    """Ask the sender for more. The deadline runs on."""

    operation, verb, service = "ask", Verb.ASK, services.ask_sender


class Reply(Act):
    """Answer the question of whoever asked last."""

    operation, verb, service = "reply", Verb.REPLY, services.reply


class AnswerSender(Act):
    """The coordinator's written answer to whoever sent the person in."""

    operation, verb, service = "answer", Verb.ANSWER, services.answer_sender


class Decline(Act):
    """Decline with a reason, which the sender gets."""

    operation, verb, service, is_off_afterwards = "decline", Verb.DECLINE, services.decline_referral, True


class PassOn(Act):
    """Hand the question to another agency that can coordinate. The sender is told."""

    operation, verb, sent, is_off_afterwards = "pass_on", Verb.PASS_ON, PassOnSerializer, True

    @staticmethod
    def service(*, receiver: Agency, **said: Any) -> None:
        services.pass_on_referral(to=receiver, **said)


class Accept(Act):
    """Take the referral: the own agency coordinates."""

    operation, verb, sent, service = "accept", Verb.ACCEPT, AcceptSerializer, services.accept_referral


# --- who has it ----------------------------------------------------------------------------------------------------


class PeopleSerializer(serializers.Serializer):
    responsible = PersonRef(allow_null=True)
    contact_person = PersonRef(allow_null=True)


class ChangePeopleSerializer(Sent):
    responsible = OwnColleague(allow_null=True)
    contact_person = OwnColleague()


class People(ApiView):
    """Who is responsible at the coordinator, and who is the person's contact."""

    access = {"GET": READERS, "PUT": WRITERS}
    operation = "people"
    versioned = ("PUT",)

    @extend_schema(responses=PeopleSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        return people(request, coordinated_or_404(request, case_id))

    @extend_schema(request=ChangePeopleSerializer, responses=PeopleSerializer)
    def put(self, request: Request, case_id: UUID) -> Response:
        case = coordinated_or_404(request, case_id)
        responsible, contact_person = versions_in(request, 2)
        said = said_in(request, ChangePeopleSerializer)
        try:
            services.change_people(
                actor=request.user, case=case, now=request.now, seen=(responsible, contact_person), **said
            )
        except Stale as error:
            raise Problem(412, headers={"ETag": etag(*people_of(case, request.user))}) from error
        return people(request, case)


def coordinated_or_404(request: Request, case_id: UUID) -> Case:
    page = page_or_404(request.user, case_id, request.now)
    if not page.is_(Capacity.COORDINATOR):
        raise Http404
    return page.case


def people(request: Request, case: Case) -> Response:
    responsible, contact_person = people_of(case, request.user)
    accounts = Account.objects.in_bulk({responsible, contact_person})
    found = {"responsible": accounts.get(responsible), "contact_person": accounts.get(contact_person)}
    return Response(PeopleSerializer(found).data, headers={"ETag": etag(responsible, contact_person)})
