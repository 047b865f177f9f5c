"""Addresses of what is written about the person."""

from django.urls import path

from victims.decision.views import edit_decision, show_decided
from victims.detention.views import write_release
from victims.identity.views import edit_name

app_name = "victims"
urlpatterns = [
    path("cases/<uuid:case_id>/name/", edit_name, name="name"),
    path("cases/<uuid:case_id>/decision/", edit_decision, name="decision"),
    path("cases/<uuid:case_id>/decided/", show_decided, name="decided"),
    path("cases/<uuid:case_id>/release/", write_release, name="release"),
]
