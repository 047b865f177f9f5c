"""The reader's language, the accounts of the own agency, and access keys."""

from django.urls import path

from agencies.accounts import views
from agencies.accounts.api import Agencies, Colleagues, Me
from agencies.api.description import Schema
from agencies.language import choose_language
from agencies.reference.api import Codes
from agencies.tokens.views import end_all_of, end_own

app_name = "agencies"
urlpatterns = [
    path("language/<str:code>/", choose_language, name="language"),
    path("accounts/", views.list_accounts, name="accounts"),
    path("accounts/<int:account_id>/", views.show_account, name="account"),
    path("accounts/<int:account_id>/role/", views.change_role, name="role"),
    path("accounts/<int:account_id>/deactivate/", views.deactivate, name="deactivate"),
    path("accounts/<int:account_id>/reopen/", views.reopen, name="reopen"),
    path("accounts/<int:account_id>/invite-again/", views.invite_again, name="invite_again"),
    path("accounts/<int:account_id>/withdraw/", views.withdraw_invitation, name="withdraw"),
    path("accounts/<int:account_id>/reset-second-factor/", views.reset_second_factor, name="reset_second_factor"),
    path("accounts/<int:account_id>/end-keys/", end_all_of, name="end_keys"),
    path("keys/<int:token_id>/end/", end_own, name="end_key"),
]
api = [
    path("schema", Schema.as_view(), name="schema"),
    path("me", Me.as_view(), name="me"),
    path("agencies", Agencies.as_view(), name="agencies"),
    path("colleagues", Colleagues.as_view(), name="colleagues"),
    path("codes/<str:list_name>", Codes.as_view(), name="codes"),
]
