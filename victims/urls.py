"""Addresses of what is written about the person."""

from django.urls import path

from victims.detention.api import Release
from victims.detention.views import write_release
from victims.identity.api import NameOf
from victims.identity.views import edit_name
from victims.screening.api import Indicators

app_name = "victims"
urlpatterns = [
    path("cases/<uuid:case_id>/name/", edit_name, name="name"),
    path("cases/<uuid:case_id>/release/", write_release, name="release"),
]
api = [
    path("indicators", Indicators.as_view(), name="indicators"),
    path("cases/<uuid:case_id>/name", NameOf.as_view(), name="name"),
    path("cases/<uuid:case_id>/release", Release.as_view(), name="release"),
]
