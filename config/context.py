"""What every page shows besides its own: who is reading, the menu, the other language."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from agencies.models import READING_ROLES, Kind, Post, Role
from referrals.referral.rules import REFERRING_KINDS


class Entry(NamedTuple):
    """A page of the menu, and whose agencies and roles it is for."""

    label: str | Promise
    name: str
    roles: tuple[str, ...] = READING_ROLES
    kinds: tuple[str, ...] = tuple(Kind)


CASEWORK = tuple(kind for kind in Kind if kind != Kind.OVERSIGHT)
WITH_WORKLIST = (Kind.CMM, Kind.US)
MENU = (
    Entry(_("Worklist"), "home", kinds=WITH_WORKLIST),
    Entry(_("My overview"), "home", kinds=tuple(kind for kind in CASEWORK if kind not in WITH_WORKLIST)),
    Entry(_("Referrals"), "referrals:list", kinds=REFERRING_KINDS),
    Entry(_("Cases"), "cases:list", kinds=CASEWORK),
    Entry(_("Notices"), "referrals:notices", kinds=CASEWORK),
    Entry(_("Oversight"), "cases:oversight", kinds=(Kind.OVERSIGHT,)),
    Entry(_("Users"), "agencies:accounts", roles=(Role.ADMINISTRATOR,)),
)


class Language(NamedTuple):
    code: str
    name: str


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "is_demo": settings.DEMO,
        "service_phone": settings.SERVICE_PHONE,
        "hotline": settings.HOTLINE,
        "menu": menu(request),
        "other_language": other_language(),
    }


def menu(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """(label, url, is_current) of what this reader can open; nothing for visitors."""
    post: Post | None = getattr(getattr(request, "user", None), "post", None)
    if post is None or not post.is_active:
        return []
    entries = [entry for entry in MENU if post.role in entry.roles and post.agency.kind in entry.kinds]
    found = [(str(entry.label), reverse(entry.name)) for entry in entries]
    current = max((url for _label, url in found if is_under(request.path, url)), key=len, default=None)
    return [(label, url, url == current) for label, url in found]


def is_under(path: str, url: str) -> bool:
    """The front page is above all others, and so is only itself."""
    return path == url if url == reverse("home") else path.startswith(url)


def other_language() -> Language | None:
    """The language that the reader does not read now, by its own name."""
    code = next((code for code, _name in settings.LANGUAGES if code != get_language()), None)
    return Language(code, capfirst(get_language_info(code)["name_local"])) if code else None
