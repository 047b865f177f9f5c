"""What an administrator does with accounts of the own agency. The policies on posts and accounts judge it once more."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from agencies.accounts import rules
from agencies.accounts.links import password_address
from agencies.accounts.rules import State
from agencies.accounts.selectors import burden_of, row
from agencies.errors import Refused
from agencies.models import WRITING_ROLES, Account, Post
from agencies.signals import work_left

INVITATION = (
    _("Your access to Tillid"),
    _(
        "You have been given access to Tillid. Choose a password within three days: %(address)s\n\n"
        "After that you add an app for codes: have your telephone with you."
    ),
)
RESET = (
    _("Your second step was reset"),
    _(
        "An administrator of your agency has reset the app for codes of your account. The next time you log in, you add it again.\n\n"
        "Did you not ask for it? Call your administrator now."
    ),
)


def invite(*, actor: Account, email: str, name: str, role: str, now: datetime) -> Account:
    """A new account with its post in the own agency, and the link by which its owner chooses a password."""
    address = email.strip().lower()
    rules.check_address(address, administrator=actor.email)
    try:
        with transaction.atomic():
            account = Account.objects.create(email=address, name=name.strip())
            account.post = Post.objects.create(account=account, agency=actor.agency, role=role, since=now)
    except IntegrityError:
        raise Refused("That address has an account already. If it is closed, open it again.", field="email") from None
    mail_invitation(account)
    return account


def invite_again(*, actor: Account, account: Account, now: datetime) -> None:
    """A new link; those before it no longer work."""
    post = lock(actor, account, now, State.INVITED, State.LAPSED)
    begin(post, now)


def withdraw_invitation(*, actor: Account, account: Account, now: datetime) -> None:
    """The link no longer works."""
    post = lock(actor, account, now, State.INVITED, State.LAPSED)
    close(post)


def change_role(
    *, actor: Account, account: Account, role: str, successor: Account | None, is_answered: bool, now: datetime
) -> None:
    """`successor` (or nobody, when that was answered) takes over from one who no longer writes."""
    post = lock(actor, account, now, State.ACTIVE, State.INVITED, State.LAPSED)
    leave_work(actor, account, successor, stops_writing=role not in WRITING_ROLES, is_answered=is_answered)
    change(post, role=role)


def deactivate(
    *, actor: Account, account: Account, successor: Account | None, is_answered: bool, now: datetime
) -> None:
    """Out at once, in every browser; work goes to `successor`. What was written and seen stays in the log."""
    post = lock(actor, account, now, State.ACTIVE)
    leave_work(actor, account, successor, stops_writing=True, is_answered=is_answered)
    close(post)


def reopen(*, actor: Account, account: Account, now: datetime) -> None:
    """Whoever comes back is invited anew: password and second factor of before are gone."""
    post = lock(actor, account, now, State.CLOSED)
    begin(post, now)


def reset_second_factor(*, actor: Account, account: Account, now: datetime) -> None:
    """For who lost the telephone: the next login asks to set it up. The owner is told, in case it was not asked for."""
    lock(actor, account, now, State.ACTIVE)
    Authenticator.objects.filter(user=account).delete()
    mail(account, *RESET)


def lock(actor: Account, account: Account, now: datetime, *states: State) -> Post:
    """The post, locked and as it now stands. The policy shows none to one who administers no more."""
    rules.check_other(actor_id=actor.pk, account_id=account.pk)
    post = Post.objects.select_for_update(of=("self",)).filter(account=account, agency_id=actor.agency_id).first()
    if post is None:
        raise rules.changed_meanwhile()
    account.refresh_from_db(fields=["password"])
    account.post = post
    rules.check_state(row(actor, account, now).state, *states)
    return post


def leave_work(
    actor: Account, account: Account, successor: Account | None, *, stops_writing: bool, is_answered: bool
) -> None:
    rules.check_hand_over(stops_writing=stops_writing, burden=burden_of(actor, account), is_answered=is_answered)
    if stops_writing:
        work_left.send(sender=Account, actor=actor, account=account, successor=successor)


def begin(post: Post, now: datetime) -> None:
    change(post, is_active=True, since=now)
    forget_password(post.account)
    mail_invitation(post.account)


def close(post: Post) -> None:
    """Without its password a session is over for good, and a link too: both are made of it."""
    change(post, is_active=False)
    forget_password(post.account)
    Authenticator.objects.filter(user=post.account).delete()


def change(post: Post, **values: Any) -> None:
    """Two administrators may shut each other out at the same moment: one of them is too late."""
    try:
        with transaction.atomic():
            is_changed = Post.objects.filter(pk=post.pk).update(**values)
    except IntegrityError:
        raise Refused("An agency keeps an administrator, and this is its last one.") from None
    if not is_changed:
        raise rules.changed_meanwhile()


def forget_password(account: Account) -> None:
    account.set_unusable_password()
    account.save(update_fields=["password"])


def mail_invitation(account: Account) -> None:
    mail(account, *INVITATION, address=password_address(account))


def mail(account: Account, subject: Promise, text: Promise, **values: str) -> None:
    """In the transaction: what could not be sent was not done. It names nobody."""
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", str(text) % values, None, [account.email])
