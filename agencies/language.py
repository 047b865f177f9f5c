"""The reader's language: a plain link, kept in a cookie."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from agencies.access import open_to_all


@open_to_all
@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Back to `next`, if it is a page of ours. The browser is told to send no referrer, so that none is asked."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    asked = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None) and asked.startswith("/")
    response = redirect(asked if is_ours else "home")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
