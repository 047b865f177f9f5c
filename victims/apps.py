"""Who the person is, and what was decided and done."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "victims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from victims import parts  # noqa: F401  (they register their parts of the case page, and hear of what is withdrawn)
        from victims.assessment import parts as assessment  # noqa: F401
        from victims.decision import parts as decision  # noqa: F401
        from victims.identity import parts as identity  # noqa: F401
        from victims.reflection_period import parts as period  # noqa: F401
        from victims.residence import parts as residence  # noqa: F401
        from victims.residence import receivers  # noqa: F401
