"""The case as an envelope without content, who is on it, and the wall."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cases import checks  # noqa: F401  (registers the checks)
        from cases.assignments import receivers  # noqa: F401  (hears whose work ends)
        from cases.page import basics  # noqa: F401  (registers its parts of the case page)
