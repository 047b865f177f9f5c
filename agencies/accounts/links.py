"""The link by which somebody chooses a password: in an invitation, and in the mail of who forgot it."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from agencies.models import Account


def password_address(account: Account) -> str:
    """Valid until `PASSWORD_RESET_TIMEOUT` is over, the password is chosen, or the account is logged in to."""
    key = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    return settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=key)
