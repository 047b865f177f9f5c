"""Addresses of what every case has."""

from django.urls import path

from cases.entries.api import Log
from cases.entries.views import show_log, show_oversight
from cases.envelope.api import Cases
from cases.envelope.views import list_cases
from cases.grants.api import RecuseOneself
from cases.grants.views import recuse_oneself
from cases.notices.api import Notices
from cases.page.api import History, Records, ShowCase, Timeline, Withdrawal
from cases.page.views import show_case, show_history, show_timeline, withdraw_record

app_name = "cases"
urlpatterns = [
    path("cases/", list_cases, name="list"),
    path("cases/<uuid:case_id>/", show_case, name="case"),
    path("cases/<uuid:case_id>/timeline/", show_timeline, name="timeline"),
    path("cases/<uuid:case_id>/log/", show_log, name="log"),
    path("cases/<uuid:case_id>/history/<str:table>/", show_history, name="history"),
    path("cases/<uuid:case_id>/history/<str:table>/<uuid:record_id>/withdraw/", withdraw_record, name="withdraw"),
    path("cases/<uuid:case_id>/recuse/", recuse_oneself, name="recuse"),
    path("oversight/", show_oversight, name="oversight"),
]
api = [
    path("notices", Notices.as_view(), name="notices"),
    path("cases", Cases.as_view(), name="cases"),
    path("cases/<uuid:case_id>", ShowCase.as_view(), name="case"),
    path("cases/<uuid:case_id>/records", Records.as_view(), name="records"),
    path(
        "cases/<uuid:case_id>/records/<str:table>/<uuid:record_id>/withdrawal", Withdrawal.as_view(), name="withdrawal"
    ),
    path("cases/<uuid:case_id>/timeline", Timeline.as_view(), name="timeline"),
    path("cases/<uuid:case_id>/history/<str:table>", History.as_view(), name="history"),
    path("cases/<uuid:case_id>/log", Log.as_view(), name="log"),
    path("cases/<uuid:case_id>/recusal", RecuseOneself.as_view(), name="recusal"),
]
