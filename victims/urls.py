"""Addresses of what is written about the person."""

from django.urls import path

from victims.assessment.api import Interviews, OneInterview, OwnAssessmentOf, Recommend
from victims.assessment.views import show_recommended, write_own, write_recommendation, write_talk
from victims.decision.api import Candidates, DecisionOf
from victims.decision.views import edit_decision, show_decided
from victims.detention.api import Release
from victims.detention.views import write_release
from victims.identity.api import NameOf, ProfileOf
from victims.identity.views import edit_name, write_profile_of
from victims.reflection_period.api import Apply, Extend, Grant, Move, Refuse, Resume, ShowPeriod, Stop, WhatIfHappens
from victims.reflection_period.views import ask, show_period, take_step
from victims.residence.api import HandOver, ResidenceOf
from victims.residence.views import hand_over, write_residence
from victims.screening.api import Indicators

app_name = "victims"
urlpatterns = [
    path("cases/<uuid:case_id>/name/", edit_name, name="name"),
    path("cases/<uuid:case_id>/decision/", edit_decision, name="decision"),
    path("cases/<uuid:case_id>/decided/", show_decided, name="decided"),
    path("cases/<uuid:case_id>/profile/", write_profile_of, name="profile"),
    path("cases/<uuid:case_id>/release/", write_release, name="release"),
    path("cases/<uuid:case_id>/period/", show_period, name="period"),
    path("cases/<uuid:case_id>/period/ask/", ask, name="period_ask"),
    path("cases/<uuid:case_id>/period/<slug:verb>/", take_step, name="period_step"),
    path("cases/<uuid:case_id>/residence/", write_residence, name="residence"),
    path("cases/<uuid:case_id>/residence/hand-over/", hand_over, name="hand_over"),
    path("cases/<uuid:case_id>/talk/", write_talk, name="talk"),
    path("cases/<uuid:case_id>/talk/<uuid:talk_id>/", write_talk, name="edit_talk"),
    path("cases/<uuid:case_id>/recommendation/", write_recommendation, name="recommendation"),
    path("cases/<uuid:case_id>/recommendation/receipt/", show_recommended, name="recommended"),
    path("cases/<uuid:case_id>/own-assessment/", write_own, name="own_assessment"),
]
api = [
    path("indicators", Indicators.as_view(), name="indicators"),
    path("cases/<uuid:case_id>/name", NameOf.as_view(), name="name"),
    path("cases/<uuid:case_id>/profile", ProfileOf.as_view(), name="profile"),
    path("cases/<uuid:case_id>/release", Release.as_view(), name="release"),
    path("cases/<uuid:case_id>/residence", ResidenceOf.as_view(), name="residence"),
    path("cases/<uuid:case_id>/competence", HandOver.as_view(), name="competence"),
    path("cases/<uuid:case_id>/interviews", Interviews.as_view(), name="interviews"),
    path("cases/<uuid:case_id>/interviews/<uuid:interview_id>", OneInterview.as_view(), name="interview"),
    path("cases/<uuid:case_id>/own-assessment", OwnAssessmentOf.as_view(), name="own_assessment"),
    path("cases/<uuid:case_id>/recommendation", Recommend.as_view(), name="recommendation"),
    path("cases/<uuid:case_id>/decision", DecisionOf.as_view(), name="decision"),
    path("cases/<uuid:case_id>/decision/candidates", Candidates.as_view(), name="candidates"),
    path("cases/<uuid:case_id>/period", ShowPeriod.as_view(), name="period"),
    path("cases/<uuid:case_id>/period/grant", Grant.as_view(), name="period_grant"),
    path("cases/<uuid:case_id>/period/move", Move.as_view(), name="period_move"),
    path("cases/<uuid:case_id>/period/extend", Extend.as_view(), name="period_extend"),
    path("cases/<uuid:case_id>/period/refuse", Refuse.as_view(), name="period_refuse"),
    path("cases/<uuid:case_id>/period/stop", Stop.as_view(), name="period_stop"),
    path("cases/<uuid:case_id>/period/resume", Resume.as_view(), name="period_resume"),
    path("cases/<uuid:case_id>/period/applications", Apply.as_view(), name="period_applications"),
    path("cases/<uuid:case_id>/period/what-if", WhatIfHappens.as_view(), name="period_what_if"),
]
