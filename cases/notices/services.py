"""Telling an agency, and carrying what it is told as mail that names nobody."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies.models import Account, Agency
from cases.envelope.models import Case
from cases.notices.models import Mail, Notice
from cases.policy import Section


def tell(*, actor: Account, case: Case, to: Agency, what: str, now: datetime) -> Notice | None:
    """Write the notice with the fact itself; the mails follow by trigger. One's own agency is not told what it did."""
    if to == actor.agency:
        return None
    notice = Notice.objects.create(
        case=case, author=actor.agency, to=to, what=what, happened_at=now, written_at=now, shown_from=now
    )
    transaction.on_commit(hurry)
    return notice


def tell_readers(*, case: Case, section: int, what: str, now: datetime) -> None:
    """Tell every other agency on the case that reads this section, those too that `actor` is not to know of (`sql/work.sql`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_tell(%s, %s, %s, %s)", [case.pk, what, Section(section).name.lower(), now])
    transaction.on_commit(hurry)


def remind(*, actor: Account, case: Case, to: Agency, what: str, at: datetime, now: datetime) -> Notice:
    """Write now what `to` (one's own agency too) is told at a later moment; `forget_deadline` takes it back until then."""
    return Notice.objects.create(
        case=case, author=actor.agency, to=to, what=what, happened_at=at, written_at=now, shown_from=at
    )


def tell_decider(
    *, case: Case, work: str, lanes: tuple[int, int], what: str, due_at: datetime | None, now: datetime
) -> None:
    """Give whoever decides this work, in the lane by work or by person, and tell it and the coordinator: `actor` may know neither."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall_ask_decider(%s, %s, %s::smallint, %s::smallint, %s, %s, %s)",
            [case.pk, work, *lanes, what, due_at, now],
        )
    transaction.on_commit(hurry)


def forget_deadline(*, case: Case, now: datetime) -> None:
    """Take back the reminders of a deadline that were not shown yet, and the work of watching it, whoever wrote them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_forget_deadline(%s, %s)", [case.pk, now])


def hurry() -> None:
    """Carry now rather than at the next beat; without a broker the beat does it."""
    from cases.tasks import carry_mail, enqueue

    enqueue(carry_mail)


def mail_to_carry() -> list[tuple[str, int]]:
    """(mail, account) of what is to be tried now: ids alone, taken by one carrier at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT mail::text, account FROM wall_mail_to_carry()")
        return list(cursor.fetchall())


def set_aside(*, actor: Account, now: datetime) -> int:
    """Mail none of what waits for `actor`, who reads it in the application: the demo's past, or what was brought in from elsewhere."""
    return Mail.objects.filter(account=actor, sent_at=None).update(sent_at=now)


def carry(*, actor: Account, mail_id: str) -> bool:
    """Send one mail as its recipient; False when it is sent already, or no longer theirs to read."""
    mail = Mail.objects.select_for_update(of=("self",)).filter(pk=mail_id, sent_at=None).first()
    if mail is None:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("News in Tillid")
        text = _("Something on a case has changed and concerns you. Log in to read it: %(address)s") % {
            "address": settings.BASE_URL
        }
    send_mail(f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{subject}", text, None, [actor.email])
    mail.sent_at = timezone.now()  # noqa: TID251  (the moment of sending, not of the fact
    mail.save(update_fields=["sent_at"])
    return True
