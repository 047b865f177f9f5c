"""What every page shows besides its own: who is reading, the menu, the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.DEMO,
        "service_phone": settings.SERVICE_PHONE,
        "hotline": settings.HOTLINE,
    }
