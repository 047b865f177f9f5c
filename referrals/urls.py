"""Addresses of referrals, their answers, and the worklists."""

from django.urls import path

from referrals.answer.views import change_people, say, show_preview
from referrals.home.views import show_notices

app_name = "referrals"
urlpatterns = [
    path("notices/", show_notices, name="notices"),
    path("referrals/<uuid:case_id>/preview/", show_preview, name="preview"),
    path("referrals/<uuid:case_id>/say/<str:verb>/", say, name="say"),
    path("referrals/<uuid:case_id>/people/", change_people, name="people"),
]
