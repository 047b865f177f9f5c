"""Who the person is, and what was decided and done."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from victims import parts  # noqa: F401  (registers its parts of the case page)
        from victims.reflection_period import parts as period  # noqa: F401
