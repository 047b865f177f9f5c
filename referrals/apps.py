"""How a person came: referrals."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from referrals import parts  # noqa: F401  (registers its parts of the case page)
        from referrals.referral import receivers  # noqa: F401  (listens for what is withdrawn)
