"""`manage.py check` refuses an address that does not say who may open it."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.urls import URLPattern, URLResolver, get_resolver


def views(patterns: list[URLPattern | URLResolver], prefix: str = "/") -> Iterator[tuple[str, Any]]:
    """(address, view) of everything that can be opened."""
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


@register(Tags.urls)
def every_view_says_who_may_open_it(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{address} does not say who may open it",
            hint="Put a declaration of agencies.access on its view.",
            id="agencies.E001",
        )
        for address, view in views(get_resolver().url_patterns)
        if not hasattr(view, "access")
    ]
