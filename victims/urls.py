"""Addresses of what is written about the person."""

from django.urls import path

from victims.detention.api import Release
from victims.detention.views import write_release
from victims.identity.api import NameOf
from victims.identity.views import edit_name
from victims.reflection_period.views import ask, show_period, take_step
from victims.screening.api import Indicators

app_name = "victims"
urlpatterns = [
    path("cases/<uuid:case_id>/name/", edit_name, name="name"),
    path("cases/<uuid:case_id>/release/", write_release, name="release"),
    path("cases/<uuid:case_id>/period/", show_period, name="period"),
    path("cases/<uuid:case_id>/period/ask/", ask, name="period_ask"),
    path("cases/<uuid:case_id>/period/<slug:verb>/", take_step, name="period_step"),
]
api = [
    path("indicators", Indicators.as_view(), name="indicators"),
    path("cases/<uuid:case_id>/name", NameOf.as_view(), name="name"),
    path("cases/<uuid:case_id>/release", Release.as_view(), name="release"),
]
