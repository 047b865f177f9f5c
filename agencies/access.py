"""Who may open a view: said on the view itself, checked before it runs, and by `manage.py check` for every address.

This is about roles and kinds of agency only. Which cases somebody sees is the wall's business, and nobody else's.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse

from agencies.models import READING_ROLES, WRITING_ROLES, Account, Role

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """What a view gets behind one of these declarations: somebody is signed in, and the request has its one clock."""

    user: Account
    now: datetime


EVERY_ROLE = tuple(Role)
EVERYBODY = "everybody"


def open_to_all(view: View) -> View:
    """For visitors too: nothing of a case is ever shown here."""
    view = login_not_required(view)
    view.access = EVERYBODY  # type: ignore[attr-defined]
    return view


def for_roles(*roles: str, kinds: tuple[str, ...] = ()) -> Callable[[View], View]:
    """For these roles (of these kinds of agency, when given). Others get the 404 of a page that is not there."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            post = getattr(request.user, "post", None)
            if (
                post is None
                or not post.is_active
                or post.role not in roles
                or (kinds and post.agency.kind not in kinds)
            ):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.access = (tuple(roles), tuple(kinds))  # type: ignore[attr-defined]
        return guarded

    return declare


readers = for_roles(*READING_ROLES)
writers = for_roles(*WRITING_ROLES)
leads = for_roles(Role.LEAD)
administrators = for_roles(Role.ADMINISTRATOR)
everybody_signed_in = for_roles(*EVERY_ROLE)
