"""Notices and the mails that carry them: chosen by the database, read by one, and they name nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from agencies.models import Post, Role
from cases.assignments.services import assign, hand_over
from cases.grants.services import recuse
from cases.models import Mail, Notice
from cases.notices.selectors import notices_of
from cases.notices.services import carry, mail_to_carry, tell
from cases.tasks import carry_mail, carry_one
from cases.wall import acting_as
from tests.attempts import refused, sql
from tests.conftest import NOW, as_owner
from tests.people import accepted, hire, referred, sees


def addressees():
    with as_owner():
        return sorted(Mail.objects.values_list("account__name", flat=True))


def told(people, case, to, *, at=None):
    """CMM tells an agency something now; who gets mail of it."""
    with as_owner():
        Mail.objects.all().delete()
    with acting_as(people.cecilie) as cecilie:
        tell(actor=cecilie, case=case, to=to, what="asked", now=at or datetime.now(UTC))
    return addressees()


def test_a_notice_is_read_by_whom_it_is_to_and_who_wrote_it(people):
    referred(people)
    with acting_as(people.carl) as carl:
        [notice] = notices_of(carl)
        assert (notice.what, notice.author, notice.is_new) == ("referred", people.nina.agency, True)
    with acting_as(people.nina) as nina:
        assert (Notice.objects.count(), notices_of(nina).count()) == (1, 0)
    assert sees(people.otto, Notice) == sees(people.olga, Notice) == 0


def test_ones_own_agency_is_not_told_what_it_did(people):
    case = accepted(people)
    before = sees(people.cecilie, Notice)
    with acting_as(people.carl) as carl:
        assert tell(actor=carl, case=case, to=carl.agency, what="asked", now=NOW) is None
    assert sees(people.cecilie, Notice) == before


def test_until_somebody_is_responsible_all_who_write_are_mailed(people):
    referred(people)
    assert addressees() == ["Carl", "Cecilie"]


def test_who_is_responsible_is_mailed_alone(people):
    case = referred(people)
    assert told(people, case, people.nina.agency) == ["Nina"]  # who sent it follows it
    with acting_as(people.nora) as nora:
        assert hand_over(actor=nora, case=case, responsible=nora) == 1
    assert told(people, case, people.nina.agency) == ["Nora"]


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.READ_ONLY}])
def test_when_the_responsible_one_writes_no_more_all_who_do_are_mailed(people, change):
    case = referred(people)
    hire(people.nina.agency, Role.READ_ONLY, "rolf")
    hire(people.nina.agency, Role.ADMINISTRATOR, "axel")
    with as_owner():
        Post.objects.filter(account=people.nina).update(**change)
    assert told(people, case, people.nina.agency) == ["Nora"]


def test_when_the_responsible_one_keeps_off_the_case_the_others_are_mailed(people):
    case = referred(people)
    with acting_as(people.nina) as nina:
        recuse(actor=nina, case=case, reason="knows", now=NOW)
    assert told(people, case, people.nina.agency) == ["Nora"]


def test_the_newest_work_says_who_is_responsible(people):
    case = referred(people)
    with acting_as(people.nora) as nora:
        assign(actor=nora, case=case, work="follow", lane=3, responsible=nora, now=NOW + timedelta(hours=1))
    assert told(people, case, people.nina.agency) == ["Nora"]
    with acting_as(people.nina) as nina:
        assign(actor=nina, case=case, work="follow", lane=3, responsible=nina, now=NOW - timedelta(hours=1))
        assign(
            actor=nina,
            case=case,
            work="assess",
            lane=3,
            responsible=nina,
            to=people.cecilie.agency,
            now=NOW + timedelta(hours=2),
        )
    assert told(people, case, people.nina.agency) == ["Nora"]


def test_what_one_is_responsible_for_on_another_case_says_nothing(people):
    case, other = referred(people), referred(people)
    with acting_as(people.nora) as nora:
        hand_over(actor=nora, case=other, responsible=nora)
    assert told(people, case, people.nina.agency) == ["Nina"]
    assert told(people, other, people.nina.agency) == ["Nora"]


def test_a_responsible_one_of_another_agency_takes_nobodys_mail(people):
    case = referred(people)
    with acting_as(people.nina) as nina:
        assert hand_over(actor=nina, case=case, responsible=people.otto) == 1
    assert told(people, case, people.nina.agency) == ["Nina", "Nora"]


def test_a_mail_is_its_recipients_alone_and_nobody_writes_one(people):
    referred(people)
    assert {name for name, person in vars(people).items() if sees(person, Mail)} == {"carl", "cecilie"}
    with acting_as(people.carl) as carl:
        [mine] = Mail.objects.all()
        assert (mine.account, Mail.objects.update(sent_at=NOW)) == (carl, 1)
        for change in ({"account": people.nina}, {"tried_at": NOW}):
            assert refused(Mail.objects.update, **change)
        assert refused(Mail.objects.create, notice=Notice.objects.get(), account=carl)
        assert refused(sql, "DELETE FROM cases_mail")
    with as_owner():
        assert Mail.objects.filter(sent_at=None).count() == 1


def test_a_mail_is_dropped_when_its_reader_is_off_the_case(people):
    case = referred(people)
    with as_owner():
        for_carl = Mail.objects.get(account=people.carl)
    with acting_as(people.carl) as carl:
        assert Mail.objects.count() == 1
        recuse(actor=carl, case=case, reason="knows", now=NOW)
        assert Mail.objects.count() == 0
        assert not carry(actor=carl, mail_id=for_carl.pk)
        assert sql("UPDATE cases_mail SET sent_at = now()") == 0
    assert mail.outbox == []


def test_a_mail_names_nobody_and_is_sent_once(people):
    referred(people)
    with acting_as(people.carl) as carl:
        [mine] = Mail.objects.all()
        assert (carry(actor=carl, mail_id=mine.pk), carry(actor=carl, mail_id=mine.pk)) == (True, False)
    [sent] = mail.outbox
    assert sent.to == ["carl@tillid.example"]
    with as_owner():
        number = Notice.objects.get().case.number
    for word in ("Ngọc", number, str(mine.pk), "HopeNow", "Odense"):
        assert word not in sent.subject + sent.body


def test_what_is_to_be_carried_is_taken_by_one_carrier_and_tried_again_later(people):
    case = accepted(people)
    assert told(people, case, people.nina.agency) == ["Nina"]
    [(mail_id, account)] = mail_to_carry()
    assert (account, mail_to_carry()) == (people.nina.pk, [])
    with as_owner():
        sql("UPDATE cases_mail SET tried_at = now() - interval '6 minutes'")
    assert mail_to_carry() == [(mail_id, account)]
    with as_owner():
        sql("UPDATE cases_mail SET tried_at = NULL, sent_at = now()")
    assert mail_to_carry() == []


def test_a_mail_that_could_not_be_sent_for_three_days_is_given_up(people):
    case = accepted(people)
    told(people, case, people.nina.agency, at=datetime.now(UTC) - timedelta(days=3, minutes=1))
    assert mail_to_carry() == []
    told(people, case, people.nina.agency, at=datetime.now(UTC) - timedelta(days=2))
    assert len(mail_to_carry()) == 1


def test_the_worker_carries_each_mail_as_its_recipient(people):
    case = accepted(people)
    told(people, case, people.nina.agency)
    carry_mail.delay()
    carry_mail.delay()
    assert [message.to for message in mail.outbox] == [["nina@tillid.example"]]


def test_a_leaver_is_sent_nothing(people):
    case = accepted(people)
    told(people, case, people.nina.agency)
    with as_owner():
        Post.objects.filter(account=people.nina).update(is_active=False)
    carry_mail.delay()
    with as_owner():
        carry_one.delay(str(Mail.objects.get().pk), people.nina.pk)
    assert mail.outbox == []


@pytest.mark.commits
def test_what_is_committed_is_carried_at_once(people):
    case = accepted(people)
    mail.outbox.clear()
    told(people, case, people.nina.agency)
    assert [message.to for message in mail.outbox] == [["nina@tillid.example"]]


def test_without_a_broker_nobody_waits(people, monkeypatch, caplog):
    from kombu.exceptions import OperationalError

    def away(*args):
        raise OperationalError

    case = accepted(people)
    monkeypatch.setattr(carry_mail, "delay", away)
    with acting_as(people.cecilie) as cecilie:
        assert tell(actor=cecilie, case=case, to=people.nina.agency, what="asked", now=NOW)
