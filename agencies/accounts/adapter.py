"""How allauth meets us: nobody signs up, only whoever holds an active post logs in, too many attempts are a 429.

Secrets of the second factor lie sealed in the database: a copy of it lets nobody in.
"""

from base64 import urlsafe_b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from agencies.accounts.links import password_address
from agencies.models import Account

TOO_MANY = ("too_many_login_attempts", "rate_limited")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The work e-mail and the password do not belong together."),
        "incorrect_password": _("That is not your password."),
        "incorrect_code": _("That code is not right. The app shows a new one every half minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        user.is_active = user.is_active and hasattr(user, "post")
        return super().pre_login(request, user, **kwargs)

    def get_login_stages(self) -> list[str]:
        """In the demo nobody has the telephones of its people."""
        return [] if settings.DEMO else super().get_login_stages()

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in TOO_MANY:
            raise ImmediateHttpResponse(respond_429(self.request))
        return super().validation_error(code, *args)

    def set_password(self, user: Account, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])

    def send_password_reset_mail(self, user: Account, email: str, context: dict[str, Any]) -> None:
        """Not before the invitation was taken: its own link opens the account, as long as the administrator lets it."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context | {"password_reset_url": password_address(user)})


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"]
    }

    def encrypt(self, text: str) -> str:
        return seal().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return seal().decrypt(encrypted_text.encode()).decode()


def seal() -> MultiFernet:
    """Of keys that follow from the master keys, so that a master key opens nothing but case keys itself."""
    made = (HKDF(SHA256(), 32, salt=None, info=b"second factor").derive(key) for key in settings.FIELD_KEYS)
    return MultiFernet([Fernet(urlsafe_b64encode(key)) for key in made])
