"""How one logs in: those of allauth's addresses that we take, under the names by which allauth finds them itself.

Left out: signing up (accounts are an administrator's to make), changing one's address (likewise), login by code, passkeys.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from agencies.access import everybody_signed_in, open_to_all
from agencies.accounts.views import nobody_else
from agencies.tokens.views import your_access

form = require_http_methods(["GET", "HEAD", "POST"])  # allauth takes a PUT for a POST

urlpatterns = [
    path("login/", open_to_all(form(account.login)), name="account_login"),
    path("logout/", open_to_all(form(account.logout)), name="account_logout"),
    path("login/closed/", open_to_all(require_safe(account.account_inactive)), name="account_inactive"),
    path("login/confirm/", everybody_signed_in(form(account.reauthenticate)), name="account_reauthenticate"),
    path("login/password/", everybody_signed_in(form(account.password_change)), name="account_change_password"),
    path("login/reset/", open_to_all(form(account.password_reset)), name="account_reset_password"),
    path(
        "login/reset/sent/", open_to_all(require_safe(account.password_reset_done)), name="account_reset_password_done"
    ),
    path(
        "login/reset/done/",
        open_to_all(require_safe(account.password_reset_from_key_done)),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^login/reset/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[-0-9A-Za-z]+)/$",
        open_to_all(nobody_else(form(account.password_reset_from_key))),
        name="account_reset_password_from_key",
    ),
    path("login/code/", open_to_all(form(second_factor.authenticate)), name="mfa_authenticate"),
    path("login/code/confirm/", everybody_signed_in(form(second_factor.reauthenticate)), name="mfa_reauthenticate"),
    path("login/second-factor/", your_access, name="mfa_index"),
    path("login/second-factor/app/", everybody_signed_in(form(app.activate_totp)), name="mfa_activate_totp"),
    path("login/second-factor/app/remove/", everybody_signed_in(form(app.deactivate_totp)), name="mfa_deactivate_totp"),
    path(
        "login/second-factor/codes/",
        everybody_signed_in(require_safe(recovery.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "login/second-factor/codes/new/",
        everybody_signed_in(form(recovery.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
]
