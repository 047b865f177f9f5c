"""The standing cast: people at the agencies that every installation has; a leaver, an outsider; and their usual story.

Each person is an account with its post. `left` has left, `otto` is on no case, `olga` reads the log alone.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client

from agencies.models import Account, Agency, Post, Role
from cases.grants import services as grants
from cases.models import Case, CaseAccess, Disclosure, Grant
from cases.policy import Section, bit
from cases.wall import acting_as
from referrals.referral.services import (
    accept_referral,
    answer_sender,
    ask_sender,
    parts_of,
    save_draft,
    send_referral,
    start_referral,
)
from tests.conftest import NOW, as_owner

CAST = {
    "cecilie": ("CMM", Role.LEAD),
    "carl": ("CMM", Role.CASEWORKER),
    "rita": ("CMM", Role.READ_ONLY),
    "adam": ("CMM", Role.ADMINISTRATOR),
    "ulla": ("US", Role.LEAD),
    "poul": ("Fyns Politi", Role.LEAD),
    "left": ("Fyns Politi", Role.CASEWORKER),
    "henrik": ("Københavns Politi", Role.CASEWORKER),
    "nina": ("HopeNow", Role.LEAD),
    "nora": ("HopeNow", Role.CASEWORKER),
    "otto": ("Gadejuristen", Role.LEAD),
    "sara": ("Redens krisecenter", Role.LEAD),
    "stine": ("LOKK", Role.LEAD),
    "hanne": ("Skejby", Role.LEAD),
    "mona": ("Københavns Kommune", Role.LEAD),
    "ian": ("IOM", Role.LEAD),
    "skat": ("SKAT", Role.CASEWORKER),
    "anna": ("SKAT", Role.ADMINISTRATOR),
    "paula": ("Rigsadvokaten", Role.LEAD),
    "clock": ("Frister", Role.CASEWORKER),
    "matcher": ("Genkendelse", Role.CASEWORKER),
    "counter": ("Statistik", Role.CASEWORKER),
    "olga": ("Databeskyttelse", Role.CASEWORKER),
}


def cast() -> SimpleNamespace:
    """Made as the owner."""
    agencies = {agency.short: agency for agency in Agency.objects.all()}
    accounts = Account.objects.bulk_create(
        Account(email=f"{name}@tillid.example", name=name.capitalize(), password="!") for name in CAST
    )
    posts = Post.objects.bulk_create(
        Post(account=account, agency=agencies[agency], role=role, since=NOW, is_active=name != "left")
        for account, (name, (agency, role)) in zip(accounts, CAST.items(), strict=True)
    )
    for account, post in zip(accounts, posts, strict=True):
        account.post = post
    return SimpleNamespace(**dict(zip(CAST, accounts, strict=True)))


def hire(agency: Agency, role: str = Role.CASEWORKER, name: str = "pia") -> Account:
    """One more person, at `agency`."""
    with as_owner():
        account = Account.objects.create(email=f"{name}@tillid.example", name=name.capitalize())
        account.post = Post.objects.create(account=account, agency=agency, role=role, since=NOW)
    return account


def signed_in(person: Account, **more: Any) -> Client:
    """A browser in which `person` is logged in, second factor and all. Errors come as the page that a reader gets."""
    from allauth.mfa.adapter import get_adapter
    from allauth.mfa.models import Authenticator

    client = Client(raise_request_exception=False, **more)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    with as_owner():
        Authenticator.objects.get_or_create(
            user=person, type=Authenticator.Type.TOTP, defaults={"data": {"secret": get_adapter().encrypt("NOBODYS7")}}
        )
    return client


# The usual story: HopeNow refers a detained woman to CMM. Each step through the real services, at NOW.

WRITTEN = {
    "referral.met_at": NOW - timedelta(hours=3),
    "referral.met_place": "Vestergade 4, Odense",
    "referral.situation": "outreach",
    "referral.seen": "locked in, no pay",
    "referral.residence_status": "unlawful",
    "referral.name": "Ngọc",
    "preview.needs": ["safe_place_tonight"],
    "preview.danger": "no",
    "preview.consent": "yes",
    "preview.sex": "woman",
    "preview.age_band": "25_29",
    "preview.languages": ["vie"],
    "preview.first_talk_place": "police_station",
    "detention.since": NOW - timedelta(hours=2),
    "detention.place": "Odense Arrest",
}


def drafted(
    people: SimpleNamespace, changes: dict[str, Any] | None = None, *, by: Account | None = None, **more: Any
) -> Case:
    """Nina of HopeNow (or another) writes a draft that can be sent; the person is held by Fyns Politi."""
    person = by or people.nina
    with acting_as(person):
        case = start_referral(actor=person, now=NOW, **more)
        write(person, case, WRITTEN | {"detention.detained_by": people.poul.agency} | (changes or {}))
    return case


def write(person: Account, case: Case, changes: dict[str, Any]) -> None:
    """Save {record.field: value} of a draft."""
    values: dict[str, dict[str, Any]] = {}
    for name, value in changes.items():
        record, field = name.split(".")
        values.setdefault(record, {})[field] = value
    versions = {name: record.version for name, record in parts_of(case, person)}
    save_draft(actor=person, case=case, versions=versions, values=values)


def referred(people: SimpleNamespace, changes: dict[str, Any] | None = None, **more: Any) -> Case:
    """The draft is sent to CMM."""
    case = drafted(people, changes, **more)
    person = more.get("by") or people.nina
    with acting_as(person):
        return send_referral(actor=person, case=case, now=NOW)


def asked(people: SimpleNamespace, changes: dict[str, Any] | None = None, **more: Any) -> Case:
    """CMM asks the sender for more."""
    case = referred(people, changes, **more)
    with acting_as(people.cecilie) as cecilie:
        ask_sender(actor=cecilie, case=case, words="Which language?", now=NOW)
    return case


def accepted(people: SimpleNamespace, changes: dict[str, Any] | None = None, **more: Any) -> Case:
    """CMM accepts: US decides, the police have the person, the name is written."""
    case = referred(people, changes, **more)
    with acting_as(people.cecilie) as cecilie:
        accept_referral(actor=cecilie, case=case, responsible=people.carl, contact_person=people.carl, now=NOW)
        return Case.objects.get(pk=case.pk)


def answered(people: SimpleNamespace, changes: dict[str, Any] | None = None, **more: Any) -> Case:
    """CMM answers the sender."""
    case = accepted(people, changes, **more)
    with acting_as(people.cecilie) as cecilie:
        answer_sender(actor=cecilie, case=case, words="She has a bed.", now=NOW)
    return case


def put(actor: Account, case: Case, agency: Agency, capacity: str, **more: Any) -> Grant:
    """`actor`, who acts already, puts `agency` on the case."""
    return grants.put_on(
        actor=actor, case=case, agency=agency, capacity=capacity, legal_basis="a basis", now=NOW, **more
    )


def question(actor: Account, case: Case, agency: Agency, to_be: str) -> Grant:
    """`actor`, who acts already, asks `agency`."""
    return grants.ask(actor=actor, case=case, agency=agency, to_be=to_be, legal_basis="a basis", now=NOW)


def yes(actor: Account, case: Case) -> Grant:
    """`actor`, who acts already, takes what was asked."""
    return grants.accept(actor=actor, case=case, legal_basis="accepted", now=NOW)


def take_on(people: SimpleNamespace, case: Case, person: Account, capacity: str) -> None:
    """The coordinator asks, the other accepts."""
    with acting_as(people.cecilie) as cecilie:
        question(cecilie, case, person.agency, capacity)
    with acting_as(person):
        yes(person, case)


def disclosed(
    people: SimpleNamespace,
    case: Case,
    *,
    sections: Iterable[Section] = (Section.IDENTITY,),
    until: datetime | None = None,
    user: Account | None = None,
    to: Account | None = None,
) -> Disclosure:
    """CMM's lead lets the sender (or another) read more than its capacity gives."""
    with acting_as(people.cecilie) as cecilie:
        return grants.disclose(
            actor=cecilie, case=case, agency=(to or people.nina).agency, sections=sections, user=user, until=until,
            purpose="accompany to the embassy", legal_basis="consent", now=NOW,
        )  # fmt: skip


# Who sees what


def has(person: Account, case: Case, section: Section) -> str:
    """What `person` has of a section of a case now: letters of "rwo", for sections that have no table yet as well."""
    with acting_as(person):
        rows = list(CaseAccess.objects.filter(case=case))
    held = {"r": "reads", "w": "writes", "o": "owns"}
    return "".join(letter for letter, mask in held.items() if any(getattr(row, mask) & bit(section) for row in rows))


def who_has(people: SimpleNamespace, case: Case, section: Section, letters: str = "rwo") -> set[str]:
    """Everybody who has one of `letters` of the section."""
    return {name for name, person in vars(people).items() if set(has(person, case, section)) & set(letters)}


def sees(person: Account | None, model: Any, **narrowed: Any) -> int:
    """How many rows of `model` (and of its history) `person` can see: by the policies, and begun at the projection."""
    with acting_as(person):
        rows = model.objects.filter(**narrowed).count()
        if hasattr(model, "history"):
            assert model.history.exists() == bool(model.objects.exists())
        if hasattr(model.objects.all(), "visible_to"):
            assert model.objects.visible_to(person).filter(**narrowed).count() == rows
        return rows


def who_sees(people: SimpleNamespace, model: Any) -> set[str]:
    return {name for name, person in vars(people).items() if sees(person, model)}


def adds(model: Any, actor: Account, case: Case, **values: Any) -> Any:
    """A record by `actor`, who acts already."""
    return model.objects.create(
        **{"case": case, "author": actor.agency, "happened_at": NOW, "written_at": NOW} | values
    )
