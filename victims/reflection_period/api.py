"""The period for programs: where it stands, the steps of whoever decides, what others ask for, and what would hold."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from agencies.api.fields import Day, Number, Sent, Text
from agencies.api.views import READERS, WRITERS, ApiView, Request
from agencies.errors import Refused
from cases.api import LinkSerializer, OnceView, said_in, writing, written, wrong_parameter
from cases.page.selectors import page_or_404
from cases.policy import Section
from victims.reflection_period import rules, services, words
from victims.reflection_period.forms import WORDS_AT_MOST
from victims.reflection_period.models import ENDINGS, GROUNDS, KINDS, PeriodApplication, PeriodGround, PeriodStep
from victims.reflection_period.reading import Period
from victims.reflection_period.rules import State, WhatIf

DAYS_AT_MOST = 9999
VERBS = {"decline": "stop", "end": "stop"}  # what the pages ask apart is one step, with an `ending` or without


def period_or_404(request: Request, case_id: UUID) -> Period:
    page = page_or_404(request.user, case_id, request.now)
    if not page.has(Section.DEADLINE):
        raise Http404
    return Period(page)


# --- where it stands -----------------------------------------------------------------------------------------------


class PeriodStepSerializer(written(PeriodStep, ("step", "kind", "decided_on", "first_day", "last_day"))):  # type: ignore[misc]
    by = serializers.CharField(source="signature")
    ground = serializers.SerializerMethodField(help_text="null for whoever has not the residence.")

    class Meta:
        model = PeriodStep
        fields = ("step", "kind", "decided_on", "first_day", "last_day", "by", "ground")

    @extend_schema_field(written(PeriodGround)(allow_null=True))
    def get_ground(self, step: PeriodStep) -> Any:
        ground = self.context["grounds"].get(step.pk)
        return written(PeriodGround)(ground).data if ground else None


class PeriodSerializer(serializers.Serializer):
    """Days are inclusive, and counted over all stretches: the deadline is itself within the period."""

    kind = serializers.ChoiceField(choices=KINDS)
    state = serializers.ChoiceField(choices=[state.value for state in State])
    first_day = serializers.DateField(
        source="course.first_day", allow_null=True, help_text="Of the stretch that runs or ran last."
    )
    deadline = serializers.DateField(source="course.deadline", allow_null=True)
    stopped_on = serializers.DateField(
        source="course.stopped_on", allow_null=True, help_text="The last day that counted."
    )
    day = serializers.IntegerField(help_text="Which day of it today is; 0 while none runs.")
    total_days = serializers.IntegerField(source="course.total_days")
    unused_days = serializers.IntegerField(source="course.unused_days", help_text="Left, if the person comes back.")
    ceiling = serializers.IntegerField(help_text="Days in all, by the law of today.")
    left = serializers.IntegerField(help_text="By how many days it can still be extended.")
    reminders = serializers.ListField(child=serializers.DateField())
    steps: Any = serializers.SerializerMethodField(help_text="In the order in which they were taken.")
    asks_for = serializers.CharField(source="request.value", help_text="What there is to ask for now.")
    links: Any = LinkSerializer(many=True)

    @extend_schema_field(PeriodStepSerializer(many=True))
    def get_steps(self, period: Period) -> Any:
        return PeriodStepSerializer(period.steps, many=True, context={"grounds": period.grounds}).data


class ShowPeriod(ApiView):
    """Until when, how many days of how many, and what one may do with it now."""

    access = {"GET": READERS}
    operation = "period"

    @extend_schema(responses=PeriodSerializer)
    def get(self, request: Request, case_id: UUID) -> Response:
        period: Any = period_or_404(request, case_id)
        period.day = period.course.day_number(period.today) if period.state == State.RUNNING else 0
        period.links = links_of(period)
        return Response(PeriodSerializer(period).data)


def links_of(period: Period) -> list[dict[str, str]]:
    """The buttons of the page."""
    verbs = list(dict.fromkeys(VERBS.get(verb, verb) for verb in period.verbs))
    links = [(verb, "POST", f"api:period_{verb}") for verb in verbs]
    links += [("apply", "POST", "api:period_applications")] if period.may_ask else []
    links += [("what_if", "GET", "api:period_what_if")] if period.is_granted and period.is_adviser else []
    here = [period.page.case.pk]
    return [{"verb": verb, "method": method, "href": reverse(name, args=here)} for verb, method, name in links]


# --- the steps of whoever decides ----------------------------------------------------------------------------------


class StepSerializer(Sent):
    seen = Number(
        min_value=0, max_value=DAYS_AT_MOST, allow_null=True, default=None,
        help_text="How many steps of the period you have before you: 409 if there are others now.",
    )  # fmt: skip


class GrantSerializer(StepSerializer):
    asked_on = Day()
    first_day = Day(help_text="The day of the request, or a later one.")


class MoveSerializer(StepSerializer):
    first_day = Day()


class ExtendSerializer(StepSerializer):
    days = Number(min_value=1, max_value=DAYS_AT_MOST)
    ground = serializers.ChoiceField(choices=GROUNDS)
    asked_on = Day()
    words = Text(limit=WORDS_AT_MOST, default="", help_text="Which special grounds.")


class RefuseSerializer(StepSerializer):
    words = Text(limit=WORDS_AT_MOST, help_text="The reasons.")


class StopSerializer(StepSerializer):
    last_day = Day(help_text="The last day that counts.")
    ending = serializers.ChoiceField(
        choices=ENDINGS, allow_blank=True, default="", help_text="Empty: the person declines, and can come back."
    )  # fmt: skip
    words = Text(limit=WORDS_AT_MOST, default="")


class ResumeSerializer(StepSerializer):
    first_day = Day(help_text="The days that were not used run from this day on.")


class TakeStep(OnceView):
    """One step. Everybody on the case who reads the deadline is told."""

    access = {"POST": WRITERS}
    sent: ClassVar[type[Sent]]
    service: ClassVar[Any]

    def act(self, request: Request, case_id: UUID) -> str:
        period = period_or_404(request, case_id)
        if not period.page.may_add(Section.DEADLINE):
            raise Http404
        said = said_in(request, self.sent)
        type(self).service(actor=request.user, case=period.page.case, now=request.now, **said)
        return reverse("api:period", args=[case_id])


class Grant(TakeStep):
    """Grant a period on the person's request, for the days that the law gives today."""

    operation, sent, service = "period_grant", GrantSerializer, services.grant_period


class Move(TakeStep):
    """A later first day, of a period that has not begun."""

    operation, sent, service = "period_move", MoveSerializer, services.move_start


class Extend(TakeStep):
    """So many days more, up to the ceiling."""

    operation, sent, service = "period_extend", ExtendSerializer, services.extend_period


class Refuse(TakeStep):
    """Refuse what was asked for. The deadline that stands, if one does, stays."""

    operation, sent, service = "period_refuse", RefuseSerializer, services.refuse_request


class Stop(TakeStep):
    """The person declines the period, or it ends for another reason."""

    operation, sent, service = "period_stop", StopSerializer, services.stop_period


class Resume(TakeStep):
    """The person has come back."""

    operation, sent, service = "period_resume", ResumeSerializer, services.resume_period


# --- what others ask for -------------------------------------------------------------------------------------------


class ApplicationSerializer(writing(PeriodApplication, ("asks_for", "asked_on", "days", "ground", "words"))):  # type: ignore[misc]
    days = Number(min_value=1, max_value=DAYS_AT_MOST, required=False, allow_null=True)
    words = Text(limit=WORDS_AT_MOST, default="", help_text="In the person's words.")


class Apply(OnceView):
    """What the person asks for, passed on to whoever decides."""

    access = {"POST": WRITERS}
    operation = "period_applications"
    sent = ApplicationSerializer

    def act(self, request: Request, case_id: UUID) -> str:
        period = period_or_404(request, case_id)
        if not period.may_ask:
            raise Http404
        said = said_in(request, self.sent)
        services.ask_for_period(actor=request.user, case=period.page.case, now=request.now, **said)
        return reverse("api:period", args=[case_id])


# --- what if -------------------------------------------------------------------------------------------------------


class ThenSerializer(serializers.Serializer):
    deadline = serializers.DateField(source="course.deadline")
    stopped_on = serializers.DateField(source="course.stopped_on", allow_null=True)
    total_days = serializers.IntegerField(source="course.total_days")
    unused_days = serializers.IntegerField(source="course.unused_days")
    left = serializers.IntegerField(source="left_to_extend")


class WhatIfSerializer(serializers.Serializer):
    words = serializers.ListField(
        child=serializers.CharField(), help_text="What would hold, or the rule that refuses it."
    )
    then = ThenSerializer(required=False)


class WhatIfHappens(ApiView):
    """For advisers: where the period would stand, by the rules. Nothing is written."""

    access = {"GET": READERS}
    operation = "period_what_if"

    @extend_schema(
        parameters=[
            OpenApiParameter("what", enum=[what.value for what in WhatIf], required=True),
            OpenApiParameter("days", int, description="By how many days, if it is extended."),
        ],
        responses=WhatIfSerializer,
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        period = period_or_404(request, case_id)
        if not period.is_adviser:
            raise Http404
        what, days = what_in(request)
        try:
            then = rules.imagine(period.course, what, on=period.today, ceiling=period.ceiling, days=days)
        except Refused as refusal:
            return Response(WhatIfSerializer({"words": [_(refusal.sentence) % refusal.values]}).data)
        return Response(WhatIfSerializer({"words": words.answer_to(what, then, period.course), "then": then}).data)


def what_in(request: Request) -> tuple[WhatIf, int]:
    what, days = request.GET.get("what", ""), request.GET.get("days", "0")
    if what not in set(WhatIf):
        raise wrong_parameter("what", _("Choose one of: %(names)s.") % {"names": ", ".join(WhatIf)})
    if not (days.isascii() and days.isdigit() and len(days) < len(str(DAYS_AT_MOST)) + 1):
        raise wrong_parameter("days", _("Write a number of days."))
    return WhatIf(what), int(days)
