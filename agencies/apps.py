"""Who acts: agencies, accounts and their posts, legal parameters by date, coded lists."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from agencies import checks  # noqa: F401  (registers the check)
