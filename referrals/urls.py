"""Addresses of referrals, their answers, and the worklists."""

from django.urls import path

from referrals.answer.views import change_people, say, show_preview
from referrals.home.api import notices_json
from referrals.home.views import show_notices
from referrals.own.views import list_referrals
from referrals.referral import views

app_name = "referrals"
urlpatterns = [
    path("notices/", show_notices, name="notices"),
    path("notices.json", notices_json, name="notices_json"),
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
