"""Addresses of referrals, their answers, and the worklists."""

from django.urls import path

from referrals.answer.api import Accept, AnswerSender, Ask, Decline, PassOn, People, Reply
from referrals.answer.views import change_people, say, show_preview
from referrals.home.api import Worklist
from referrals.home.views import show_notices
from referrals.own.views import list_referrals
from referrals.referral import views
from referrals.referral.api import OneReferral, Send, Start, TakeBack

app_name = "referrals"
urlpatterns = [
    path("notices/", show_notices, name="notices"),
    path("referrals/", list_referrals, name="list"),
    path("referrals/new/", views.new, name="new"),
    path("referrals/telephone/", views.telephone, name="telephone"),
    path("referrals/<uuid:case_id>/<int:step>/", views.write_step, name="step"),
    path("referrals/<uuid:case_id>/<int:step>/save/", views.autosave, name="autosave"),
    path("referrals/<uuid:case_id>/send/", views.send, name="send"),
    path("referrals/<uuid:case_id>/receipt/", views.receipt, name="receipt"),
    path("referrals/<uuid:case_id>/discard/", views.discard, name="discard"),
    path("referrals/<uuid:case_id>/withdraw/", views.withdraw, name="withdraw"),
    path("referrals/<uuid:case_id>/preview/", show_preview, name="preview"),
    path("referrals/<uuid:case_id>/say/<str:verb>/", say, name="say"),
    path("referrals/<uuid:case_id>/people/", change_people, name="people"),
]
api = [
    path("worklist", Worklist.as_view(), name="worklist"),
    path("referrals", Start.as_view(), name="referrals"),
    path("referrals/<uuid:case_id>", OneReferral.as_view(), name="referral"),
    path("referrals/<uuid:case_id>/send", Send.as_view(), name="send"),
    path("referrals/<uuid:case_id>/withdraw", TakeBack.as_view(), name="withdraw"),
    path("referrals/<uuid:case_id>/ask", Ask.as_view(), name="ask"),
    path("referrals/<uuid:case_id>/reply", Reply.as_view(), name="reply"),
    path("referrals/<uuid:case_id>/pass-on", PassOn.as_view(), name="pass_on"),
    path("referrals/<uuid:case_id>/decline", Decline.as_view(), name="decline"),
    path("referrals/<uuid:case_id>/accept", Accept.as_view(), name="accept"),
    path("referrals/<uuid:case_id>/answer", AnswerSender.as_view(), name="answer"),
    path("referrals/<uuid:case_id>/people", People.as_view(), name="people"),
]
